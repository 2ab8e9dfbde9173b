import type { Reply } from '../../dashscope/client';
import { isRetryable } from '../../dashscope/errors';
import { adviceAndWords, codedNameOf, meaningOf, rejectionOf } from '../../dashscope/explain';
import { hasEnded, hasEndedFree, secondsQueued, secondsTaken, statusOf } from '../../dashscope/tasks';
import type { TaskId } from '../../dashscope/taskId';
import type { TaskResponse } from '../../dashscope/wire';
import { Failure } from '../../failure/failure';
import type { Waiting } from '../../form/waiting';
import type { Run } from '../run';
import { factsOf, noteStatus, type Task } from '../task';
import type { TaskDurations } from './taskDurations';
import type { TaskPoller } from './taskPoller';
import { documentedSeconds, expectedTime } from './expectedTime';
import { nextPoll, nextPollInQueue } from './pollSchedule';
import { stoppedFailure } from '../../failure/stopped';

/** A run that waits for its tasks. */
export interface WaitRun extends Run {
	/** Polls the tasks of all items. */
	readonly poller: TaskPoller;
	/** How long earlier tasks took. */
	readonly durations: TaskDurations;
}

/** A task may not be visible right after it is created: UNKNOWN counts only after this time. */
const VISIBLE_AFTER_MS = 10_000;

/**
 * A gateway may reject one poll, and a status may be unknown for a moment: a response that would end a paid wait
 * without a result is checked once more after this time.
 */
const CONFIRM_MS = 3_000;

/**
 * Polls the task until its status is final or the timeout is reached. Polls without a response, with a server error,
 * 429 or no JSON are retried: polling is free.
 *
 * @returns the task with its last response, SUCCEEDED unless the timeout was reached and the user chose to continue
 * @throws Failure `taskFailed`, `taskCanceled`, `taskUnknown`, `timedOut`, `stopped`, or `refused` if Alibaba Cloud
 *   rejects the status query
 */
export async function wait(task: Task, waiting: Waiting, run: WaitRun): Promise<Task> {
	const { clock, signal } = run;
	const submittedNow = task.resumed ? null : task.submittedAt;
	const startedAt = submittedNow ?? clock.now();
	const deadline = startedAt + waiting.timeoutMs;
	// A task of an earlier run may have finished long ago: poll it at once.
	let nextPauseMs = submittedNow === null ? 0 : undefined;
	let retryAfterMs = 0;
	let lastTrouble: string | undefined;
	let isDoubted = false;
	/** How long it waited in the queue, as far as that is known. */
	let queuedMs = 0;
	/** Whether it was there when it was last polled. */
	let isQueued = false;
	const noteQueue = (status: string | null, queuedSeconds: number | undefined) => {
		isQueued = status === 'PENDING';
		const known = queuedSeconds === undefined ? undefined : queuedSeconds * 1000;
		// A task that was in the queue a moment ago has not started before.
		if (isQueued) queuedMs = clock.now() - (task.submittedAt ?? startedAt);
		else if (known !== undefined) queuedMs = known;
	};
	run.context.sendMessageToUI?.(expectedTime(task, run.durations.of(task.kind)));

	for (;;) {
		const durations = run.durations.of(task.kind);
		const elapsed = clock.now() - (task.submittedAt ?? startedAt) - queuedMs;
		const next = isQueued
			? nextPollInQueue(waiting.pace, durations, documentedSeconds(task.model), clock.random())
			: nextPoll(waiting.pace, durations, elapsed, clock.random());
		const pauseMs = nextPauseMs ?? Math.max(next.pauseMs, retryAfterMs);
		nextPauseMs = undefined;
		retryAfterMs = 0;
		const left = Math.max(deadline - clock.now(), 0);
		const polled = await run.poller.poll(
			task,
			{ ...next, pauseMs: Math.min(pauseMs, left) },
			signal,
			pauseMs >= left,
		);
		if (polled === undefined) throw stopped(task, run);
		// From here on, the item only waits.
		run.started();
		if (polled.kind === 'listed') {
			noteStatus(run, task, polled.status);
			// The list may lag behind: a task that it shows in the queue may have left it.
			if (polled.status !== 'PENDING') noteQueue(polled.status, polled.queuedSeconds);
			isDoubted = false;
			continue;
		}

		const { reply } = polled;
		lastTrouble = note(reply, task, run);
		if (reply.kind === 'ok') noteQueue(task.status, secondsQueued(reply.body));
		const isFinal = reply.kind === 'ok' && isOver(task, clock.now() - startedAt);
		const isOdd =
			(reply.kind === 'refused' && !isTemporary(reply)) ||
			(isFinal && statusOf(task.status ?? '') === 'UNKNOWN');
		isDoubted = isOdd && !isDoubted && clock.now() + CONFIRM_MS < deadline;
		if (isDoubted) {
			nextPauseMs = CONFIRM_MS;
			continue;
		}
		if (isFinal) {
			run.durations.add(task.kind, secondsTaken(reply.body));
			return finished(task);
		}
		if (reply.kind === 'refused' && !isTemporary(reply)) throw cannotAsk(reply, task);
		if (clock.now() >= deadline) {
			if (waiting.continueOnTimeout) return task;
			throw timedOut(task, waiting, lastTrouble);
		}
		if (reply.kind !== 'ok') retryAfterMs = (reply.retryAfterSeconds ?? 0) * 1000;
	}
}

/** Whether a task of an earlier execution ended free of charge: it failed, was canceled, or is no longer known. */
export async function hasEndedWithoutVideo(task: Task, run: Run): Promise<boolean> {
	const { client, clock, signal } = run;
	for (let isConfirmed = false; ; isConfirmed = true) {
		const reply = await client.getTask(task.taskId);
		const status = reply.kind === 'ok' ? statusOf(reply.body.output?.task_status) : undefined;
		if (status !== 'UNKNOWN' && hasEndedFree(status)) return true;
		const age = clock.now() - (task.submittedAt ?? 0);
		if (status !== 'UNKNOWN' || age < VISIBLE_AFTER_MS || isConfirmed || signal.aborted)
			return status === 'UNKNOWN' && age >= VISIBLE_AFTER_MS && isConfirmed;
		await clock.sleep(CONFIRM_MS, signal);
	}
}

/** Records what a reply says about the task. Returns what was wrong with the reply, if anything. */
function note(reply: Reply<TaskResponse>, task: Task, run: Run): string | undefined {
	if (reply.kind !== 'ok') return codedNameOf(reply);
	const status = reply.body.output?.task_status;
	if (status === undefined) return 'a response without a status';
	noteStatus(run, task, statusOf(status) ?? status);
	task.response = reply.body;
	return statusOf(status) === undefined ? `the unknown status "${status}"` : undefined;
}

const isTemporary = (reply: Extract<Reply<unknown>, { kind: 'refused' }>): boolean =>
	isRetryable(reply.code, reply.httpStatus, reply.message);

/** Whether the status of the task is final. */
const isOver = ({ status }: Task, elapsedMs: number): boolean =>
	hasEnded(status ?? undefined) &&
	(statusOf(status ?? undefined) !== 'UNKNOWN' || elapsedMs >= VISIBLE_AFTER_MS);

/**
 * The task, if it ended with a video.
 * @throws Failure `taskFailed`, `taskCanceled` or `taskUnknown`
 */
export function finished(task: Task): Task {
	const { code, message, video_url: videoUrl } = task.response.output ?? {};
	switch (statusOf(task.status ?? undefined)) {
		case 'SUCCEEDED':
			if (videoUrl !== undefined) return task;
			throw new Failure(
				'taskFailed',
				'The task succeeded, but Alibaba Cloud returned no link to the video',
				'Query it again with the resource Task, operation Get, and the task ID.',
				factsOf(task),
			);
		case 'CANCELED':
		case 'CANCELLED':
			throw new Failure(
				'taskCanceled',
				'The task was removed from the queue at Alibaba Cloud before it started',
				'Another person or program removed it. It is not billed: run the item again if you still want the video.',
				factsOf(task),
			);
		case 'UNKNOWN':
			throw unknownTask(task.taskId).with(factsOf(task));
		default:
			throw new Failure(
				'taskFailed',
				meaningOf(code, message) ?? 'Alibaba Cloud could not create the video',
				`${adviceAndWords(code, message) ?? 'Alibaba Cloud gave no reason. Common ones are an input that exceeds a limit of the operation, a link that Alibaba Cloud cannot reach, and content moderation. Run the item again; if it ends the same way, check these three.'} Tasks that do not succeed are not billed.`,
				// Without a reason, nothing proves that the error is temporary: `retryable` could make a workflow loop forever.
				{ ...factsOf(task), code: code ?? null, retryable: isRetryable(code, undefined, message) },
			);
	}
}

export const unknownTask = (taskId: TaskId): Failure =>
	new Failure(
		'taskUnknown',
		'Alibaba Cloud does not know this task',
		'Alibaba Cloud keeps tasks for 24 hours, in the account and region that created them: check the ID and the credential.',
		{ taskId, status: 'UNKNOWN' },
	);

/** A Stop names every task that the run created at the end of its message, see `leftBehind`. */
const stopped = (task: Task, { created }: Run): Failure =>
	stoppedFailure(
		created.includes(task) ? 'while it waited for the video' : `while it waited for task ${task.taskId}`,
	).with(factsOf(task));

function cannotAsk(reply: Extract<Reply<unknown>, { kind: 'refused' }>, task: Task): Failure {
	return new Failure(
		reply.httpStatus === 401 ? 'credential' : 'refused',
		rejectionOf('the status query', reply),
		[
			'The task keeps running. Fetch it later with the resource Task, operation Get.',
			adviceAndWords(reply.code, reply.message),
		]
			.filter(Boolean)
			.join(' '),
		{
			...factsOf(task),
			code: reply.code ?? null,
			httpStatus: reply.httpStatus,
			requestId: reply.requestId ?? null,
		},
	);
}

function timedOut(task: Task, waiting: Waiting, lastTrouble: string | undefined): Failure {
	const minutes = Number((waiting.timeoutMs / 60_000).toFixed(2));
	const trouble = lastTrouble === undefined ? '' : ` The last poll got ${lastTrouble}.`;
	return new Failure(
		'timedOut',
		`The video is not ready after ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}: its task is still ${task.status ?? 'not visible'}`,
		`The task keeps running at Alibaba Cloud and is billed if it succeeds. Fetch the video with the resource Task, operation Get, within 24 hours, or raise 'Timeout (Minutes)'.${trouble}`,
		factsOf(task),
	);
}
