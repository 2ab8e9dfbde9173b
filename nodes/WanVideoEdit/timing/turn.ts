import { sleep } from 'n8n-workflow';

/** Lets the event loop do what waits for it: timers, sockets, Stop. For work that takes long on the one thread of n8n. */
export const turn = async (): Promise<void> => await sleep(0);
