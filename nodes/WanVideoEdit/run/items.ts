import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { asFailure, type Failure } from '../failure/failure';
import { stoppedFailure } from '../failure/stopped';
import { ItemParameters } from '../form/parameters';
import { type Clock, whileWatching } from '../timing/clock';
import { EventLoopYield } from '../timing/eventLoop';
import { AHEAD, type Concurrency } from '../stages/concurrencyLimits';
import type { Operation } from '../stages/operation';
import type { ItemRun } from './openRun';

/** What became of an item, or of a step of it. */
export type Outcome<Done> = { readonly done: Done } | { readonly failure: Failure };

/** How long items are still checked after a Stop, and how long they are still begun after it or after the failure that ends the run. */
const AFTER_END_MS = { checked: 300, begun: 150 };

/** Operations that create no task ask for something at once: more of them would wait for the limit of requests. */
const ASKING_AT_ONCE = 20;

export function concurrencyOf<Job>(
	operation: Operation<Job, ItemRun>,
	jobs: ReadonlyArray<Outcome<Job>>,
): Concurrency {
	const first = jobs.find((job) => 'done' in job);
	if (operation.tasksAtOnce === undefined || first === undefined) return { tasks: 1, starts: ASKING_AT_ONCE };
	return { tasks: operation.tasksAtOnce(first.done), starts: AHEAD };
}

/**
 * Checks all items, one after the other; nothing is sent.
 * @returns the jobs of the items. Fewer than there are items where the run is stopped meanwhile
 */
export async function prepareItems<Job>(
	context: IExecuteFunctions,
	operation: Operation<Job, ItemRun>,
	clock: Clock,
	stop: AbortSignal,
): Promise<Array<Outcome<Job>>> {
	const jobs: Array<Outcome<Job>> = [];
	// Looking at files takes its time. Without it, items of a retry come to the tasks that they have.
	const isInTime = untilAfter(stop, AFTER_END_MS.checked, clock);
	const eventLoop = new EventLoopYield(clock);
	for (const item of context.getInputData().keys()) {
		await eventLoop.yieldIfDue();
		if (!isInTime()) break;
		try {
			const parameters = new ItemParameters(context, item, operation.fields);
			jobs.push({ done: await operation.prepare(parameters, context, clock) });
		} catch (thrown) {
			jobs.push({ failure: asFailure(thrown).with({ operation: operation.operation }) });
		}
	}
	return jobs;
}

/**
 * Begins with the items in their order, those first that have a task already, as places come free, and waits for them
 * all. What is not begun yet costs nothing but its job.
 * @param onFailure is called when an item fails, before another one begins
 * @returns what became of the items, in their order. Those that had not begun when the run ended are stopped
 */
export async function performItems<Job>(
	operation: Operation<Job, ItemRun>,
	jobs: ReadonlyArray<Outcome<Job>>,
	run: ItemRun,
	onFailure: () => void,
): Promise<Array<Outcome<INodeExecutionData[]>>> {
	const { signal, clock, limits } = run;
	type Performed = Outcome<INodeExecutionData[]>;
	const notBegun: Performed = { failure: stoppedFailure('before the item was begun') };
	const outcomes: Array<Performed | Promise<Performed>> = jobs.map(() => notBegun);
	const isInTime = untilAfter(signal, AFTER_END_MS.begun, clock);
	const eventLoop = new EventLoopYield(clock);
	const all = () => jobs.flatMap((job) => ('done' in job ? job.done : []));

	const perform = async (job: Job, started: () => void): Promise<Performed> => {
		try {
			// Signals of its own, since each one bears a handful of listeners only.
			const [own, ownStop] = [AbortSignal.any([signal]), AbortSignal.any([run.stop])];
			return { done: await operation.perform(job, { ...run, signal: own, stop: ownStop, started }, all) };
		} catch (thrown) {
			onFailure();
			return { failure: asFailure(thrown).with({ operation: operation.operation }) };
		} finally {
			started();
		}
	};
	for (const item of await inOrder(operation, jobs, run, all)) {
		await eventLoop.yieldIfDue();
		const job = jobs[item];
		if (job === undefined || !isInTime()) break;
		if ('failure' in job) {
			outcomes[item] = job;
			continue;
		}
		// A run that ends waits for no place: items that have a task from an earlier try say so.
		const started = await whileWatching(signal, async (ended) => await Promise.race([limits.start(), ended]));
		outcomes[item] = perform(job.done, started ?? (() => undefined));
	}
	return await Promise.all(outcomes);
}

/** The items in the order in which they begin: tasks that exist take their places before others are created. */
async function inOrder<Job>(
	operation: Operation<Job, ItemRun>,
	jobs: ReadonlyArray<Outcome<Job>>,
	run: ItemRun,
	all: () => Job[],
): Promise<readonly number[]> {
	if (jobs.length < 2 || operation.goesOn === undefined) return [...jobs.keys()];
	const [goingOn, others]: [number[], number[]] = [[], []];
	const eventLoop = new EventLoopYield(run.clock);
	for (const [item, job] of jobs.entries()) {
		await eventLoop.yieldIfDue();
		const goesOn = 'done' in job && (await operation.goesOn(job.done, run, all));
		(goesOn ? goingOn : others).push(item);
	}
	return [...goingOn, ...others];
}

/** Whether a signal has not been aborted, or not for longer than that. */
function untilAfter(signal: AbortSignal, ms: number, clock: Clock): () => boolean {
	let endedAt: number | undefined;
	return () => {
		if (signal.aborted) endedAt ??= clock.now();
		return clock.now() - (endedAt ?? Infinity) <= ms;
	};
}
