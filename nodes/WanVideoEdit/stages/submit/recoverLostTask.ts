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

/** How far a task's time may lie outside its create request: a gateway may forward a request after it has timed out. */
const EARLY_MS = 3_000;
const LATE_MS = 10_000;

/** The same for a task that is adopted: Alibaba Cloud's clock is known to the second only. Others are only named in the error. */
const CLOCK_MS = 1_500;

/** How long to search for a lost task: the list may lag behind. */
const SEARCH_MS = 90_000;
/** Back-off between two reads of the list. */
const PAUSE_MS = { first: 2_000, most: 20_000 };
/** Extra time for a task that was created after the only one found to show up in the list as well. */
const CONFIRM_MS = 5_000;

/** Maximum number of requests for one read of the list. */
const MOST_PAGES = 4;

/** A listed task that may be the lost one, with its time by our clock. */
type Candidate = ListedTask;

const NONE_LISTED =
	"Alibaba Cloud's task list shows no unclaimed task from that time, so most likely none was created.";

/** The list was read, and shows no task that the lost request may have created. */
export class NoTaskListed extends Failure {
	constructor({ kind, message, description, details }: Failure) {
		super(kind, message, description, details);
	}
}

/**
 * Searches Alibaba Cloud's task list for the task of a create request whose response was lost, and adopts the only
 * unclaimed task created at that time. Only its prompt can prove that it belongs to the item, and Alibaba Cloud
 * shows the prompt when the task has finished: see `proveOwnership`.
 *
 * @param waits whether the item waits for its video: without waiting, or without a prompt, there is no proof
 * @throws Failure `uncertain` if no task matches, several do, or ownership could never be proven; `stopped`
 */
export async function recoverLostTask(
	lost: LostCreate,
	{ item, piece, prompt }: Pick<Draft<unknown>, 'item' | 'piece' | 'prompt'>,
	waits: boolean,
	run: Run,
): Promise<Task> {
	const { candidates, trouble, isSure } = await search(lost, run);
	const [only] = candidates;
	if (only === undefined) {
		if (trouble !== undefined)
			throw uncertain(lost, `Alibaba Cloud's task list could not be read: ${trouble}.`);
		throw new NoTaskListed(uncertain(lost, NONE_LISTED));
	}
	const names = candidates.map(({ taskId }) => taskId).join(', ');
	if (candidates.length > 1)
		throw uncertain(lost, `Several tasks in the list match the time of the request: ${names}.`);
	if (!isSure) {
		throw uncertain(
			lost,
			trouble === undefined
				? `Task ${names} in the list matches the time of the request, but may belong to another request whose response was lost.`
				: `Task ${names} in the list matches the time of the request, but the list could not be read again: ${trouble}.`,
		);
	}
	if (!isWithin(only, lost.call, CLOCK_MS)) {
		throw uncertain(
			lost,
			`Task ${names} in the list was created shortly before or after the request, so it may belong to another program.`,
		);
	}
	if (!waits || prompt === undefined) {
		throw uncertain(
			lost,
			`Task ${names} in the list matches the time of the request. Only an item that has a prompt and waits for its video can prove that the task is its own.`,
		);
	}
	run.account.own(only.taskId, only.createdAt);
	const task: Task = {
		taskId: only.taskId,
		item,
		...(piece && { piece }),
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

/** The result of a search. */
interface Found {
	readonly candidates: readonly Candidate[];
	/** Why the last read of the list failed. */
	readonly trouble?: string;
	/** No other request can claim the only candidate, and a second one would have shown up by now. */
	readonly isSure: boolean;
}

/** Reads the list repeatedly until one task is certainly the only match, or certainly not. @throws Failure `stopped` */
async function search(lost: LostCreate, run: Run): Promise<Found> {
	const { clock, signal } = run;
	const { call } = lost;
	const endsAt = clock.now() + SEARCH_MS;
	let found: Found = { candidates: [], trouble: 'it was not requested', isSure: false };
	let seen: { readonly taskId: TaskId; readonly sureAt: number } | undefined;

	for (let pause = PAUSE_MS.first; clock.now() < Math.max(endsAt, seen?.sureAt ?? 0);) {
		await clock.sleep(seen ? Math.max(seen.sureAt - clock.now(), pause) : pause, signal);
		if (signal.aborted) throw stoppedWhileSearching(lost, found);
		const read = await readList(lost, run);
		if (signal.aborted) throw stoppedWhileSearching(lost, found);
		pause = Math.min(pause * 2, PAUSE_MS.most);
		if ('trouble' in read) {
			found = { ...found, trouble: read.trouble };
			continue;
		}

		const { candidates } = read;
		const rivals = rivalsFor(candidates, call, run);
		const [only, another] = candidates;
		const isSure =
			rivals.length === 0 && only !== undefined && only.taskId === seen?.taskId && clock.now() >= seen.sureAt;
		found = { candidates, isSure };
		// The response to a request in flight may show whose task it is.
		if (rivals.some(({ endedAt }) => endedAt === undefined)) continue;
		if (another !== undefined || rivals.length > 0 || isSure) break;
		if (only === undefined) seen = undefined;
		else if (seen?.taskId !== only.taskId) {
			// Stops if the list shows another task each time.
			if (seen && clock.now() >= endsAt) break;
			seen = { taskId: only.taskId, sureAt: sureAt(only, call, clock.now()) };
		}
	}
	return found;
}

/** When a task created later by the same request would be listed too, judged by the delay of this one. */
const sureAt = ({ createdAt }: Candidate, { sentAt, endedAt = sentAt }: CreateCall, now: number): number =>
	now + Math.max(endedAt - createdAt, 0) + CONFIRM_MS;

/**
 * Waits for an adopted task and confirms that it belongs to the item, which only the item's prompt proves.
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
	if (failure?.kind === 'stopped') throw failure.adding(`${lost.message}. ${howToSearch(lost)}`);
	const why =
		failure?.message ??
		otherTime ??
		(task.status === 'SUCCEEDED'
			? `its ${differenceIn(evidence, task.response) ?? 'prompt'} is different`
			: `it is still ${task.status ?? 'not visible'}`);
	throw uncertain(
		lost,
		`Task ${task.taskId} in the list matches the time of the request, but is not proven to belong to the item: ${why}.`,
	);
}

/** The account's tasks of a model that were created during the request and that nothing here has claimed. */
async function readList(
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
		// A row may move to the next page between two requests and appear twice.
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

/** Whether all further pages are older than the request: only if the newest come first, which is not documented. */
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

/** Whether the time in a response, if any, matches the request: the list may have used another clock. */
function isCreatedByCall({ output }: TaskResponse, { call, skewMs }: LostCreate): boolean {
	const submittedAt = isoFromProvider(output?.submit_time);
	return submittedAt === null || isWithin({ createdAt: Date.parse(submittedAt) - skewMs }, call, CLOCK_MS);
}

/** Other create requests of this process that may also have created one of the tasks. */
const rivalsFor = (
	candidates: readonly Candidate[],
	own: CreateCall,
	{ account, clock }: Run,
): CreateCall[] =>
	account
		.unsettled(clock.now())
		.filter((other) => other.id !== own.id && other.family === own.family)
		.filter((other) => candidates.some((candidate) => fits(candidate, other)));

/** The failure that ends the item: what is known, and how the user can find out the rest. */
function uncertain(lost: LostCreate, finding: string): Failure {
	const { message, description, details } = lost;
	const sentences = [
		'The request is not retried, because that could create a second paid task.',
		finding,
		`${howToSearch(lost)} If none of the tasks belongs to the item, run it again.`,
		description,
	];
	return new Failure('uncertain', message, sentences.filter(Boolean).join(' '), details);
}

const stoppedWhileSearching = (lost: LostCreate, { candidates }: Found): Failure =>
	stoppedFailure(
		'during the search for a task that may already exist',
		[
			`${lost.message}.`,
			...candidates.map(({ taskId }) => `Task ${taskId} in the list matches the time of the request.`),
			howToSearch(lost),
		].join(' '),
	).with(lost.details);

const howToSearch = ({ call, details, skewMs }: LostCreate): string =>
	`Check with the resource Task, operation Get Many, ${windowInWords(details.model ?? '', call, skewMs)}.`;

/** Where to search for a task that a request may have created, by Alibaba Cloud's clock. */
export function windowInWords(model: string, { sentAt, endedAt = sentAt }: CreateCall, skewMs = 0): string {
	const from = isoFromEpoch(sentAt + skewMs - EARLY_MS);
	const until = isoFromEpoch(endedAt + skewMs + LATE_MS);
	return `for a task of the model ${model} created between ${from} and ${until}`;
}
