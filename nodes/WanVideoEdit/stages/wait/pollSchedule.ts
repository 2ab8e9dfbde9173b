import type { Pace } from '../../form/waiting';

/** How many durations a schedule makes use of. */
export const REMEMBERED = 8;

/** When to ask next for the state of a task. */
export interface NextPoll {
	/** Milliseconds until the look. */
	readonly pauseMs: number;
	/** By how many milliseconds it may come earlier and serve as well. */
	readonly slackMs: number;
}

/** `bench/polling` holds these figures against the schedules of other clients. */
interface Tempo {
	/** Seconds between looks where the wait to be expected is as long as such a task takes in all. */
	readonly stride: number;
	/**
	 * Most seconds between looks from when on the task may end: a little less than the clients wait that this pace
	 * is to beat, which look every 15 s, 5 s and 2 s.
	 */
	readonly longestGap: number;
	/** Seconds until regular looks begin, where nothing is known. */
	readonly blindUntil: number;
}

const TEMPOS: Readonly<Record<Pace, Tempo>> = {
	economy: { stride: 16, longestGap: 14.9, blindUntil: 24 },
	balanced: { stride: 6, longestGap: 4.95, blindUntil: 13 },
	fast: { stride: 2, longestGap: 1.98, blindUntil: 8 },
};

/** In seconds. */
interface Look {
	/** After the submit. */
	readonly at: number;
	/** Until the look that follows. */
	readonly gap: number;
}

/** Inputs that the provider turns down end a task within 2 to 3 s, and no one should wait long for that. */
const FIRST_LOOK: Look = { at: 3, gap: 3 };
/** The first look is spared where another one comes within so many seconds. */
const SOON = 25;

/** Seconds between looks at least: all tasks of an account together may be asked for 20 times a second (ALI-TASK). */
const SHORTEST_GAP = 0.8;
/** Seconds between looks at most, when a task takes longer than any before it: what the provider advises (ALI-27). */
const LONGEST_GAP = 15;
/** The same while it is not expected to end yet: it may fail, or the provider may have become faster. */
const LONGEST_SILENCE = 60;

/** Share of the gap by which a look is moved at random, so that many tasks do not ask in the same moment. */
const JITTER = 0.05;
/** Share of the gap by which a look may come early. With the jitter it stays below a half, from which on it counts. */
const SLACK = 0.4;

/**
 * Share of the wait to be expected over which a gap is kept, though it could be a twentieth shorter or longer then:
 * so a look far ahead is found in a few steps.
 */
const GAP_KEPT = 0.1;

/** Seconds for which the provider knows a task. */
const DAY = 24 * 3600;

/** How far from the median the shortest and the longest duration lie at least, for one remembered task. */
const LEAST_SPREAD = 0.4;
/** Fewer durations are taken for so many: of one or two, nothing could be said. */
const LEAST_COUNT = 3;

/**
 * When to look next at a task. Its looks are planned once and for all by what earlier ones took; the next one is
 * the first that lies more than half a gap ahead, so that one which came early or was answered late is not doubled.
 *
 * @param durations seconds that earlier tasks of the same kind took from submit to end, newest last; the latest
 *   `REMEMBERED` count, and none where nothing is known
 * @param elapsedMs since the submit
 * @param random in [0, 1)
 */
export function nextPoll(
	pace: Pace,
	durations: readonly number[],
	elapsedMs: number,
	random: number,
): NextPoll {
	const elapsed = Math.min(Math.max(elapsedMs / 1000, 0) || 0, DAY);
	const { at, gap } = lookAfter(elapsed, planOf(TEMPOS[pace], durations));
	const pause = at - elapsed + gap * JITTER * (2 * random - 1);
	return { pauseMs: Math.max(pause, SHORTEST_GAP) * 1000, slackMs: gap * SLACK * 1000 };
}

/** All looks at a task: a few `early` ones, and from `start` on without end. */
interface Plan {
	early(): readonly Look[];
	readonly start: number;
	gapAt(seconds: number): number;
	/** For how many seconds that gap is kept. */
	keptAt(seconds: number): number;
}

function planOf({ stride, longestGap, blindUntil }: Tempo, durations: readonly number[]): Plan {
	const known = durations.filter((seconds) => seconds > 0 && seconds <= DAY).slice(-REMEMBERED);
	if (known.length === 0) {
		const early = [FIRST_LOOK];
		return { early: () => early, start: blindUntil, gapAt: () => longestGap, keptAt: () => Infinity };
	}
	const { shortest, median, longest, waitAt } = expectation(known);
	const gapAt = (seconds: number): number => {
		const most = seconds < shortest ? LONGEST_SILENCE : seconds <= longest ? longestGap : LONGEST_GAP;
		return Math.min(Math.max(stride * Math.sqrt(waitAt(seconds) / median), SHORTEST_GAP), most);
	};
	const early = () => {
		const looks = looksBefore(shortest, gapAt);
		return (looks[0]?.at ?? shortest) > SOON ? [FIRST_LOOK, ...looks] : looks;
	};
	return { early, start: shortest, gapAt, keptAt: (seconds) => waitAt(seconds) * GAP_KEPT };
}

/** The looks before `end`, counted back from there. */
function looksBefore(end: number, gapAt: Plan['gapAt']): Look[] {
	const looks: Look[] = [];
	for (let at = end; ;) {
		const gap = gapAt(at);
		at -= gap;
		if (at < FIRST_LOOK.at + gap / 2) return looks.reverse();
		looks.push({ at, gap });
	}
}

function lookAfter(elapsed: number, { early, start, gapAt, keptAt }: Plan): Look {
	if (elapsed < start) {
		const look = early().find(({ at, gap }) => at > elapsed + gap / 2);
		if (look) return look;
	}
	for (let at = start; ;) {
		const gap = gapAt(at);
		const looks = Math.max(Math.floor(keptAt(at) / gap), 1);
		const passed = Math.max(Math.floor((elapsed - at) / gap + 0.5) + 1, 0);
		if (passed < looks) return { at: at + passed * gap, gap };
		at += looks * gap;
	}
}

interface Expectation {
	/** Seconds, somewhat apart even where all durations are the same. */
	readonly shortest: number;
	readonly median: number;
	readonly longest: number;
	/**
	 * Seconds that a task which runs for so many seconds may be expected to go on, if its end stayed as likely as it
	 * is then. The gaps follow its square root, which is best for lag and number of looks together: J. B. Keller,
	 * "Optimum Checking Schedules for Systems Subject to Random Failure", Management Science 21 (1974).
	 */
	waitAt(seconds: number): number;
}

/**
 * What `n` durations say of the next one, if it is as likely to end at one time as at another between the shortest
 * of them and the median, and likewise from there to the longest. It lies below the shortest with a likelihood of
 * `1 / (n + 1)`, and as often beyond the longest; the further away, the less likely.
 */
function expectation(durations: readonly number[]): Expectation {
	const sorted = [...durations].sort((one, other) => one - other);
	const middle = sorted.slice((sorted.length - 1) >> 1, (sorted.length >> 1) + 1);
	const median = middle.reduce((sum, seconds) => sum + seconds, 0) / middle.length;
	// A few durations that happen to be alike promise little.
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
