import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { Failure } from '../failure/failure';
import type { ItemParameters } from '../form/parameters';
import type { Clock } from '../timing/clock';
import type { Run } from './run';

/** The result of an item, or of one step of it. */
export type Outcome<Done> = { readonly done: Done } | { readonly failure: Failure };

/** Returns the jobs of all items that passed the first step. */
export type Jobs<Job> = () => readonly Job[];

/**
 * An operation of the node, in two steps for each item. The first sends nothing.
 * `Needs` is the type of run that the second needs.
 */
export interface Operation<Job, Needs extends Run = Run> {
	/** Value of the parameter `operation`. */
	readonly operation: string;
	/** The fields of its form, whose names are used in messages. */
	readonly fields: readonly INodeProperties[];
	/** Reads and checks, files included. @throws Failure `badInput` */
	prepare(parameters: ItemParameters, context: IExecuteFunctions, clock: Clock): Job | Promise<Job>;
	/**
	 * Looks at all items together, before the first one is performed. Creates nothing.
	 * @throws Failure if none is to be performed
	 */
	admit?(jobs: ReadonlyArray<Outcome<Job>>, run: Needs): Promise<Array<Outcome<Job>>>;
	/**
	 * Calls Alibaba Cloud. It holds a slot until it ends or calls `Run.started`: then the next item starts.
	 * @param jobs of all items
	 * @throws Failure
	 */
	perform(job: Job, run: Needs, jobs: Jobs<Job>): Promise<INodeExecutionData[]>;
	/**
	 * Whether the item already has a task, from an earlier try or a retried execution. Its task gets a slot before others
	 * create theirs. Only for operations that create tasks.
	 */
	goesOn?(job: Job, run: Needs, jobs: Jobs<Job>): Promise<boolean>;
	/** Maximum number of tasks of a run in flight. Only for operations that create tasks. */
	tasksAtOnce?(job: Job): number;
	/** Whether a Stop cancels the task of this item if it is still in Alibaba Cloud's queue. */
	cancelsOnStop(job: Job): boolean;
}
