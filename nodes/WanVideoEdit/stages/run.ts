import type { IExecuteFunctions } from 'n8n-workflow';
import type { Account } from '../dashscope/account';
import type { DashScope } from '../dashscope/client';
import type { TaskId } from '../dashscope/taskId';
import type { Clock } from '../timing/clock';
import type { ConcurrencyLimits } from './concurrencyLimits';
import type { Task } from './task';

/** What requests and transfers of an execution need. */
export interface RunBase {
	readonly context: IExecuteFunctions;
	readonly client: DashScope;
	readonly clock: Clock;
	/** Of transfers: real time, also where the other clock is a faster one. */
	readonly lineClock: Clock;
	/** Aborted when the run is stopped, or ended by an item. */
	readonly signal: AbortSignal;
}

/** What all items of an execution share, in every stage. Stages that need more say so: `PlaceRun`, `WaitRun`. */
export interface Run extends RunBase {
	/** Aborted by Stop only, not when an item ends the run: then there is time to hear a create call out. */
	readonly stop: AbortSignal;
	/** Every task that was created, in that order, so that none is lost when the run ends early. */
	readonly created: Task[];
	/** What this process knows of the account: its limits, and whose its tasks are. */
	readonly account: Account;
	/** The places for tasks and transfers. */
	readonly limits: ConcurrencyLimits;
	/** Tasks of items that have their result: their video, or an ID where that is all that is wanted. */
	readonly handedOn: Set<TaskId>;
	/** To be called when an item has what it needs at its beginning: the next one begins then, and not only at its end. */
	started(): void;
}
