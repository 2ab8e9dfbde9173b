import type { IExecuteFunctions, INode, INodeExecutionData } from 'n8n-workflow';
import type { TaskId } from '../dashscope/taskId';
import type { Failure } from '../failure/failure';
import { takesDetails, toErrorItem, toNodeError } from '../n8n/errors';
import type { Clock } from '../timing/clock';
import { performItems, concurrencyOf, prepareItems } from './items';
import { type ItemRun, openRun } from './openRun';
import type { Operation, Outcome } from '../stages/operation';
import type { Run } from '../stages/run';
import { openQuestionIn } from '../failure/openQuestion';
import { stoppedFailure } from '../failure/stopped';
import { cancelOnce, leftBehind, listed } from './stop';
import { ofItem } from '../text/itemName';
import { hintAtResults } from './resultHints';
import { releaseBudgets } from '../stages/submit/budget';
import { UsedTasks } from '../stages/submit/usedTasks';

/**
 * Runs an operation for all items of an execution. Every item is checked before the first one is sent.
 * Results are in the order of the items. Without Continue On Fail, the first failure ends the run, and its
 * description names every task that exists by then.
 */
export async function runItems<Job>(
	context: IExecuteFunctions,
	operation: Operation<Job, ItemRun>,
	clock: Clock,
): Promise<INodeExecutionData[]> {
	const node = context.getNode();
	const items = context.getInputData().length;
	const continueOnFail = context.continueOnFail();
	const stop = context.getExecutionCancelSignal?.() ?? new AbortController().signal;
	const demandAll = (some: ReadonlyArray<Outcome<unknown>>) => {
		const refused = continueOnFail ? undefined : firstFailure(some, () => true);
		if (refused) throw toNodeError(refused.failure, node, refused.item, items);
	};
	const prepared = await prepareItems(context, operation, clock, stop);
	demandAll(prepared);

	// Stops all other items when one item ends the run.
	const halt = new AbortController();
	const onFailure = () => {
		if (!continueOnFail) halt.abort();
	};
	const places = concurrencyOf(operation, prepared);
	const signal = AbortSignal.any([stop, halt.signal]);
	const run = await openRun({ context, clock, signal, stop }, places, onFailure);
	const leave = run.account.use();
	let handedOn: ReadonlySet<TaskId> = new Set();
	try {
		const jobs = (await operation.admit?.(prepared, run)) ?? prepared;
		demandAll(jobs);
		const outcomes = await performItems(operation, jobs, run, onFailure);
		if (stop.aborted) throw toNodeError(await cleanUp(run, operation, jobs, outcomes), node);
		const ending = continueOnFail ? undefined : firstFailure(outcomes, ({ kind }) => kind !== 'stopped');
		if (ending)
			throw toNodeError(withOtherTasks(ending.failure, run, ending.item, outcomes), node, ending.item, items);
		if (!isTriedAgain(node, outcomes)) handedOn = run.handedOn;
		const withDetails = takesDetails(node);
		hintAtResults(context, run.totals, operation.tasksAtOnce !== undefined);
		return outcomes.flatMap((outcome, item) =>
			'done' in outcome
				? outcome.done.map(withoutError)
				: [toErrorItem(outcome.failure, item, items, withDetails)],
		);
	} finally {
		partWith(run, handedOn);
		leave();
	}
}

/** With Retry On Fail, n8n drops all items if the first one failed, except on the last try. */
const isTriedAgain = ({ retryOnFail }: INode, [first]: ReadonlyArray<Outcome<unknown>>): boolean =>
	retryOnFail === true && first !== undefined && 'failure' in first;

/** n8n treats an item with this key as failed, and an unchanged API response may have it. */
const withoutError = ({ json, ...item }: INodeExecutionData): INodeExecutionData => {
	const { error, ...rest } = json;
	return { ...item, json: error === undefined ? json : rest };
};

/**
 * Records the tasks of the run for later runs, in this process and in others.
 * @param handedOn tasks whose items leave the node: none if the run ends with an error
 */
function partWith(
	{ context, clock, account, created, recovery }: ItemRun,
	handedOn: ReadonlySet<TaskId>,
): void {
	for (const { taskId } of created) {
		if (!handedOn.has(taskId)) account.leave(taskId, 'behind');
	}
	new UsedTasks(context, clock).add([...handedOn]);
	recovery.close();
	releaseBudgets(context);
}

function firstFailure(
	outcomes: ReadonlyArray<Outcome<unknown>>,
	which: (failure: Failure) => boolean,
): { readonly failure: Failure; readonly item: number } | undefined {
	for (const [item, outcome] of outcomes.entries()) {
		if ('failure' in outcome && which(outcome.failure)) return { failure: outcome.failure, item };
	}
	return undefined;
}

/** If one item's failure ends the run, the error still names the paid tasks that other items have or may have. */
function withOtherTasks(
	failure: Failure,
	run: Run,
	item: number,
	outcomes: ReadonlyArray<Outcome<unknown>>,
): Failure {
	const notes = firstOf(openQuestions(outcomes, item), run);
	const others = run.created.filter((task) => task.item !== item);
	if (others.length > 0) {
		notes.push(
			`Other tasks of this run: ${listed(others, outcomes.length)}. They keep running; fetch their videos with the resource Task, operation Get.`,
		);
	}
	return failure.adding(...notes);
}

/** After a Stop: cancels the tasks that are still in the queue, and reports the status of every task. */
async function cleanUp<Job>(
	run: Run,
	operation: Operation<Job, ItemRun>,
	jobs: ReadonlyArray<Outcome<Job>>,
	outcomes: ReadonlyArray<Outcome<unknown>>,
): Promise<Failure> {
	await cancelOnce(
		run,
		run.created.filter(({ item }) => {
			const job = jobs[item];
			return job !== undefined && 'done' in job && operation.cancelsOnStop(job.done);
		}),
	);
	const stopped = firstFailure(outcomes, ({ kind }) => kind === 'stopped');
	const questions = openQuestions(outcomes, stopped?.item);
	const isUnclear = stopped !== undefined && openQuestionIn(stopped.failure) !== undefined;
	const notes = firstOf(questions, run);
	const failure = (stopped?.failure ?? stoppedFailure('while its items were running')).saying(
		leftBehind(run.created, questions.length + (isUnclear ? 1 : 0), outcomes.length),
	);
	if (run.created.length > 0) {
		notes.push(
			`Tasks of this run: ${listed(run.created, outcomes.length)}. Fetch the videos of tasks that keep running with the resource Task, operation Get.`,
		);
	}
	// n8n shows no output of a stopped node, and keeps only the message of its error.
	if (notes.length > 0 || failure.description !== undefined)
		run.context.logger.warn([`${failure.message}.`, failure.description, ...notes].filter(Boolean).join(' '));
	return failure.adding(...notes);
}

/** For the other items that may or may not have a task: where to search for it. */
const openQuestions = (outcomes: ReadonlyArray<Outcome<unknown>>, except: number | undefined): string[] =>
	outcomes.flatMap((outcome, item) => {
		if (!('failure' in outcome) || item === except) return [];
		const question = openQuestionIn(outcome.failure);
		return question === undefined ? [] : ofItem(question, item, outcomes.length);
	});

/** Maximum number of such notes in one error. */
const MOST_QUESTIONS = 20;

/** The first notes, for an error. The others go to n8n's log. */
function firstOf(questions: readonly string[], { context }: Run): string[] {
	const others = questions.slice(MOST_QUESTIONS);
	if (others.length === 0) return [...questions];
	for (const question of others) context.logger.warn(question);
	const more = `For ${others.length} more items it is not known either whether a task was created: see n8n's log.`;
	return [...questions.slice(0, MOST_QUESTIONS), more];
}
