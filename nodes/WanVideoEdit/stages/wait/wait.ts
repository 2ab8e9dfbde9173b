import type { Reply } from '../../dashscope/client';
import { isRetryable } from '../../dashscope/errors';
import { explain, nameOf } from '../../dashscope/explain';
import { hasEnded, hasEndedFree, secondsTaken, statusOf } from '../../dashscope/tasks';
import type { TaskId } from '../../dashscope/taskId';
import type { TaskResponse } from '../../dashscope/wire';
import { Failure } from '../../failure/failure';
import type { Waiting } from '../../form/waiting';
import type { Run } from '../run';
import { factsOf, noteStatus, type Task } from '../task';
import type { TaskDurations } from './taskDurations';
import type { TaskPoller } from './taskPoller';
import { nextPoll } from './pollSchedule';
import { stoppedFailure } from '../../failure/stopped';

/** A run whose tasks are waited for. */
export interface WaitRun extends Run {
	/** Looks at the tasks of all items. */
	readonly poller: TaskPoller;
	/** How long earlier tasks took. */
	readonly durations: TaskDurations;
}

/** Right after the submit a task may not be visible yet: UNKNOWN is believed after this time only. */
const VISIBLE_AFTER_MS = 10_000;

/**
 * A gateway may say no once, and a state may be unknown for a moment: what would end a paid wait without a
 * result is looked at once more after this time.
 */
const CONFIRM_MS = 3_000;

/**
 * Asks for the task's state until it is final or the time is over. Queries that bring no answer, a server's
 * fault, 429 or no JSON are waited out: asking again is free.
 *
 * @returns the task with its last answer, SUCCEEDED unless the time was over and the person wants to go on
 * @throws Failure `taskFailed`, `taskCanceled`, `taskUnknown`, `timedOut`, `stopped`, or `refused` where the
 *   provider does not let this key ask
 */
export async function wait(task: Task, waiting: Waiting, run: WaitRun): Promise<Task> {
	const { clock, signal } = run;
	const submittedNow = task.resumed ? null : task.submittedAt;
	const startedAt = submittedNow ?? clock.now();
	const deadline = startedAt + waiting.timeoutMs;
	// A task from before may have finished long ago: the first look is at once.
	let nextPauseMs = submittedNow === null ? 0 : undefined;
	let retryAfterMs = 0;
	let lastTrouble: string | undefined;
	let isDoubted = false;

	for (;;) {
		const elapsed = clock.now() - (task.submittedAt ?? startedAt);
		const next = nextPoll(waiting.pace, run.durations.of(task.kind), elapsed, clock.random());
		const pauseMs = nextPauseMs ?? Math.max(next.pauseMs, retryAfterMs);
		nextPauseMs = undefined;
		retryAfterMs = 0;
		const left = Math.max(deadline - clock.now(), 0);
		const look = await run.poller.poll(
			task,
			{ ...next, pauseMs: Math.min(pauseMs, left) },
			signal,
			pauseMs >= left,
		);
		if (look === undefined) throw stopped(task);
		// From here on the item only waits.
		run.started();
		if (look.kind === 'listed') {
			noteStatus(run, task, look.status);
			isDoubted = false;
			continue;
		}

		const { reply } = look;
		lastTrouble = note(reply, task, run);
		const isFinal = reply.kind === 'ok' && isOver(task, clock.now() - startedAt);
		const isOdd =
			(reply.kind === 'refused' && !isPassing(reply)) ||
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
		if (reply.kind === 'refused' && !isPassing(reply)) throw cannotAsk(reply, task);
		if (clock.now() >= deadline) {
			if (waiting.continueOnTimeout) return task;
			throw timedOut(task, waiting, lastTrouble);
		}
		if (reply.kind !== 'ok') retryAfterMs = (reply.retryAfterSeconds ?? 0) * 1000;
	}
}

/** Whether a task of an earlier execution is over and cost nothing: it failed, was canceled, or is forgotten. */
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

/** Notes what a reply says of the task. Returns what was wrong with the reply, where something was. */
function note(reply: Reply<TaskResponse>, task: Task, run: Run): string | undefined {
	if (reply.kind !== 'ok') return nameOf(reply);
	const status = reply.body.output?.task_status;
	if (status === undefined) return 'an answer without a state';
	noteStatus(run, task, statusOf(status) ?? status);
	task.response = reply.body;
	return statusOf(status) === undefined ? `the state "${status}", which is not known` : undefined;
}

const isPassing = (reply: Extract<Reply<unknown>, { kind: 'refused' }>): boolean =>
	isRetryable(reply.code, reply.httpStatus, reply.message);

/** Whether the task will not change any more. */
const isOver = ({ status }: Task, elapsedMs: number): boolean =>
	hasEnded(status ?? undefined) &&
	(statusOf(status ?? undefined) !== 'UNKNOWN' || elapsedMs >= VISIBLE_AFTER_MS);

/**
 * The task, if it ended with a video.
 * @throws Failure `taskFailed`, `taskCanceled` or `taskUnknown`
 */
export function finished(task: Task): Task {
	const { code, message, video_url: videoUrl } = task.response.output ?? {};
	const name = `Task ${task.taskId} of item ${task.item}`;
	switch (statusOf(task.status ?? undefined)) {
		case 'SUCCEEDED':
			if (videoUrl !== undefined) return task;
			throw new Failure(
				'taskFailed',
				`${name} succeeded, but the answer has no link to the video`,
				`Ask again with the resource Task, operation Get, and the ID ${task.taskId}.`,
				factsOf(task),
			);
		case 'CANCELED':
		case 'CANCELLED':
			throw new Failure(
				'taskCanceled',
				`${name} was taken out of the queue at Alibaba Cloud before it began`,
				'Another person or program did that. It is not billed: run the item again if the video is still wanted.',
				factsOf(task),
			);
		case 'UNKNOWN':
			throw unknownTask(task.taskId, task.item).with(factsOf(task));
		default:
			throw new Failure(
				'taskFailed',
				`${name} did not succeed${code === undefined ? '' : ` (${code})`}`,
				`${explain(code, message) ?? 'The provider gave no reason. The usual ones are an input that breaks a limit of the mode, a link that the provider cannot reach, or the content check. A new run can help; if it ends the same way, check these three.'} Tasks that do not succeed are not billed.`,
				// Without a reason nothing proves that it passes: `retryable` would send a workflow round and round.
				{ ...factsOf(task), code: code ?? null, retryable: isRetryable(code, undefined, message) },
			);
	}
}

export const unknownTask = (taskId: TaskId, item: number): Failure =>
	new Failure(
		'taskUnknown',
		`Task ${taskId} of item ${item} is not known to Alibaba Cloud`,
		'Tasks are kept for 24 hours, in the account and the region in which they were created: check the ID and the credential.',
		{ taskId, status: 'UNKNOWN' },
	);

const stopped = (task: Task): Failure =>
	stoppedFailure(`while task ${task.taskId} of item ${task.item} was ${task.status ?? 'not seen yet'}`).with(
		factsOf(task),
	);

function cannotAsk(reply: Extract<Reply<unknown>, { kind: 'refused' }>, task: Task): Failure {
	return new Failure(
		reply.httpStatus === 401 ? 'credential' : 'refused',
		`The provider does not tell the state of task ${task.taskId} of item ${task.item} (${nameOf(reply)})`,
		[
			`The task goes on. Fetch it later with the resource Task, operation Get.`,
			explain(reply.code, reply.message),
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
	const trouble = lastTrouble === undefined ? '' : ` The last query brought ${lastTrouble}.`;
	return new Failure(
		'timedOut',
		`Task ${task.taskId} of item ${task.item} is still ${task.status ?? 'not seen'} after ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`,
		`It goes on at the provider and is billed when it succeeds. Fetch the video with the resource Task, operation Get, within 24 hours, or raise 'Timeout (Minutes)'.${trouble}`,
		factsOf(task),
	);
}
