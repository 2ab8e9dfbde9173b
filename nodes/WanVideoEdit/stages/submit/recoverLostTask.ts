import type { CreateCall } from '../../dashscope/account';
import type { TaskId } from '../../dashscope/taskId';
import { isoFromEpoch, isoFromProvider } from '../../dashscope/time';
import type { TaskResponse } from '../../dashscope/wire';
import { asFailure, Failure } from '../../failure/failure';
import type { LostCreate } from './lostCreate';
import { stoppedFailure } from '../../failure/stopped';
import type { Draft } from '../../modes/mode';
import { differenceIn, type Evidence, fitOf } from './evidence';
import { filterOf, isOfKey, isOfModel, learnKeyId, type ListedTask, pagesOfList } from './listedTasks';
import type { Run } from '../run';
import { noteTask, type Task } from '../task';

/** By how much a task's time may lie outside of its create call: a gateway may hand on a call that it has given up already. */
const EARLY_MS = 3_000;
const LATE_MS = 10_000;

/** The same for a task that is taken: Alibaba Cloud's clock is known to a second only. Others are named, and left alone. */
const CLOCK_MS = 1_500;

/** How long a lost task is looked for: the list may lag behind. */
const SEARCH_MS = 90_000;
/** Between two looks at the list, growing. */
const PAUSE_MS = { first: 2_000, most: 20_000 };
/** A task that was created after the only one that is seen must have had the time to be seen too. */
const CONFIRM_MS = 5_000;

/** A look at the list is no more requests than this. */
const MOST_PAGES = 4;

/** A task of the list that may be the lost one, its time by our clock. */
type Candidate = ListedTask;

const NONE_LISTED =
	"The provider's task list shows no task of that time which is nobody's, so most likely none was created.";

/** The list was read, and shows no task that the lost call may have created. */
export class NoTaskListed extends Failure {
	constructor({ kind, message, description, details }: Failure) {
		super(kind, message, description, details);
	}
}

/**
 * Looks in the provider's task list for the task of a create call whose answer was lost. It takes the only
 * one that was created at that time and is nobody's. Whether it is the item's own can be told by its prompt
 * only, which the provider shows when the task has finished: see `prove`.
 *
 * @param waits whether the item waits for its video: without that, and without a prompt, there is no proof
 * @throws Failure `uncertain` where no task fits, several do, or it could never be proven; `stopped`
 */
export async function recoverLostTask(
	lost: LostCreate,
	{ item, prompt }: Pick<Draft<unknown>, 'item' | 'prompt'>,
	waits: boolean,
	run: Run,
): Promise<Task> {
	const { candidates, trouble, isSure } = await search(lost, item, run);
	const [only] = candidates;
	if (only === undefined) {
		if (trouble !== undefined) throw told(lost, `The provider's task list does not tell: ${trouble}.`);
		throw new NoTaskListed(told(lost, NONE_LISTED));
	}
	const names = candidates.map(({ taskId }) => taskId).join(', ');
	if (candidates.length > 1) throw told(lost, `Several tasks of the list fit in time: ${names}.`);
	if (!isSure) {
		throw told(
			lost,
			trouble === undefined
				? `Task ${names} of the list fits in time, but may be that of another call that was lost.`
				: `Task ${names} of the list fits in time, but the list does not tell more: ${trouble}.`,
		);
	}
	if (!isWithin(only, lost.call, CLOCK_MS)) {
		throw told(
			lost,
			`Task ${names} of the list was created a little before or after the call, so it may be that of another program.`,
		);
	}
	if (!waits || prompt === undefined) {
		throw told(
			lost,
			`Task ${names} of the list fits in time. Only a prompt, and waiting for its end, could prove that it is the item's.`,
		);
	}
	run.account.own(only.taskId, only.createdAt);
	const task: Task = {
		taskId: only.taskId,
		item,
		operation: lost.details.operation ?? '',
		model: lost.details.model,
		submittedAt: lost.call.sentAt,
		resumed: true,
		recovered: true,
		doubt: lost,
		status: null,
		response: {},
	};
	noteTask(run, task, 'recovered');
	return task;
}

/** What is known at the end of a search. */
interface Found {
	readonly candidates: readonly Candidate[];
	/** Why the list could not be read the last time. */
	readonly trouble?: string;
	/** Nobody else can lay claim to the only candidate, and another one would have shown up by now. */
	readonly isSure: boolean;
}

/** Looks again and again until one task is the only one for sure, or never will be. @throws Failure `stopped` */
async function search(lost: LostCreate, item: number, run: Run): Promise<Found> {
	const { clock, signal } = run;
	const { call } = lost;
	const endsAt = clock.now() + SEARCH_MS;
	let found: Found = { candidates: [], trouble: 'it was not asked', isSure: false };
	let seen: { readonly taskId: TaskId; readonly sureAt: number } | undefined;

	for (let pause = PAUSE_MS.first; clock.now() < Math.max(endsAt, seen?.sureAt ?? 0);) {
		await clock.sleep(seen ? Math.max(seen.sureAt - clock.now(), pause) : pause, signal);
		if (signal.aborted) throw stoppedWhileSearching(lost, item, found);
		const look = await lookInList(lost, run);
		if (signal.aborted) throw stoppedWhileSearching(lost, item, found);
		pause = Math.min(pause * 2, PAUSE_MS.most);
		if ('trouble' in look) {
			found = { ...found, trouble: look.trouble };
			continue;
		}

		const { candidates } = look;
		const rivals = rivalsFor(candidates, call, run);
		const [only, another] = candidates;
		const isSure =
			rivals.length === 0 && only !== undefined && only.taskId === seen?.taskId && clock.now() >= seen.sureAt;
		found = { candidates, isSure };
		// The answer to a call that is under way may tell whose a task is.
		if (rivals.some(({ endedAt }) => endedAt === undefined)) continue;
		if (another !== undefined || rivals.length > 0 || isSure) break;
		if (only === undefined) seen = undefined;
		else if (seen?.taskId !== only.taskId) {
			// A list that shows another task each time is not followed for ever.
			if (seen && clock.now() >= endsAt) break;
			seen = { taskId: only.taskId, sureAt: sureAt(only, call, clock.now()) };
		}
	}
	return found;
}

/** When a task that was created later in the same call would be seen too, by how late this one was seen. */
const sureAt = ({ createdAt }: Candidate, { sentAt, endedAt = sentAt }: CreateCall, now: number): number =>
	now + Math.max(endedAt - createdAt, 0) + CONFIRM_MS;

/**
 * Watches a task that was adopted, and lets it pass as the item's own only if it has the item's prompt.
 * @throws Failure `uncertain` in every other case, with the task's ID; `stopped`
 */
export async function proveOwnership(
	task: Task,
	lost: LostCreate,
	evidence: Evidence,
	watch: (task: Task) => Promise<Task>,
	{ account }: Pick<Run, 'account'>,
): Promise<Task> {
	const failure = await watch(task).then(() => undefined, asFailure);
	const otherTime = isCreatedByCall(task.response, lost) ? undefined : 'it was created at another time';
	if (otherTime === undefined && fitOf(evidence, task.response) === 'fits') {
		account.settle(lost.call, task.taskId);
		if (failure) throw failure;
		return task;
	}
	account.disown(task.taskId);
	if (failure?.kind === 'stopped') throw failure.adding(`${lost.message}. ${howToLook(lost)}`);
	const why =
		failure?.message ??
		otherTime ??
		(task.status === 'SUCCEEDED'
			? `its ${differenceIn(evidence, task.response) ?? 'prompt'} is another one`
			: `it is still ${task.status ?? 'not seen'}`);
	throw told(
		lost,
		`Task ${task.taskId} of the list fits in time, but is not proven to be the item's: ${why}.`,
	);
}

/** The account's tasks of a model that were created while the call was under way and are nobody's here. */
async function lookInList(
	lost: LostCreate,
	run: Run,
): Promise<{ readonly candidates: readonly Candidate[] } | { readonly trouble: string }> {
	const { call, details } = lost;
	const { account } = run;
	const model = details.model ?? '';
	const candidates: Candidate[] = [];
	for await (const page of pagesOfList(filterOf([model]), MOST_PAGES, run)) {
		if ('trouble' in page) return page;
		if (page.skewMs !== undefined) {
			const { least, most } = page.skewMs;
			if (lost.skewMs < least || lost.skewMs > most) lost.skewMs = (least + most) / 2;
		}
		learnKeyId(page.tasks, account);
		const seen = page.tasks.map((one) => ({ ...one, createdAt: one.createdAt - lost.skewMs }));
		// A row may slip to the next page meanwhile, and is seen twice.
		const isNew = ({ taskId }: Candidate) => candidates.every((known) => known.taskId !== taskId);
		candidates.push(
			...seen.filter(
				(one) =>
					fits(one, call) &&
					isOfModel(one, model) &&
					!account.owns(one.taskId) &&
					isOfKey(one, account) &&
					isNew(one),
			),
		);
		if (isPast(seen, call)) break;
	}
	return { candidates: candidates.filter((one) => isOfKey(one, account)) };
}

/** Whether all further pages are older than the call: only where the newest come first, which is not documented. */
const isPast = (seen: readonly Candidate[], { sentAt }: CreateCall): boolean =>
	(seen.at(-1)?.createdAt ?? sentAt) < sentAt - EARLY_MS &&
	seen.every(({ createdAt }, index) => createdAt <= (seen[index - 1]?.createdAt ?? Infinity));

const fits = (candidate: Pick<Candidate, 'createdAt'>, call: CreateCall): boolean =>
	isWithin(candidate, call, EARLY_MS, LATE_MS);

const isWithin = (
	{ createdAt }: Pick<Candidate, 'createdAt'>,
	{ sentAt, endedAt = Infinity }: CreateCall,
	early: number,
	late = early,
): boolean => createdAt >= sentAt - early && createdAt <= endedAt + late;

/** Whether an answer's own time, where it has one, is that of the call: the list may have been put together by another clock. */
function isCreatedByCall({ output }: TaskResponse, { call, skewMs }: LostCreate): boolean {
	const submittedAt = isoFromProvider(output?.submit_time);
	return submittedAt === null || isWithin({ createdAt: Date.parse(submittedAt) - skewMs }, call, CLOCK_MS);
}

/** Other create calls of this process that may have created one of the tasks too. */
const rivalsFor = (
	candidates: readonly Candidate[],
	own: CreateCall,
	{ account, clock }: Run,
): CreateCall[] =>
	account
		.unsettled(clock.now())
		.filter((other) => other.id !== own.id && other.family === own.family)
		.filter((other) => candidates.some((candidate) => fits(candidate, other)));

/** The failure that ends the item: what is known, and how the person finds out the rest. */
function told(lost: LostCreate, finding: string): Failure {
	const { message, description, details } = lost;
	const sentences = [
		'The call is not sent again, since that could create a second paid task.',
		finding,
		`${howToLook(lost)} If no task there is the item's, run it again.`,
		description,
	];
	return new Failure('uncertain', message, sentences.filter(Boolean).join(' '), details);
}

const stoppedWhileSearching = (lost: LostCreate, item: number, { candidates }: Found): Failure =>
	stoppedFailure(
		`while the task of item ${item} was being looked for`,
		[
			`${lost.message}.`,
			...candidates.map(({ taskId }) => `Task ${taskId} of the list fits in time.`),
			howToLook(lost),
		].join(' '),
	).with(lost.details);

const howToLook = ({ call, details, skewMs }: LostCreate): string =>
	`Look with the resource Task, operation Get Many, ${windowInWords(details.model ?? '', call, skewMs)}.`;

/** Where a task is to be looked for that a call may have created, by the provider's clock. */
export function windowInWords(model: string, { sentAt, endedAt = sentAt }: CreateCall, skewMs = 0): string {
	const from = isoFromEpoch(sentAt + skewMs - EARLY_MS);
	const until = isoFromEpoch(endedAt + skewMs + LATE_MS);
	return `for a task of the model ${model} created between ${from} and ${until}`;
}
