import { availableParallelism } from 'node:os';

/** What it was measured on, in general words. */
export const machine = (): string =>
	`${availableParallelism()} cores, Node ${process.versions.node.split('.')[0]}`;
