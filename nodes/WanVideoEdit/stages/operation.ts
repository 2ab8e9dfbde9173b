import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { ItemParameters } from '../form/parameters';
import type { Clock } from '../timing/clock';
import type { Run } from './run';

/** Gives the jobs of all items that passed the first step. */
export type Jobs<Job> = () => readonly Job[];

/**
 * What an operation of the node does with an item, in two steps: nothing is sent by the first.
 * `Needs` is the run that it needs for the second.
 */
export interface Operation<Job, Needs extends Run = Run> {
	/** Value of the parameter `operation`. */
	readonly operation: string;
	/** The fields of its form, which give the names in messages. */
	readonly fields: readonly INodeProperties[];
	/** Reads and checks, files included. @throws Failure `badInput` */
	prepare(parameters: ItemParameters, context: IExecuteFunctions, clock: Clock): Job | Promise<Job>;
	/**
	 * Talks to the provider. It holds one of a few places until it ends or calls `Run.started`: the next item begins then.
	 * @param jobs of all items
	 * @throws Failure
	 */
	perform(job: Job, run: Needs, jobs: Jobs<Job>): Promise<INodeExecutionData[]>;
	/**
	 * Whether the item has a task already, from an earlier try or an execution that is retried. Its task takes a place
	 * before others create theirs. Only for operations that create some.
	 */
	goesOn?(job: Job, run: Needs, jobs: Jobs<Job>): Promise<boolean>;
	/** How many tasks of a run are in flight at once. Only for operations that create some. */
	tasksAtOnce?(job: Job): number;
	/** Whether a Stop cancels the task of this item, if it still waits in the provider's queue. */
	cancelsOnStop(job: Job): boolean;
}
