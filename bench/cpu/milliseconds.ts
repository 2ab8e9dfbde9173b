/** CPU time of all threads. */
export const milliseconds = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1000;
