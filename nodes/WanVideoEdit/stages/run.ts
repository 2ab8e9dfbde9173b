import type { IExecuteFunctions } from 'n8n-workflow';
import type { Account } from '../dashscope/account';
import type { DashScope } from '../dashscope/client';
import type { TaskId } from '../dashscope/taskId';
import type { Clock } from '../timing/clock';
import type { ConcurrencyLimits } from './concurrencyLimits';
import type { Task } from './task';

/** What an item returned. */
export interface Result {
	readonly task: Task;
	/** Whether the video is there as a file. */
	readonly hasFile: boolean;
	/** When its link expires, in ISO 8601; null if that is not known. Read item by item: for thousands at once, it takes long. */
	readonly expiresAt: string | null;
}

/** Everything that requests and transfers of an execution need. */
export interface RunBase {
	readonly context: IExecuteFunctions;
	readonly client: DashScope;
	readonly clock: Clock;
	/** For transfers: real time, even if `clock` runs faster. */
	readonly lineClock: Clock;
	/** Aborted when the run is stopped, or ended by an item. */
	readonly signal: AbortSignal;
}

/** Shared by all items of an execution, in every stage. Stages that need more declare it: `PlaceRun`, `WaitRun`. */
export interface Run extends RunBase {
	/** Aborted by Stop only, not when an item ends the run: then there is time to wait for the response to a create request. */
	readonly stop: AbortSignal;
	/** Every created task, in order, so that none is lost if the run ends early. */
	readonly created: Task[];
	/** What this process knows about the account: its rate limits, and the owners of its tasks. */
	readonly account: Account;
	/** The slots for tasks and transfers. */
	readonly limits: ConcurrencyLimits;
	/** Tasks of items that have their result: the video, or only the ID if the item does not wait. */
	readonly handedOn: Set<TaskId>;
	/** Results of items, in the order in which they were collected. */
	readonly results: Result[];
	/** Call when an item has finished preparing, so that the next one starts before this one ends. */
	started(): void;
}
