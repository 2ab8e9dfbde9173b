import fc from 'fast-check';
import type { Failure } from '../../../../nodes/WanVideoEdit/failure/failure';
import { BLAMING_WORDS, rejectionOf } from '../../drafts';
import {
	adoptOver,
	answer,
	idOf,
	lost,
	LOST_MESSAGE,
	MODEL,
	NOON,
	pageOf,
	rowOf,
	type Script,
} from '../../standIns';

const FROM = '2026-11-20T11:59:57.000Z';
const UNTIL = '2026-11-20T12:00:11.000Z';
const WINDOW = `Check with the resource Task, operation Get Many, for a task of the model ${MODEL} created between ${FROM} and ${UNTIL}.`;

/** The result of a search that starts at once. */
const failureFor = async (...world: Parameters<typeof adoptOver>) =>
	await rejectionOf(adoptOver(...world).begin().work);

describe('The error is reported, and no task is touched,', () => {
	const expectUncertain = (failure: Failure, finding: string) => {
		expect(failure.kind).toBe('uncertain');
		expect(failure.message).toBe(LOST_MESSAGE);
		expect(failure.description).toBe(
			`The request is not retried, because that could create a second paid task. ${finding} ${WINDOW} If none of the tasks belongs to the item, run it again. Alibaba Cloud says: later.`,
		);
		expect(failure.details).toMatchObject({
			retryable: false,
			operation: 'outpaint',
			model: MODEL,
			httpStatus: 500,
			requestId: 'r-5',
		});
	};

	it('if no task is of that time', async () => {
		const { begin, run, clock } = adoptOver([pageOf([rowOf('old', -60_000)])]);
		expectUncertain(
			await rejectionOf(begin().work),
			"Alibaba Cloud's task list shows no unclaimed task from that time, so most likely none was created.",
		);
		expect(run.created).toEqual([]);
		// The list may lag behind.
		expect(clock.now()).toBeGreaterThanOrEqual(NOON + 90_000);
	});

	it('if two tasks are', async () => {
		const { begin, run, provider } = adoptOver([pageOf([rowOf('y', 700), rowOf('x')])]);
		expectUncertain(
			await rejectionOf(begin().work),
			`Several tasks in the list match the time of the request: ${idOf('y')}, ${idOf('x')}.`,
		);
		expect(run.created).toEqual([]);
		expect(run.account.owns(idOf('x')) || run.account.owns(idOf('y'))).toBe(false);
		// Waiting would not distinguish them.
		expect(provider.requests).toHaveLength(1);
	});

	it('if a second one shows up before the first is adopted', async () => {
		const failure = await failureFor([pageOf([rowOf('x')]), pageOf([rowOf('y', 700), rowOf('x')])]);
		expectUncertain(
			failure,
			`Several tasks in the list match the time of the request: ${idOf('y')}, ${idOf('x')}.`,
		);
	});

	it.each<[string, Script[number], string]>([
		['HTTP 500', answer(500, { code: 'InternalError' }), 'it could not be read (HTTP 500 InternalError)'],
		['HTTP 403', answer(403, { code: 'AccessDenied' }), 'it could not be read (HTTP 403 AccessDenied)'],
		['no answer', lost('ETIMEDOUT'), 'it could not be read (no response (ETIMEDOUT))'],
		['a web page', answer(200, '<html>'), 'it could not be read (a web page instead of JSON)'],
		['no data', answer(200, {}), 'it has no data'],
		['null as data', answer(200, { data: null }), 'it has no data'],
	])('if the list returns %s', async (_, trouble, words) => {
		const { begin, provider } = adoptOver([trouble]);
		expectUncertain(
			await rejectionOf(begin().work),
			`Alibaba Cloud's task list could not be read: ${words}.`,
		);
		expect(provider.requests.length).toBeGreaterThanOrEqual(5);
	});

	it('if the list ends before it reaches that time', async () => {
		const young = Array.from({ length: 50 }, (_, number) => rowOf(`n${number}`, 90_000 - number));
		const { description } = await failureFor([pageOf(young, {}, 40)]);
		expect(description).toContain("Alibaba Cloud's task list could not be read: ");
		expect(description).not.toContain('most likely none');
	});

	it('with the task that was seen, if the list cannot be read again', async () => {
		const { description } = await failureFor([pageOf([rowOf('x')]), answer(500, '')]);
		expect(description).toContain(`Task ${idOf('x')} in the list matches the time of the request`);
		expect(description).toContain('it could not be read (HTTP 500)');
	});

	it.each([
		['there is no prompt', { hasPrompt: false }],
		['nobody waits for its end', { waits: false }],
	])('with the ID of the matching task, if %s', async (_, options) => {
		const { begin, run } = adoptOver([pageOf([rowOf('x')])], options);
		expectUncertain(
			await rejectionOf(begin().work),
			`Task ${idOf('x')} in the list matches the time of the request. Only an item that has a prompt and waits for its video can prove that the task is its own.`,
		);
		expect(run.created).toEqual([]);
		expect(run.account.owns(idOf('x'))).toBe(false);
	});

	it('with both of two, if two requests were lost and one task is there', async () => {
		const world = adoptOver([pageOf([rowOf('x')])]);
		const works = [world.begin(), world.begin()].map(async ({ work }) => await rejectionOf(work));
		for (const failure of await Promise.all(works)) {
			expect(failure.kind).toBe('uncertain');
			expect(failure.description).toContain(
				`Task ${idOf('x')} in the list matches the time of the request, but may belong to another request whose response was lost.`,
			);
		}
		expect(world.run.created).toEqual([]);
	});

	it('if a request that matches too is lost between two reads', async () => {
		const world = adoptOver([pageOf([rowOf('x')])]);
		const { work } = world.begin();
		await world.clock.sleep(2500);
		expect(world.provider.requests).toHaveLength(1);
		world.open(3400, 3450);
		expect((await rejectionOf(work)).description).toContain(
			'may belong to another request whose response was lost',
		);
	});

	it('if a request that was abandoned after a Stop may have created the task as well', async () => {
		const world = adoptOver([pageOf([rowOf('x')])]);
		world.open(200, 700);
		expect((await rejectionOf(world.begin().work)).description).toContain(idOf('x'));
	});

	it('in a calm tone, whatever the list shows', async () => {
		const ends = fc.constantFrom<Script>(
			[pageOf([])],
			[pageOf([rowOf('x'), rowOf('y')])],
			[answer(500, '')],
			[answer(200, {})],
		);
		await fc.assert(
			fc.asyncProperty(ends, async (script) => {
				const { message, description } = await failureFor(script);
				expect(`${message} ${description}`).not.toMatch(BLAMING_WORDS);
			}),
		);
	});
});

describe('Stop', () => {
	const expectStopped = (failure: Failure) => {
		expect(failure.kind).toBe('stopped');
		expect(failure.message).toBe('The run was canceled during the search for a task that may already exist');
		expect(failure.description).toContain(`${LOST_MESSAGE}. `);
		expect(failure.description).toContain(WINDOW);
		expect(failure.details).toMatchObject({ operation: 'outpaint', model: MODEL });
	};

	it('during a pause ends the search at once, and says where to search', async () => {
		const { begin, clock, stop, provider, run } = adoptOver([pageOf([])]);
		const { work } = begin();
		await clock.sleep(3000);
		stop.abort();
		expectStopped(await rejectionOf(work));
		expect(provider.requests).toHaveLength(1);
		expect(run.created).toEqual([]);
	});

	it('during a request ends it too', async () => {
		const world = adoptOver([
			() => {
				world.stop.abort();
				return lost('ERR_CANCELED');
			},
		]);
		expectStopped(await rejectionOf(world.begin().work));
		expect(world.provider.requests).toHaveLength(1);
	});

	it('names the task that was seen by then', async () => {
		const { begin, clock, stop } = adoptOver([pageOf([rowOf('x')])]);
		const { work } = begin();
		await clock.sleep(3000);
		stop.abort();
		const failure = await rejectionOf(work);
		expectStopped(failure);
		expect(failure.description).toContain(idOf('x'));
	});

	it('before the first read sends nothing', async () => {
		const { begin, stop, provider } = adoptOver([pageOf([])]);
		stop.abort();
		expectStopped(await rejectionOf(begin().work));
		expect(provider.requests).toEqual([]);
	});
});
