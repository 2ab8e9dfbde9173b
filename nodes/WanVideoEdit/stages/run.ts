import type { IExecuteFunctions } from 'n8n-workflow';
import type { Account } from '../dashscope/account';
import type { DashScope } from '../dashscope/client';
import type { TaskId } from '../dashscope/taskId';
import type { Clock } from '../timing/clock';
import type { ConcurrencyLimits } from './concurrencyLimits';
import type { ResultTotals } from './resultTotals';
import type { Task } from './task';

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
	/** What the items returned so far. */
	readonly totals: ResultTotals;
	/** Call when an item has finished preparing, so that the next one starts before this one ends. */
	started(): void;
}
