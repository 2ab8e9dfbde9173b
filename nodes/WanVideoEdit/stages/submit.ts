import type { Reply } from '../dashscope/client';
import { isModelUnknown, isRetryable } from '../dashscope/errors';
import { explain, nameOf } from '../dashscope/explain';
import { otherSpelling } from '../dashscope/models';
import { rememberSpelling } from '../dashscope/spelling';
import { parseTaskId } from '../dashscope/taskId';
import type { TaskAnswer } from '../dashscope/wire';
import { Failure } from '../failure/failure';
import type { AnyMode, Placed } from '../modes/mode';
import { whileWatching } from '../n8n/clock';
import type { Run, Task } from './run';
import { stoppedFailure } from '../failure/stopped';

/** How long a create call that is under way when the run is stopped may still bring its task ID. */
const ANSWER_GRACE_MS = 500;

/** Waits between create calls that the provider throttled: none of them was accepted. */
const BACKOFF_MS = { first: 1_000, most: 30_000 };

/** A quota per minute frees up after a minute (ALI-ERR). */
const QUOTA_REFILL_MS = 60_000;

/**
 * Creates the task of an item: one accepted create call, never a second one. Only an answer that proves that
 * no task exists (429, or a model name that the host does not know) is followed by another call.
 *
 * @param deadline epoch milliseconds until which throttled calls are repeated
 * @param placeFor places the files anew for the other model name: temporary storage binds them to one
 * @throws Failure `refused`, `unreachable` or `credential` where no task exists; `uncertain` where one may
 */
export async function submit(
	mode: AnyMode,
	placed: Placed<unknown>,
	deadline: number,
	run: Run,
	placeFor: (model: string) => Promise<Placed<unknown>> = async (model) => ({ ...placed, model }),
): Promise<Task> {
	const { client, clock, signal } = run;
	let request = placed;

	for (let attempt = 0; ; attempt++) {
		if (signal.aborted) throw stoppedFailure(`before item ${request.item} was submitted`);
		const startedAt = clock.now();
		const reply = await createUnlessStopped(mode, request, run);
		if (reply.kind === 'ok') {
			const task = acceptedTask(mode, request, reply.body, run);
			run.created.push(task);
			rememberSpelling(client.baseUrl, placed.model, request.model);
			return task;
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
			throw notCreated(reply, request, startedAt).with({ operation: mode.operation, model: request.model });
		}
		await clock.sleep(pause, signal);
	}
}

/** Sends the create call past the Stop button, which would cut the answer off and lose the ID of a paid task. */
async function createUnlessStopped(
	mode: AnyMode,
	request: Placed<unknown>,
	{ client, clock, signal }: Run,
): Promise<Reply<TaskAnswer>> {
	return await whileWatching(signal, async (aborted) => {
		const givenUp = aborted.then(async () => await clock.sleep(ANSWER_GRACE_MS)).then(() => undefined);
		const reply = await Promise.race([client.createTask(mode.body(request)), givenUp]);
		if (reply !== undefined) return reply;
		throw stoppedFailure(
			`while item ${request.item} was being submitted`,
			`Whether its task was created is not known. ${howToLook(request.model, clock.now())}`,
		).with({ operation: mode.operation, model: request.model });
	});
}

function acceptedTask(mode: AnyMode, request: Placed<unknown>, answer: TaskAnswer, { clock }: Run): Task {
	const { model } = request;
	const taskId = parseTaskId(answer.output?.task_id ?? '');
	if (taskId === undefined) {
		throw new Failure(
			'uncertain',
			`The provider accepted item ${request.item} but gave no task ID`,
			howToLook(model, clock.now()),
			{ operation: mode.operation, model, requestId: answer.request_id ?? null, httpStatus: 200 },
		);
	}
	return {
		taskId,
		item: request.item,
		operation: mode.operation,
		model,
		submittedAt: clock.now(),
		status: answer.output?.task_status ?? 'PENDING',
		answer,
	};
}

/** Milliseconds until the same call may be sent again; undefined where it must not. */
function pauseAfter(
	reply: Exclude<Reply<TaskAnswer>, { kind: 'ok' }>,
	attempt: number,
	random: number,
): number | undefined {
	const isThrottled =
		reply.kind === 'refused' &&
		(reply.httpStatus === 429 || reply.code?.startsWith('Throttling')) &&
		isRetryable(reply.code, reply.httpStatus, reply.message);
	if (!isThrottled) return undefined;
	const backoff = Math.min(BACKOFF_MS.first * 2 ** attempt, BACKOFF_MS.most);
	const quotaRefills = reply.code === 'Throttling.AllocationQuota' ? QUOTA_REFILL_MS : 0;
	return Math.max((reply.retryAfterSeconds ?? 0) * 1000, quotaRefills, backoff * (0.5 + random));
}

function notCreated(
	reply: Exclude<Reply<TaskAnswer>, { kind: 'ok' }>,
	{ item, model }: Placed<unknown>,
	startedAt: number,
): Failure {
	const facts = {
		code: reply.code ?? null,
		requestId: reply.requestId ?? null,
		httpStatus: reply.httpStatus ?? null,
	};
	const words = explain(reply.code, reply.message);
	if (reply.kind === 'unclear' && reply.mayHaveArrived) {
		return new Failure(
			'uncertain',
			`It is not known whether the task of item ${item} was created: the create call brought ${nameOf(reply)}`,
			[howToLook(model, startedAt), words].filter(Boolean).join(' '),
			facts,
		);
	}
	if (reply.kind === 'unclear') {
		return new Failure(
			'unreachable',
			`The provider could not be reached for item ${item}: ${nameOf(reply)}`,
			'No task was created. Check region and base URL in the credential, and the network of this n8n instance.',
			{ ...facts, retryable: true },
		);
	}
	return new Failure(
		reply.httpStatus === 401 ? 'credential' : 'refused',
		`The provider turned item ${item} down (${nameOf(reply)})`,
		['No task was created and nothing is billed.', words].filter(Boolean).join(' '),
		{ ...facts, retryable: isRetryable(reply.code, reply.httpStatus, reply.message) },
	);
}

/** The create call is not repeated, since that could pay twice: the person looks first. */
const howToLook = (model: string, around: number): string =>
	`The call is not repeated, since that could create a second paid task. Look with the resource Task, operation Get Many, for a task of the model ${model} created around ${new Date(around).toISOString()}. If there is none, run the item again.`;
