import fc from 'fast-check';
import { brokenPromises } from './broken';
import { EVENTS, eventsIn } from './course';
import { prepareFilm } from './film';
import { keep, kept } from './kept';
import { play } from './play';
import { crowds, schedules, type Schedule } from './schedule';
import { NeverEnds } from '../support/virtualTime';

/**
 * The default run is always the same. `SCHEDULES=20000` plays that many others; `SEED` and `SHRINK_PATH` of
 * a report play its schedule again. Schedules that break a promise are written to `seeds.json`, shrunk as
 * far as possible.
 */
const { SCHEDULES, SEED, SHRINK_PATH } = process.env;
const numRuns = Number(SCHEDULES ?? 500);
const seed = SEED ?? (SCHEDULES === undefined ? 4 : undefined);

class BrokenPromises extends Error {
	constructor(readonly sentences: readonly string[]) {
		super(sentences.join('\n'));
	}
}

/** The events of all plays in this process. */
const events = new Set<string>();

/** @throws BrokenPromises */
async function keepsItsPromises(schedule: Schedule): Promise<void> {
	const broken = await play(schedule).then(
		(played) => {
			for (const event of eventsIn(played)) events.add(event);
			return brokenPromises(played);
		},
		(cause: unknown) => {
			if (cause instanceof NeverEnds) return [`endsInTime: ${cause.message}`];
			throw cause;
		},
	);
	if (broken.length > 0) throw new BrokenPromises(broken);
}

/** Plays many schedules. Those that break a promise are stored. */
async function playMany(of: fc.Arbitrary<Schedule>, parameters: fc.Parameters<[Schedule]>): Promise<void> {
	const result = await fc.check(fc.asyncProperty(of, keepsItsPromises), parameters);
	if (!result.failed) return;
	const [schedule] = result.counterexample ?? [];
	const { errorInstance } = result;
	if (schedule && errorInstance instanceof BrokenPromises) keep(schedule, errorInstance.sentences);
	throw new Error(`${await fc.asyncDefaultReportMessage(result)}\n\n${String(errorInstance)}`);
}

beforeAll(prepareFilm);

it.each(kept().map((one, index) => ({ index, ...one })))(
	'keeps the promise that it once broke: $broke ($index)',
	async ({ schedule }) => await keepsItsPromises(schedule),
);

it(
	`keeps its promises in ${numRuns} random runs`,
	async () => {
		await playMany(schedules, {
			numRuns,
			...(seed !== undefined && { seed: Number(seed) }),
			...(SHRINK_PATH !== undefined && { path: SHRINK_PATH }),
		});
	},
	60_000 + numRuns * 1_000,
);

it('exercised every promise', () => {
	if (SHRINK_PATH !== undefined) return;
	expect(EVENTS.filter((event) => !events.has(event))).toEqual([]);
});

it(
	'keeps its promises with many tasks in flight, which could exceed the rate limits',
	async () => await playMany(crowds, { numRuns: Math.ceil(numRuns / 50), seed: 4 }),
	60_000 + numRuns * 1_000,
);

it('runs the same schedule in the same way each time', async () => {
	for (const schedule of fc.sample(schedules, { numRuns: 10, seed: 4 })) {
		const course = async () =>
			(await play(schedule)).exchanges.map(({ run, endpoint, sentAt, seed, answer }) => [
				...[run, endpoint, sentAt, seed],
				answer?.at,
			]);
		expect(await course()).toEqual(await course());
	}
});
