import { hundredths } from '../dashscope/billing';
import { asFailure, type Failure } from '../failure/failure';
import type { AnyMode } from '../modes/mode';
import { ConcurrencyLimit } from '../stages/concurrencyLimits';
import type { Outcome } from '../stages/operation';
import { exceeds, overLimit, priceOf, spentSeconds } from '../stages/submit/budget';
import { hasKept } from '../stages/submit/submittedTasks';
import { LostCreate } from '../stages/submit/lostCreate';
import type { Task } from '../stages/task';
import { EventLoopYield } from '../timing/eventLoop';
import { memoryOf } from './earlierTask';
import { type Edit, lookForPrice } from './edit';
import type { ItemRun } from './openRun';
import { partsOf } from './parts';
import { listed } from './stop';

/** Items whose links are read at the same time. */
const LOOKS_AT_ONCE = 10;

/** What an item may be billed. */
interface Price {
	/** For tasks that do not exist yet. */
	readonly wanted: number;
	/** For all of its tasks. */
	readonly estimate: number;
	/** Those of earlier tries, whose seconds are among those spent. */
	readonly existing: ReadonlyArray<Task | LostCreate>;
}

/**
 * Compares what all items of a run may be billed with the limit, and sets it aside, before the first task is created.
 * @returns the items; those for which a task would be created as failures if that could exceed the limit
 * @throws Failure `badInput` then, without Continue On Fail: some items are not paid for while others are refused
 */
export async function withinLimit(
	mode: AnyMode,
	jobs: ReadonlyArray<Outcome<Edit>>,
	run: ItemRun,
): Promise<Array<Outcome<Edit>>> {
	const edits = jobs.flatMap((job) => ('done' in job ? job.done : []));
	const [limit] = edits.flatMap(({ budget }) => budget.limit ?? []).sort((a, b) => a.seconds - b.seconds);
	if (limit === undefined) return [...jobs];
	const prices = await pricesOf(mode, jobs, run);
	// Items report a Stop themselves, with their tasks.
	if (run.signal.aborted) return [...jobs];

	// From here to the last `reserve`, nothing may wait: other calls of an agent have the same limit.
	const spent = spentSeconds(run.context);
	const wanted = prices.flatMap((price) =>
		'done' in price && price.done.wanted > 0 ? price.done.wanted : [],
	);
	const refusal = exceeds(limit, spent, wanted) ? overLimit(limit, spent, wanted) : undefined;
	if (refusal && !run.context.continueOnFail()) throw withTasks(refusal, prices, run);
	return jobs.map((job, item) => {
		const price = prices[item];
		if ('failure' in job || price === undefined) return job;
		if ('failure' in price) return price;
		if (refusal && price.done.wanted > 0) return { failure: refusal.with({ operation: mode.operation }) };
		const { budget, isDryRun } = job.done;
		budget.estimate = price.done.estimate;
		if (!isDryRun) budget.reserve(price.done.wanted);
		return job;
	});
}

async function pricesOf(
	mode: AnyMode,
	jobs: ReadonlyArray<Outcome<Edit>>,
	run: ItemRun,
): Promise<Array<Outcome<Price>>> {
	const looks = new ConcurrencyLimit(LOOKS_AT_ONCE);
	const eventLoop = new EventLoopYield(run.clock);
	const priced = async (job: Outcome<Edit>): Promise<Outcome<Price>> => {
		if ('failure' in job) return job;
		try {
			// Each item gets its own signal, because Node warns about too many listeners on one.
			const own = { ...run, signal: AbortSignal.any([run.signal]) };
			return { done: await priceOfEdit(mode, job.done, own) };
		} catch (thrown) {
			return { failure: asFailure(thrown).with({ operation: mode.operation }) };
		}
	};
	const prices: Array<Promise<Outcome<Price>>> = [];
	for (const job of jobs) {
		await eventLoop.yieldIfDue();
		const leave = await looks.acquire();
		prices.push(priced(job).finally(leave));
	}
	return await Promise.all(prices);
}

/** The sum over the tasks of an item. */
async function priceOfEdit(mode: AnyMode, edit: Edit, run: ItemRun): Promise<Price> {
	const existing: Array<Task | LostCreate> = [];
	let [wanted, estimate] = [0, 0];
	for (const part of await partsOf(mode, edit, run, lookForPrice)) {
		const sent = part.isDryRun || !hasKept(run.context) ? undefined : sentEarlier(mode, part, run);
		const known = sent && priceOf(sent, run.context);
		const seconds = known?.seconds ?? mode.billedSeconds(part.request, await lookForPrice(mode, part, run));
		estimate += seconds;
		// A task of an execution that this one retries may turn out to have failed: then another one is created.
		if (sent && known?.isCounted) existing.push(sent);
		else wanted += seconds;
	}
	return { wanted: hundredths(wanted), estimate: hundredths(estimate), existing };
}

function sentEarlier(mode: AnyMode, edit: Edit, run: ItemRun): Task | LostCreate | undefined {
	const memory = memoryOf(mode, edit, run);
	const recalled = memory.recall();
	memory.release();
	return recalled?.sent;
}

/** The failure with the tasks of earlier tries, which continue. */
function withTasks(failure: Failure, prices: ReadonlyArray<Outcome<Price>>, { context }: ItemRun): Failure {
	const tasks = prices.flatMap((price) => {
		const existing = 'done' in price ? price.done.existing : [];
		return existing.flatMap((sent) => (sent instanceof LostCreate ? [] : sent));
	});
	if (tasks.length === 0) return failure;
	return failure.adding(
		`Tasks of earlier tries: ${listed(tasks, context.getInputData().length)}. They keep running; fetch their videos with the resource Task, operation Get.`,
	);
}
