import { DEFAULT_TIMEOUT_MINUTES, type Pace } from '../../nodes/WanVideoEdit/form/waiting';
import { nextPoll, REMEMBERED } from '../../nodes/WanVideoEdit/stages/wait/pollSchedule';
import type { Draw } from './random';
import type { Watched } from './watch';

export const PACES = ['economy', 'balanced', 'fast'] as const satisfies readonly Pace[];

const TIMEOUT = DEFAULT_TIMEOUT_MINUTES * 60;

/** When this node polls a task. @param earlier known durations of its kind, in seconds */
export function* ourPolls(pace: Pace, earlier: readonly number[], draw: Draw): Generator<number> {
	for (let at = 0; at < TIMEOUT;) {
		at = Math.min(at + nextPoll(pace, earlier, at * 1000, draw()).pauseMs / 1000, TIMEOUT);
		yield at;
	}
}

interface Running {
	readonly taskSeconds: number;
	readonly startedAt: number;
	readonly deadline: number;
	nextPollAt: number;
	polls: number;
}

/**
 * A batch that starts without known durations. Every slot is reused as soon as the end of its task has been
 * seen, and every poll uses the durations known by then.
 *
 * @param tasks duration of each, in seconds
 * @param places concurrency limit
 */
export function watchBatch(pace: Pace, tasks: readonly number[], places: number, draw: Draw): Watched[] {
	const waiting = [...tasks];
	const running: Running[] = [];
	const seen: number[] = [];
	const watched: Watched[] = [];

	const plan = (one: Running, now: number): void => {
		const { pauseMs } = nextPoll(pace, seen, (now - one.startedAt) * 1000, draw());
		one.nextPollAt = Math.min(now + pauseMs / 1000, one.deadline);
	};
	const start = (now: number): void => {
		const taskSeconds = waiting.shift();
		if (taskSeconds === undefined) return;
		const one = { taskSeconds, startedAt: now, deadline: now + TIMEOUT, nextPollAt: now, polls: 0 };
		plan(one, now);
		running.push(one);
	};

	for (let place = 0; place < places; place++) start(0);
	for (;;) {
		const [next] = running.sort((one, other) => one.nextPollAt - other.nextPollAt);
		if (!next) return watched;
		const now = next.nextPollAt;
		next.polls++;
		const ranFor = now - next.startedAt;
		const isOver = ranFor >= next.taskSeconds;
		if (!isOver && now < next.deadline) {
			plan(next, now);
			continue;
		}
		running.shift();
		watched.push({ lag: isOver ? ranFor - next.taskSeconds : undefined, polls: next.polls });
		if (isOver) seen.splice(0, seen.length, ...[...seen, next.taskSeconds].slice(-REMEMBERED));
		start(now);
	}
}
