import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { asFailure } from '../failure/failure';
import { stoppedFailure } from '../failure/stopped';
import { ItemParameters } from '../form/parameters';
import { type Clock, whileWatching } from '../timing/clock';
import { EventLoopYield } from '../timing/eventLoop';
import { AHEAD, type Concurrency } from '../stages/concurrencyLimits';
import type { Operation, Outcome } from '../stages/operation';
import type { ItemRun } from './openRun';

/** How long items are still checked after a Stop, and still started after a Stop or after the failure that ends the run. */
const AFTER_END_MS = { checked: 300, begun: 150 };

/** Concurrency of operations that create no task: more would only wait for the request rate limit. */
const REQUESTS_AT_ONCE = 20;

export function concurrencyOf<Job>(
	operation: Operation<Job, ItemRun>,
	jobs: ReadonlyArray<Outcome<Job>>,
): Concurrency {
	const first = jobs.find((job) => 'done' in job);
	if (operation.tasksAtOnce === undefined || first === undefined)
		return { tasks: 1, starts: REQUESTS_AT_ONCE };
	return { tasks: operation.tasksAtOnce(first.done), starts: AHEAD };
}

/**
 * Checks all items, one after the other; nothing is sent.
 * @returns the jobs of the items; fewer than there are items if the run is stopped meanwhile
 */
export async function prepareItems<Job>(
	context: IExecuteFunctions,
	operation: Operation<Job, ItemRun>,
	clock: Clock,
	stop: AbortSignal,
): Promise<Array<Outcome<Job>>> {
	const jobs: Array<Outcome<Job>> = [];
	// Checking files takes time. The limit leaves items of a retry time to reach their existing tasks.
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
 * Starts the items in their order, as the concurrency limit allows, those that already have a task first, and waits for
 * all of them. An item that has not started takes no memory but its job.
 * @param onFailure is called when an item fails, before another one starts
 * @returns the results in the order of the items. Items that had not started when the run ended count as stopped
 */
export async function performItems<Job>(
	operation: Operation<Job, ItemRun>,
	jobs: ReadonlyArray<Outcome<Job>>,
	run: ItemRun,
	onFailure: () => void,
): Promise<Array<Outcome<INodeExecutionData[]>>> {
	const { signal, clock } = run;
	type Performed = Outcome<INodeExecutionData[]>;
	const notStarted: Performed = { failure: stoppedFailure('before the item was started') };
	const outcomes: Array<Performed | Promise<Performed>> = jobs.map(() => notStarted);
	const isInTime = untilAfter(signal, AFTER_END_MS.begun, clock);
	const eventLoop = new EventLoopYield(clock);
	const all = () => jobs.flatMap((job) => ('done' in job ? job.done : []));

	const perform = async (job: Job, started: () => void): Promise<Performed> => {
		try {
			return { done: await operation.perform(job, ownRun(run, started), all) };
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
		outcomes[item] = perform(job.done, await slotToStart(run));
	}
	return await Promise.all(outcomes);
}

/** The run with signals of its own for an item, or a piece: Node warns about too many listeners on one. */
export const ownRun = (run: ItemRun, started: () => void): ItemRun => ({
	...run,
	signal: AbortSignal.any([run.signal]),
	stop: AbortSignal.any([run.stop]),
	started,
});

/**
 * Resolves when the next item, or the next piece of one, may start, with the function that lets another start after it.
 * When the run ends, nobody waits any longer: what has a task from an earlier try reports it.
 */
export async function slotToStart({
	limits,
	signal,
}: Pick<ItemRun, 'limits' | 'signal'>): Promise<() => void> {
	const started = await whileWatching(signal, async (ended) => await Promise.race([limits.start(), ended]));
	return started ?? (() => undefined);
}

/** The items in the order in which they start: existing tasks take their slots before new ones are created. */
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

/** Returns whether the signal has not been aborted, or for no longer than `ms`. */
function untilAfter(signal: AbortSignal, ms: number, clock: Clock): () => boolean {
	let endedAt: number | undefined;
	return () => {
		if (signal.aborted) endedAt ??= clock.now();
		return clock.now() - (endedAt ?? Infinity) <= ms;
	};
}
