import type { Reply } from '../../dashscope/client';
import { isModelUnknown, isRetryable } from '../../dashscope/errors';
import { adviceAndWords, explain, nameOf, rejectionOf } from '../../dashscope/explain';
import { FAULTS } from '../../dashscope/connectionFaults';
import { otherSpelling } from '../../dashscope/models';
import { rememberSpelling } from '../../dashscope/modelSpelling';
import { parseTaskId } from '../../dashscope/taskId';
import type { CreateTaskBody, TaskResponse } from '../../dashscope/wire';
import { Failure } from '../../failure/failure';
import { itemName, withNotes } from '../../text/itemName';
import { quoted } from '../../failure/quoted';
import type { AnyMode, Placed } from '../../modes/mode';
import { dateOffset, whileWatching } from '../../timing/clock';
import { LostCreate } from './lostCreate';
import { stoppedFailure } from '../../failure/stopped';
import { windowInWords } from './recoverLostTask';
import type { Run } from '../run';
import { noteStatus, noteTask, type Task } from '../task';

/** How long to wait, after a Stop, for the task ID of a create request in flight. */
const RESPONSE_GRACE_MS = 400;

/** Back-off between create requests that were not accepted. */
const BACKOFF_MS = { first: 1_000, most: 30_000 };

/** Random share added to a pause that Alibaba Cloud asked for. */
const RETRY_AFTER_JITTER = 0.1;

/**
 * Throttled requests are retried until the deadline; requests without a connection as often as `FAULTS` says. An
 * input file that could not be downloaded may be available the next time (ALI-ERR).
 */
const MOST_RETRIES = { refused: 2 };

/** A per-minute quota renews after a minute (ALI-ERR). */
const QUOTA_REFILL_MS = 60_000;

/**
 * Creates the task of an item with exactly one accepted create request. The request is retried only after a response
 * that proves that no task exists: 429, a temporary rejection, no connection, or a model name that the host does not
 * know. Requests are paced by the model's rate limit.
 *
 * @param deadline epoch milliseconds until which requests that were not accepted are retried
 * @param placeFor places the files again for the other model name: temporary storage binds them to one
 * @returns the task, or why it is not known whether one exists
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
		if (signal.aborted) throw stoppedFailure('before the task was created');
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
			throw notCreated(reply).with({ operation: mode.operation, model: request.model });
		}
		await clock.sleep(pause, signal);
	}
}

/**
 * Sends the create request. A Stop does not abort it at once, since that would lose the ID of a paid task.
 * @returns the task, a response that proves that there is none, or a request of which neither is known
 * @throws Failure `stopped`
 */
async function send(mode: AnyMode, request: Placed<unknown>, run: Run): Promise<Task | NoTask | LostCreate> {
	const { client, clock, stop, account } = run;
	const { item, model, piece } = request;
	const { operation } = mode;
	const body = mode.body(request);
	const call = account.open(mode.family, clock);
	const reply = await whileWatching(stop, async (aborted) => {
		const givenUp = aborted.then(async () => await clock.sleep(RESPONSE_GRACE_MS)).then(() => undefined);
		const created = client.createTask(body);
		const first = await Promise.race([created, givenUp]);
		if (first === undefined) void created.then((late) => logLate(late, request, run));
		return first;
	});
	call.endedAt = clock.now();
	const facts = { operation, model };
	if (reply === undefined) {
		throw stoppedFailure(
			'while a task was being created',
			`It is not known whether the task was created: check with the resource Task, operation Get Many, ${windowInWords(model, call, dateOffset(clock))}.`,
		).with(facts);
	}
	if (reply.kind !== 'ok') {
		if (reply.kind === 'unclear' && reply.mayHaveArrived) {
			const message = `It is not known whether a task was created: the create request got ${nameOf(reply)}`;
			const known = { ...facts, ...factsOfReply(reply) };
			return new LostCreate(call, message, explain(reply.code, reply.message), known, dateOffset(clock));
		}
		account.settle(call, undefined);
		return reply;
	}
	const response = reply.body;
	const taskId = parseTaskId(response.output?.task_id ?? '');
	if (taskId === undefined || account.owns(taskId)) {
		// A gateway may deliver a response twice: the ID of another task says nothing about this request.
		const id = response.output?.task_id;
		const given =
			taskId !== undefined
				? 'the ID of another task'
				: id === undefined
					? 'no task ID'
					: 'an invalid task ID';
		const returned = id === undefined ? undefined : `The returned ID is ${quoted(id)}.`;
		const known = { ...facts, requestId: response.request_id ?? null, httpStatus: 200 };
		const message = `Alibaba Cloud accepted the request but returned ${given}`;
		return new LostCreate(call, message, returned, known, dateOffset(clock));
	}
	account.settle(call, taskId);
	const task: Task = {
		...{ taskId, item, ...(piece && { piece }), operation, model, kind: kindOf(operation, body) },
		submittedAt: call.endedAt,
		status: null,
		response,
	};
	noteTask(run, task, 'created');
	noteStatus(run, task, response.output?.task_status ?? 'PENDING');
	return task;
}

/** The run has ended by then: only n8n's log can still record the ID of a task that may be billed. */
function logLate(reply: Reply<TaskResponse>, { item, model }: Placed<unknown>, { context }: Run): void {
	const id = reply.kind === 'ok' ? parseTaskId(reply.body.output?.task_id ?? '') : undefined;
	if (id === undefined) return;
	context.logger.warn(
		`Task ${withNotes(id, itemName(item, context.getInputData().length), model)} was created after the run was canceled. It keeps running at Alibaba Cloud and is billed if it succeeds.`,
	);
}

/** Tasks of one model, function and resolution take about the same time. */
export const kindOf = (operation: string, { model, parameters = {} }: CreateTaskBody): string =>
	[model, operation, { resolution: undefined, size: undefined, ...parameters }]
		.map((part) => (typeof part === 'string' ? part : (part.resolution ?? part.size ?? '')))
		.join(' ');

/**
 * Milliseconds until the same request may be retried; undefined if it must not be.
 * @param attempt number of earlier requests
 * @param random in [0, 1): several n8n workers must not retry at the same moment
 */
function pauseAfter(reply: NoTask, attempt: number, random: number): number | undefined {
	if (attempt >= mostRetries(reply)) return undefined;
	const backoff = Math.min(BACKOFF_MS.first * 2 ** attempt, BACKOFF_MS.most) * (0.5 + random);
	const quotaRefills = reply.code === 'Throttling.AllocationQuota' ? QUOTA_REFILL_MS : 0;
	const wanted = Math.max((reply.retryAfterSeconds ?? 0) * 1000, quotaRefills);
	return Math.max(wanted * (1 + RETRY_AFTER_JITTER * random), backoff);
}

function mostRetries(reply: NoTask): number {
	if (reply.kind === 'unclear') return FAULTS[reply.fault ?? 'lost'].retries;
	const { code, httpStatus, message } = reply;
	if (!isRetryable(code, httpStatus, message)) return 0;
	return httpStatus === 429 || code?.startsWith('Throttling') ? Infinity : MOST_RETRIES.refused;
}

/** A reply that proves that no task exists. */
type NoTask = Exclude<Reply<TaskResponse>, { kind: 'ok' }>;

const factsOfReply = (reply: NoTask) => ({
	code: reply.code ?? null,
	requestId: reply.requestId ?? null,
	httpStatus: reply.httpStatus ?? null,
});

function notCreated(reply: NoTask): Failure {
	const facts = factsOfReply(reply);
	if (reply.kind === 'unclear') {
		return new Failure(
			'unreachable',
			`Alibaba Cloud could not be reached: ${nameOf(reply)}`,
			['No task was created.', FAULTS[reply.fault ?? 'lost'].advice].filter(Boolean).join(' '),
			{ ...facts, retryable: true },
		);
	}
	return new Failure(
		reply.httpStatus === 401 ? 'credential' : 'refused',
		rejectionOf('the request', reply),
		['No task was created, and nothing is billed.', adviceAndWords(reply.code, reply.message)]
			.filter(Boolean)
			.join(' '),
		{ ...facts, retryable: isRetryable(reply.code, reply.httpStatus, reply.message) },
		reply.retryAfterSeconds === undefined ? undefined : reply.retryAfterSeconds * 1000,
	);
}
