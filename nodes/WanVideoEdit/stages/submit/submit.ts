import type { Reply } from '../../dashscope/client';
import { isModelUnknown, isRetryable } from '../../dashscope/errors';
import { explain, nameOf } from '../../dashscope/explain';
import { FAULTS } from '../../dashscope/connectionFaults';
import { otherSpelling } from '../../dashscope/models';
import { rememberSpelling } from '../../dashscope/modelSpelling';
import { parseTaskId } from '../../dashscope/taskId';
import type { CreateTaskBody, TaskResponse } from '../../dashscope/wire';
import { Failure } from '../../failure/failure';
import { quoted } from '../../failure/quoted';
import type { AnyMode, Placed } from '../../modes/mode';
import { dateOffset, whileWatching } from '../../timing/clock';
import { LostCreate } from './lostCreate';
import { stoppedFailure } from '../../failure/stopped';
import { windowInWords } from './recoverLostTask';
import type { Run } from '../run';
import { noteStatus, noteTask, type Task } from '../task';

/** How long a create call that is under way when the run is stopped may still bring its task ID. */
const ANSWER_GRACE_MS = 400;

/** Waits between create calls of which none was accepted. */
const BACKOFF_MS = { first: 1_000, most: 30_000 };

/** Share by which a pause that the provider told grows at random. */
const TOLD_JITTER = 0.1;

/**
 * Throttled calls are repeated until the deadline, calls without a connection as often as its fault is worth. An
 * input that could not be fetched may be there the next time (ALI-ERR).
 */
const MOST_RETRIES = { refused: 2 };

/** A quota per minute frees up after a minute (ALI-ERR). */
const QUOTA_REFILL_MS = 60_000;

/**
 * Creates the task of an item: one accepted create call, never a second one. Only what proves that no task exists
 * (429, a refusal that may pass, no connection, or a model name that the host does not know) is followed by another call. Calls leave
 * at the pace that the provider accepts for the model.
 *
 * @param deadline epoch milliseconds until which calls that were not accepted are repeated
 * @param placeFor places the files anew for the other model name: temporary storage binds them to one
 * @returns the task, or why it is not known whether there is one
 * @throws Failure `refused`, `unreachable` or `credential` where no task exists; `stopped`
 */
export async function submit(
	mode: AnyMode,
	placed: Placed<unknown>,
	deadline: number,
	run: Run,
	placeFor: (model: string) => Promise<Placed<unknown>> = async (model) => ({ ...placed, model }),
): Promise<Task | LostCreate> {
	const { client, clock, signal } = run;
	let request = placed;

	for (let attempt = 0; ; attempt++) {
		await run.account.admitCreate(mode.family, clock, signal);
		if (signal.aborted) throw stoppedFailure(`before item ${request.item} was submitted`);
		const reply = await send(mode, request, run);
		if (reply instanceof LostCreate) return reply;
		if ('taskId' in reply) {
			rememberSpelling(client.baseUrl, placed.model, request.model);
			return reply;
		}

		const alternative = otherSpelling(request.model);
		if (
			alternative !== undefined &&
			request === placed &&
			reply.kind === 'refused' &&
			isModelUnknown(reply.code, reply.message)
		) {
			request = await placeFor(alternative);
			continue;
		}

		const pause = pauseAfter(reply, attempt, clock.random());
		if (pause === undefined || clock.now() + pause > deadline) {
			throw notCreated(reply, request).with({ operation: mode.operation, model: request.model });
		}
		await clock.sleep(pause, signal);
	}
}

/**
 * Sends the create call past the Stop button, which would cut the answer off and lose the ID of a paid task.
 * @returns the task, an answer which proves that there is none, or a call of which neither is known
 * @throws Failure `stopped`
 */
async function send(mode: AnyMode, request: Placed<unknown>, run: Run): Promise<Task | NoTask | LostCreate> {
	const { client, clock, stop, account } = run;
	const { item, model } = request;
	const { operation } = mode;
	const body = mode.body(request);
	const call = account.open(mode.family, clock);
	const reply = await whileWatching(stop, async (aborted) => {
		const givenUp = aborted.then(async () => await clock.sleep(ANSWER_GRACE_MS)).then(() => undefined);
		const created = client.createTask(body);
		const first = await Promise.race([created, givenUp]);
		if (first === undefined) void created.then((late) => logLate(late, request, run));
		return first;
	});
	call.endedAt = clock.now();
	const facts = { operation, model };
	if (reply === undefined) {
		throw stoppedFailure(
			`while item ${item} was being submitted`,
			`Whether its task was created is not known: look with the resource Task, operation Get Many, ${windowInWords(model, call, dateOffset(clock))}.`,
		).with(facts);
	}
	if (reply.kind !== 'ok') {
		if (reply.kind === 'unclear' && reply.mayHaveArrived) {
			const message = `It is not known whether the task of item ${item} was created: the create call brought ${nameOf(reply)}`;
			const known = { ...facts, ...factsOfReply(reply) };
			return new LostCreate(call, message, explain(reply.code, reply.message), known, dateOffset(clock));
		}
		account.settle(call, undefined);
		return reply;
	}
	const answer = reply.body;
	const taskId = parseTaskId(answer.output?.task_id ?? '');
	if (taskId === undefined || account.owns(taskId)) {
		// A gateway may deliver an answer twice: an ID that is somebody's says nothing about this call.
		const given =
			taskId !== undefined
				? `the ID of another task, ${taskId}`
				: answer.output?.task_id === undefined
					? 'no task ID'
					: `a task ID that cannot be one, ${quoted(answer.output.task_id)}`;
		const known = { ...facts, requestId: answer.request_id ?? null, httpStatus: 200 };
		const message = `The provider accepted item ${item} but gave ${given}`;
		return new LostCreate(call, message, undefined, known, dateOffset(clock));
	}
	account.settle(call, taskId);
	const task: Task = {
		...{ taskId, item, operation, model, kind: kindOf(operation, body) },
		submittedAt: call.endedAt,
		status: null,
		response: answer,
	};
	noteTask(run, task, 'created');
	noteStatus(run, task, answer.output?.task_status ?? 'PENDING');
	return task;
}

/** The run is over by then: n8n's log is all that is left to tell the ID of a task that may be billed. */
function logLate(reply: Reply<TaskResponse>, { item, model }: Placed<unknown>, { context }: Run): void {
	const id = reply.kind === 'ok' ? parseTaskId(reply.body.output?.task_id ?? '') : undefined;
	if (id === undefined) return;
	context.logger.warn(
		`Task ${id} (item ${item}, ${model}) was created after the run was canceled. It goes on at the provider and is billed when it succeeds.`,
	);
}

/** Tasks of one model, function and resolution take about the same time. */
export const kindOf = (operation: string, { model, parameters = {} }: CreateTaskBody): string =>
	[model, operation, { resolution: undefined, size: undefined, ...parameters }]
		.map((part) => (typeof part === 'string' ? part : (part.resolution ?? part.size ?? '')))
		.join(' ');

/**
 * Milliseconds until the same call may be sent again; undefined where it must not, or not any more.
 * @param attempt how many calls came before
 * @param random in [0, 1): several n8n workers must not come back together
 */
function pauseAfter(reply: NoTask, attempt: number, random: number): number | undefined {
	if (attempt >= mostRetries(reply)) return undefined;
	const backoff = Math.min(BACKOFF_MS.first * 2 ** attempt, BACKOFF_MS.most) * (0.5 + random);
	const quotaRefills = reply.code === 'Throttling.AllocationQuota' ? QUOTA_REFILL_MS : 0;
	const told = Math.max((reply.retryAfterSeconds ?? 0) * 1000, quotaRefills);
	return Math.max(told * (1 + TOLD_JITTER * random), backoff);
}

function mostRetries(reply: NoTask): number {
	if (reply.kind === 'unclear') return FAULTS[reply.fault ?? 'lost'].retries;
	const { code, httpStatus, message } = reply;
	if (!isRetryable(code, httpStatus, message)) return 0;
	return httpStatus === 429 || code?.startsWith('Throttling') ? Infinity : MOST_RETRIES.refused;
}

/** A reply which proves that no task exists. */
type NoTask = Exclude<Reply<TaskResponse>, { kind: 'ok' }>;

const factsOfReply = (reply: NoTask) => ({
	code: reply.code ?? null,
	requestId: reply.requestId ?? null,
	httpStatus: reply.httpStatus ?? null,
});

function notCreated(reply: NoTask, { item }: Placed<unknown>): Failure {
	const facts = factsOfReply(reply);
	const words = explain(reply.code, reply.message);
	if (reply.kind === 'unclear') {
		return new Failure(
			'unreachable',
			`Alibaba Cloud could not be reached for item ${item}: ${nameOf(reply)}`,
			['No task was created.', FAULTS[reply.fault ?? 'lost'].advice].filter(Boolean).join(' '),
			{ ...facts, retryable: true },
		);
	}
	return new Failure(
		reply.httpStatus === 401 ? 'credential' : 'refused',
		`The provider turned item ${item} down (${nameOf(reply)})`,
		['No task was created and nothing is billed.', words].filter(Boolean).join(' '),
		{ ...facts, retryable: isRetryable(reply.code, reply.httpStatus, reply.message) },
		reply.retryAfterSeconds === undefined ? undefined : reply.retryAfterSeconds * 1000,
	);
}
