import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { TaskRecord } from '../../emulator';
import { isRetryable } from '../../nodes/WanVideoEdit/dashscope/errors';
import type { PieceFacts } from '../../nodes/WanVideoEdit/failure/failure';
import { provesNothingSent } from './connection';
import { seedOf } from './endpoints';
import { orderIn, videoIn } from './film';
import { type Ending, WAIT_BETWEEN_TRIES_MS } from './n8nRun';
import { longestRunMs, type Play } from './play';
import type { Played } from './stage';
import { seedOfItem } from './standIn';

/** Finds where a play breaks a promise; each finding is a sentence. */
export type Promised = (play: Play) => Iterable<string>;

const itemsOf = ({ run, plan }: Played): number[] =>
	Array.from({ length: plan.items }, (_, item) => seedOfItem(run, item));

const tasksWith = ({ tasks }: Play, seed: number): TaskRecord[] =>
	tasks.filter(({ body }) => seedOf(body) === seed);

/** What a task or a create call is for: an item, or a piece of its video, by the content that was sent. */
export const unitOf = ({ uploads }: Play, seed: number | undefined, video: string | undefined): string =>
	`${seed} ${(video !== undefined && uploads.get(video)) || ''}`;

/** The tasks of an item, by what they are for. */
function tasksByUnit(play: Play, seed: number): TaskRecord[][] {
	const units = new Map<string, TaskRecord[]>();
	for (const task of tasksWith(play, seed)) {
		const unit = unitOf(play, seed, videoIn(task.body));
		units.set(unit, [...(units.get(unit) ?? []), task]);
	}
	return [...units.values()];
}

/** It ended without a video for a temporary reason: it costs nothing. */
const mayBeRepeated = ({ status, failure }: TaskRecord): boolean =>
	status === 'FAILED' && isRetryable(failure?.code, undefined, failure?.message);

/** The executions of each run: the first one, and those that retry it. */
const runsOf = ({ runs }: Play): Array<[Played, ...Played[]]> =>
	[...new Set(runs.map(({ run }) => run))].map(
		(run) => runs.filter((one) => one.run === run) as [Played, ...Played[]],
	);

const FREE: readonly string[] = ['FAILED', 'CANCELED', 'UNKNOWN'];

/**
 * One item is one paid task. Within an execution, only a try after a task that failed for a temporary reason
 * may create another one; a retried execution may do so after any task that cost nothing.
 */
export function* oneTaskAnItem(play: Play): Iterable<string> {
	for (const executions of runsOf(play)) {
		const [played] = executions;
		const tries = played.plan.tries * executions.length;
		const each = itemsOf(played).flatMap((seed, item) =>
			tasksByUnit(play, seed).map((tasks) => ({ item, tasks })),
		);
		for (const { item, tasks } of each) {
			if (tasks.length > tries) yield `${name(played, item)}: ${tasks.length} tasks in ${tries} tries`;
			for (const [index, task] of tasks.slice(0, -1).entries()) {
				const next = tasks[index + 1]!;
				const isRetried = creatorOf(play, task) !== creatorOf(play, next);
				const isFree = isRetried ? FREE.includes(task.status) : mayBeRepeated(task);
				// One that vanishes has no end.
				const endedAt = task.endedAt ?? (task.status === 'UNKNOWN' && isRetried ? 0 : Infinity);
				if (!isFree || endedAt > next.submittedAt) {
					yield `${name(played, item)}: task ${task.id} (${task.status}) was followed by ${next.id}`;
				}
			}
		}
	}
}

/** The execution that created a task: its create request is the last one for the item that was sent before. */
const creatorOf = (play: Play, { body, submittedAt }: TaskRecord): number | undefined =>
	play.exchanges
		.filter(
			({ endpoint, seed, video, sentAt }) =>
				endpoint === 'create' &&
				unitOf(play, seed, video) === unitOf(play, seedOf(body), videoIn(body)) &&
				sentAt <= submittedAt - play.schedule.clockSkewMs,
		)
		.at(-1)?.execution;

/** A request that was not sent is never reported as if it might have created a task. */
export function* noDoubtWhereNothingWasSent(play: Play): Iterable<string> {
	for (const executions of runsOf(play)) {
		for (const played of executions) {
			if (played.ending.kind !== 'items' || executions.some(({ ending }) => ending.kind === 'crash'))
				continue;
			for (const [item, seed] of itemsOf(played).entries()) {
				const text = String(played.ending.items[item]?.json.error ?? '');
				const calls = play.exchanges.filter((one) => one.endpoint === 'create' && one.seed === seed);
				if (
					text.startsWith('It is not known whether') &&
					calls.every(({ stage }) => provesNothingSent(stage))
				)
					yield `${name(played, item)}: nothing was sent, yet "${text}"`;
			}
		}
	}
}

/**
 * The ID of every task is reported at the end. If the response to its create request did not contain one,
 * the end says so, and states the model and a time range in which the task was created.
 */
export function* noTaskIsLost(play: Play): Iterable<string> {
	for (const executions of runsOf(play)) {
		const played = executions.at(-1)!;
		const isAlone = executions.length === 1 && played.ending.kind !== 'crash';
		const last = textOf(played.ending);
		const log = executions.flatMap((one) => one.log).join('\n');
		const all = [...executions.flatMap(({ endings }) => endings.map(textOf)), log].join('\n');
		// Earlier ones were followed by another one, see `oneTaskAnItem`.
		const latest = itemsOf(played).flatMap((seed, item) =>
			tasksByUnit(play, seed).map((tasks) => [item, tasks.at(-1)!] as const),
		);
		for (const [item, task] of latest) {
			// The last try shows it, unless it is finished and free. n8n keeps only the log of a stopped or
			// crashed node.
			const text = mayBeRepeated(task) || !isAlone ? all : isStopped(played) ? log : last;
			if (text.includes(task.id)) continue;
			if (executions.some((one) => gotResponse(play, one, task)))
				yield `${name(played, item)}: task ${task.id}, which was answered, is not named`;
			// Nobody was left to report it.
			else if (executions.some(({ ending }) => ending.kind === 'crash')) continue;
			else if (!namesWindow(text, task, play)) {
				yield `${name(played, item)}: of the unknown task ${task.id} (${iso(task.submittedAt)}) neither ID nor time is named`;
			}
		}
	}
}

/** Stop came during the run. A run that had returned its items by then is like any other. */
const isStopped = ({ stoppedAt, ending }: Played): boolean =>
	stoppedAt !== undefined && ending.kind === 'error';

/** Everything that a user gets to read. */
function textOf(ending: Ending): string {
	if (ending.kind === 'crash') return '';
	if (ending.kind === 'items') return JSON.stringify(ending.items);
	return JSON.stringify([ending.error.message, ending.error.description, ending.error.context]);
}

/**
 * Whether the response to its create request arrived before the end of the try that sent it: a Stop may cut
 * that short.
 */
const gotResponse = ({ exchanges }: Play, { endings, execution }: Played, { id }: TaskRecord): boolean =>
	exchanges.some(({ endpoint, sentAt, answer, execution: sender }) => {
		if (endpoint !== 'create' || !answer || sender !== execution) return false;
		const told = (answer.body as { output?: { task_id?: string } } | undefined)?.output?.task_id;
		const ended = endings.find(({ at }) => at >= sentAt);
		const end = ended?.at ?? Infinity;
		const isCrash = ended?.kind === 'crash';
		// A response at the moment of a crash is not processed.
		return told === id && (isCrash ? answer.at < end : answer.at <= end);
	});

/** A time is correct by the API's clock or by the client's: the difference may be unknown. */
function namesWindow(text: string, { model, submittedAt }: TaskRecord, { schedule }: Play): boolean {
	const windows = text.matchAll(/model (\S+) created between (\S+Z) and (\S+?Z)\b/g);
	return [...windows].some(([, named, from = '', until = '']) => {
		const isIn = (time: number) => time >= Date.parse(from) && time <= Date.parse(until);
		const own = submittedAt - schedule.clockSkewMs;
		let stepped = 0;
		const steps = [
			0,
			...schedule.clockSteps.map(({ byMs }) => (stepped += byMs)),
			...schedule.clockSteps.map(({ byMs }) => byMs),
		];
		return named === model && (isIn(submittedAt) || steps.some((step) => isIn(own + step)));
	});
}

/** No item is lost or duplicated, and each gets its own video and no other. */
export function* eachItemItsOwn(play: Play): Iterable<string> {
	for (const played of play.runs) {
		const { ending, plan } = played;
		if (ending.kind !== 'items') continue;
		const { items } = ending;
		if (items.length !== plan.items) yield `run ${played.run}: ${items.length} items of ${plan.items}`;
		for (const [item, output] of items.entries()) {
			const { pairedItem } = output;
			const paired = typeof pairedItem === 'object' && 'item' in pairedItem ? pairedItem.item : pairedItem;
			if (paired !== item) yield `${name(played, item)}: paired with ${String(paired)}`;
			const seed = seedOfItem(played.run, item);
			yield* ('error' in output.json ? asError(output, seed, play) : asVideo(output, seed, played, play)).map(
				(sentence) => `${name(played, item)}: ${sentence}`,
			);
			if ('error' in output.json && !plan.continueOnFail) yield `${name(played, item)}: an error item`;
		}
	}
}

function asVideo({ json }: INodeExecutionData, seed: number, { plan }: Played, play: Play): string[] {
	const task = play.tasks.find(({ id }) => id === json.taskId);
	if (!task) return [`gives out the task ${String(json.taskId)}, which there is not`];
	const wrong = piecesOutOfOrder(json, seed, play);
	if (seedOf(task.body) !== seed) wrong.push(`gives out the task of ${String(seedOf(task.body))}`);
	if (!plan.waits) return wrong;
	if (json.status !== 'SUCCEEDED' && plan.onTimeout === 'fail')
		wrong.push(`gives out a task ${String(json.status)}`);
	if (json.status !== 'SUCCEEDED') return wrong;
	if (task.status !== 'SUCCEEDED') wrong.push(`calls a task finished that is ${task.status}`);
	const [link] =
		'pieces' in json ? (json.pieces as PieceFacts[]).map(({ videoUrl }) => videoUrl) : [json.videoUrl];
	if (!String(link).includes(task.id)) wrong.push(`gives out another video: ${String(link)}`);
	return wrong;
}

/** The pieces of an item are its own, all of them, in the order of its video. */
function piecesOutOfOrder({ pieces, taskId }: IDataObject, seed: number, play: Play): string[] {
	if (pieces === undefined) return [];
	const facts = pieces as unknown as PieceFacts[];
	const own = facts.map((piece) => play.tasks.find(({ id }) => id === piece.taskId));
	const units = own.map((task) => task && unitOf(play, seedOf(task.body), videoIn(task.body)));
	const wanted = orderIn(play.schedule.operation).map((content) => `${seed} ${content}`);
	const wrong = [];
	if (facts[0]?.taskId !== taskId) wrong.push('does not begin with its first piece');
	if (JSON.stringify(units) !== JSON.stringify(wanted))
		wrong.push(`has the pieces ${units.join()}, not ${wanted.join()}`);
	return wrong;
}

function asError({ json }: INodeExecutionData, seed: number, play: Play): string[] {
	const { taskId } = json.details as { taskId: string | null };
	if (taskId === null) return [];
	const task = play.tasks.find(({ id }) => id === taskId);
	if (task && seedOf(task.body) === seed) return [];
	return [
		`names ${taskId} as its task, which belongs to ${String(task && seedOf(task.body))}: ${String(json.error)}`,
	];
}

/** After a Stop, no request reaches the API later than a second, and the node ends. */
export function* silentAfterStop({ runs, exchanges, schedule }: Play): Iterable<string> {
	for (const { run, execution, plan, stoppedAt, endedAt, ending, endings } of runs) {
		if (stoppedAt === undefined || ending.kind === 'crash') continue;
		// A Stop during n8n's pause between two tries reaches the node with the next one.
		const pauses = endings
			.map(({ at }) => ({ from: at, until: at + WAIT_BETWEEN_TRIES_MS }))
			.filter(({ from, until }) => from <= stoppedAt && stoppedAt < until)
			.map(({ until }) => until);
		for (const { execution: sender, endpoint, sentAt } of exchanges) {
			const late = sentAt + schedule.upMs - Math.max(stoppedAt, ...pauses);
			if (sender === execution && late > 1_000) yield `run ${run}: ${endpoint} ${late} ms after Stop`;
		}
		// n8n's tries continue, each after a second.
		const longest = plan.tries * 2_000 - 1_000;
		if (endedAt - stoppedAt > longest) yield `run ${run}: ended ${endedAt - stoppedAt} ms after Stop`;
		if (ending.kind === 'items' && endedAt > stoppedAt) yield `run ${run}: gives out items after Stop`;
	}
}

/** Without Continue On Fail, a failed task ends the run: no other item starts a paid task afterward. */
export function* nothingNewAfterTheEnd({ runs, exchanges }: Play): Iterable<string> {
	for (const { run, execution, plan, endings } of runs) {
		if (plan.continueOnFail) continue;
		for (const ending of endings) {
			if (ending.kind !== 'error' || ending.error.context?.kind !== 'taskFailed') continue;
			const { taskId } = ending.error.context;
			const seen = exchanges
				.filter((one) => one.endpoint === 'query' && one.taskId === taskId)
				.filter((one) => (one.answer?.at ?? Infinity) <= ending.at)
				.at(-1);
			const known = seen?.answer?.place ?? Infinity;
			const late = exchanges.find(
				(one) =>
					one.execution === execution &&
					one.endpoint === 'create' &&
					one.place > known &&
					one.sentAt <= ending.at,
			);
			if (late) yield `run ${run}: a create call for ${late.seed} after task ${String(taskId)} had failed`;
		}
	}
}

/** A run cancels only its own tasks, not even one that is only presumed to be its own. */
export function* cancelsItsOwn({ runs, exchanges, tasks }: Play): Iterable<string> {
	for (const { run, endpoint, taskId } of exchanges) {
		if (endpoint !== 'cancel') continue;
		const own = runs.filter((one) => one.run === run).flatMap(itemsOf);
		const seed = seedOf(tasks.find(({ id }) => id === taskId)?.body ?? {});
		if (seed === undefined || !own.includes(seed)) yield `run ${run}: cancels the task of ${String(seed)}`;
	}
}

/** If nothing goes wrong, every item gets its task, and a video that was finished in time. */
export function* worksWhereNothingGoesWrong(play: Play): Iterable<string> {
	if (play.struck.length > 0 || play.schedule.crashAtMs !== null) return;
	for (const played of play.runs) {
		const { plan, ending, stoppedAt } = played;
		if (stoppedAt !== undefined || !plan.continueOnFail || ending.kind !== 'items') continue;
		for (const [item, seed] of itemsOf(played).entries()) {
			const tasks = tasksByUnit(play, seed).map((unit) => unit.at(-1)!);
			const [task] = tasks;
			if (!task) yield `${name(played, item)}: has no task`;
			if (!task || !plan.waits || tasks.some(({ status }) => status !== 'SUCCEEDED')) continue;
			const inTime = tasks.every(
				({ endedAt = Infinity, submittedAt }) =>
					endedAt + SLACK_MS < submittedAt + plan.timeoutMinutes * MINUTE,
			);
			if (inTime && ending.items[item]?.json.status !== 'SUCCEEDED')
				yield `${name(played, item)}: has no video, though ${task.id} was finished in time`;
		}
	}
}

/** A run ends within its timeout plus the documented extra time. */
export function* endsInTime({ runs, family }: Play): Iterable<string> {
	for (const { run, plan, startedAt, endedAt, isRetry } of runs) {
		// A retry may wait for another one, and for tasks that can only be identified when they have ended.
		const longest = longestRunMs(plan, family) * (isRetry ? 4 : 1) + (isRetry ? 10 * MINUTE : 0);
		if (endedAt - startedAt > longest) yield `run ${run}: took ${endedAt - startedAt} ms`;
	}
}

const MINUTE = 60_000;
/** Travel times of messages. */
const SLACK_MS = 1_000;

const name = ({ run }: Played, item: number): string => `run ${run} item ${item}`;
const iso = (ms: number): string => new Date(ms).toISOString();
