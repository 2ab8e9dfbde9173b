import { availableParallelism } from 'node:os';

/** A general description of the machine. */
export const machine = (): string =>
	`${availableParallelism()} cores, Node ${process.versions.node.split('.')[0]}`;
