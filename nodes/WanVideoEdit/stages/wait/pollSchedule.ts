import type { Pace } from '../../form/waiting';

/** How many durations a schedule uses. */
export const REMEMBERED = 8;

/** When to poll a task next. */
export interface NextPoll {
	/** Milliseconds until the poll. */
	readonly pauseMs: number;
	/** How many milliseconds earlier it may happen and still count. */
	readonly slackMs: number;
}

/** `bench/polling` compares these figures with the schedules of other clients. */
interface Tempo {
	/** Seconds between polls when the expected remaining time equals the median duration of such tasks. */
	readonly stride: number;
	/**
	 * Maximum seconds between polls once the task may end: slightly less than the clients that this pace must
	 * beat, which poll every 15 s, 5 s and 2 s.
	 */
	readonly longestGap: number;
	/** Seconds until regular polls begin if no durations are known. */
	readonly blindUntil: number;
}

const TEMPOS: Readonly<Record<Pace, Tempo>> = {
	economy: { stride: 16, longestGap: 14.9, blindUntil: 24 },
	balanced: { stride: 6, longestGap: 4.95, blindUntil: 13 },
	fast: { stride: 2, longestGap: 1.98, blindUntil: 8 },
};

/** In seconds. */
interface PlannedPoll {
	/** After the task was created. */
	readonly at: number;
	/** Until the next poll. */
	readonly gap: number;
}

/** Tasks with inputs that Alibaba Cloud rejects end within 2 to 3 s, and nobody should wait long for that. */
const FIRST_POLL: PlannedPoll = { at: 3, gap: 3 };
/** The first poll is skipped if another follows within this many seconds. */
const SOON = 25;

/**
 * Minimum seconds between polls: status queries are limited to 20 per second for all tasks of an account
 * (ALI-TASK).
 */
const SHORTEST_GAP = 0.8;
/**
 * Maximum seconds between polls of a task that takes longer than any before it: Alibaba Cloud's
 * recommendation (ALI-27).
 */
const LONGEST_GAP = 15;
/** The same while the task is not expected to end yet: it may fail, or Alibaba Cloud may have become faster. */
const LONGEST_SILENCE = 60;

/**
 * Share of the gap by which a poll is shifted at random, so that many tasks are not polled at the same
 * moment.
 */
const JITTER = 0.05;
/**
 * Share of the gap by which a poll may come early. Together with the jitter, it must stay below one half: a
 * poll counts as the next one from there.
 */
const SLACK = 0.4;

/**
 * Share of the expected remaining time during which the gap is not recomputed, although it would change by
 * up to a twentieth: so polls far ahead are found in a few steps.
 */
const GAP_KEPT = 0.1;

/** Seconds for which Alibaba Cloud keeps a task. */
const DAY = 24 * 3600;

/**
 * Minimum relative distance of the shortest and the longest duration from the median, for a single known
 * task.
 */
const LEAST_SPREAD = 0.4;
/** Fewer durations are treated as this many: one or two would say too little. */
const LEAST_COUNT = 3;

/**
 * When to poll a task next. The schedule of a task depends only on how long earlier ones took. The next poll
 * is the first one more than half a gap ahead, so that a poll that came early, or a slow response, does not
 * cause a second one.
 *
 * @param durations seconds from start to end of earlier tasks of the same kind, newest last, possibly
 *   none; the latest `REMEMBERED` count
 * @param elapsedMs since the task was started, or created if that is not known
 * @param random in [0, 1)
 */
export function nextPoll(
	pace: Pace,
	durations: readonly number[],
	elapsedMs: number,
	random: number,
): NextPoll {
	const elapsed = Math.min(Math.max(elapsedMs / 1000, 0) || 0, DAY);
	const { at, gap } = pollAfter(elapsed, planOf(TEMPOS[pace], durations));
	const pause = at - elapsed + gap * JITTER * (2 * random - 1);
	return { pauseMs: Math.max(pause, SHORTEST_GAP) * 1000, slackMs: gap * SLACK * 1000 };
}

/**
 * Share of the shortest time that a task may run, after which one is polled that was in the queue: even if it started
 * at once, it is still running then, and the response tells when it started.
 */
const SHARE_IN_QUEUE = 0.6;

/** Maximum seconds between polls of a task in the queue: a few requests more are the price of seeing it start. */
const LONGEST_IN_QUEUE = 120;

/** Share of the documented minimum that is taken as the shortest time if no durations are known. */
const SHARE_OF_DOCUMENTED = 0.4;

/**
 * When to poll a task next that waits in Alibaba Cloud's queue: other tasks of the account have its places.
 *
 * @param durations see `nextPoll`
 * @param documented seconds that such a task takes at least, as Alibaba Cloud documents it; undefined if unknown
 */
export function nextPollInQueue(
	pace: Pace,
	durations: readonly number[],
	documented: number | undefined,
	random: number,
): NextPoll {
	const { longestGap } = TEMPOS[pace];
	const known = durations.length > 0 ? Math.min(...durations) : (documented ?? 0) * SHARE_OF_DOCUMENTED;
	const gap = Math.min(Math.max(known * SHARE_IN_QUEUE, longestGap), LONGEST_IN_QUEUE);
	return { pauseMs: gap * (1 + JITTER * (2 * random - 1)) * 1000, slackMs: gap * SLACK * 1000 };
}

/** The schedule of a task: a few `early` polls, then an endless series from `start`. */
interface Plan {
	early(): readonly PlannedPoll[];
	readonly start: number;
	gapAt(seconds: number): number;
	/** For how many seconds that gap stays the same. */
	keptAt(seconds: number): number;
}

function planOf({ stride, longestGap, blindUntil }: Tempo, durations: readonly number[]): Plan {
	const known = durations.filter((seconds) => seconds > 0 && seconds <= DAY).slice(-REMEMBERED);
	if (known.length === 0) {
		const early = [FIRST_POLL];
		return { early: () => early, start: blindUntil, gapAt: () => longestGap, keptAt: () => Infinity };
	}
	const { shortest, median, longest, waitAt } = expectation(known);
	const gapAt = (seconds: number): number => {
		const most = seconds < shortest ? LONGEST_SILENCE : seconds <= longest ? longestGap : LONGEST_GAP;
		return Math.min(Math.max(stride * Math.sqrt(waitAt(seconds) / median), SHORTEST_GAP), most);
	};
	const early = () => {
		const polls = pollsBefore(shortest, gapAt);
		return (polls[0]?.at ?? shortest) > SOON ? [FIRST_POLL, ...polls] : polls;
	};
	return { early, start: shortest, gapAt, keptAt: (seconds) => waitAt(seconds) * GAP_KEPT };
}

/** The polls before `end`, computed backward from it. */
function pollsBefore(end: number, gapAt: Plan['gapAt']): PlannedPoll[] {
	const polls: PlannedPoll[] = [];
	for (let at = end; ;) {
		const gap = gapAt(at);
		at -= gap;
		if (at < FIRST_POLL.at + gap / 2) return polls.reverse();
		polls.push({ at, gap });
	}
}

function pollAfter(elapsed: number, { early, start, gapAt, keptAt }: Plan): PlannedPoll {
	if (elapsed < start) {
		const next = early().find(({ at, gap }) => at > elapsed + gap / 2);
		if (next) return next;
	}
	for (let at = start; ;) {
		const gap = gapAt(at);
		const polls = Math.max(Math.floor(keptAt(at) / gap), 1);
		const passed = Math.max(Math.floor((elapsed - at) / gap + 0.5) + 1, 0);
		if (passed < polls) return { at: at + passed * gap, gap };
		at += polls * gap;
	}
}

interface Expectation {
	/** Seconds. Differs from the median even if all durations are equal. */
	readonly shortest: number;
	readonly median: number;
	readonly longest: number;
	/**
	 * Expected remaining seconds of a task that has run for this long, assuming that its end stays as likely
	 * as it is then. The gaps follow the square root of it, which is optimal for delay and number of polls
	 * together: J. B. Keller, "Optimum Checking Schedules for Systems Subject to Random Failure", Management
	 * Science 21 (1974).
	 */
	waitAt(seconds: number): number;
}

/**
 * What `n` durations say about the next one. It is assumed to be uniformly distributed between the shortest
 * and the median, and between the median and the longest. With a probability of `1 / (n + 1)` it is below
 * the shortest, with the same probability above the longest; the further away, the less likely.
 */
function expectation(durations: readonly number[]): Expectation {
	const sorted = [...durations].sort((one, other) => one - other);
	const middle = sorted.slice((sorted.length - 1) >> 1, (sorted.length >> 1) + 1);
	const median = middle.reduce((sum, seconds) => sum + seconds, 0) / middle.length;
	// A few durations that happen to be equal prove little.
	const least = (LEAST_SPREAD * median) / sorted.length;
	const before = Math.max(median - Math.min(...sorted), least);
	const after = Math.max(Math.max(...sorted) - median, least);
	const [shortest, longest] = [median - before, median + after];
	const n = Math.max(sorted.length, LEAST_COUNT);

	const waitAt = (seconds: number): number => {
		if (seconds < shortest) {
			const far = 1 + (shortest - seconds) / (2 * before);
			return (((n + 1) * far ** n - far) * 2 * before) / (n - 1);
		}
		if (seconds <= median) return (2 * before * n) / (n - 1) - (seconds - shortest);
		if (seconds <= longest) return longest - seconds + (2 * after) / (n - 1);
		return (2 * after + seconds - longest) / (n - 1);
	};
	return { shortest, median, longest, waitAt };
}
