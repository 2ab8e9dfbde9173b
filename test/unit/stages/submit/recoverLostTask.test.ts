import fc from 'fast-check';
import { Failure } from '../../../../nodes/WanVideoEdit/failure/failure';
import type { Task } from '../../../../nodes/WanVideoEdit/stages/task';
import { rejectionOf } from '../../drafts';
import {
	adoptOver,
	answer,
	idOf,
	lost,
	MODEL,
	NOON,
	pageOf,
	rowOf,
	type Script,
	VirtualClock,
} from '../../standIns';

/** The result of a search that starts at once. */
const endOf = (...world: Parameters<typeof adoptOver>) => adoptOver(...world).begin().work;
const failureFor = async (...world: Parameters<typeof adoptOver>) => await rejectionOf(endOf(...world));

describe('The task of a create request whose response was lost', () => {
	it('is adopted if it is the only one of that time', async () => {
		const { begin, run, provider } = adoptOver([
			pageOf([rowOf('new', 90_000), rowOf('x'), rowOf('old', -90_000)]),
		]);
		const { work, lostCall } = begin();
		const task = await work;
		expect(task).toEqual({
			taskId: idOf('x'),
			item: 3,
			operation: 'outpaint',
			model: MODEL,
			submittedAt: NOON,
			// The timeout starts now.
			resumed: true,
			recovered: true,
			doubt: lostCall,
			status: null,
			response: {},
		});
		expect(run.created).toEqual([task]);
		expect(run.account.owns(idOf('x'))).toBe(true);
		// Until it is proven, another lost request may have created it as well.
		expect(run.account.unsettled(NOON)).toEqual([lostCall.call]);
		expect(new Set(provider.asked)).toEqual(new Set(['list']));
		expect(provider.requests[0]?.query).toEqual({ page_no: 1, page_size: 50 });
	});

	it('is found under the other spelling of its model, and not confused with another one', async () => {
		const rows = [
			{ ...rowOf('x'), model_name: 'wanx2.1-vace-plus' },
			{ ...rowOf('y'), model_name: 'wan2.7-videoedit' },
		];
		expect((await endOf([pageOf(rows)])).taskId).toBe(idOf('x'));
	});

	it('is adopted only after a second read, which would show another one of that time', async () => {
		const { begin, provider } = adoptOver([pageOf([rowOf('x')])]);
		await begin().work;
		expect(provider.asked).toEqual(['list', 'list']);
		expect(provider.gaps[0]).toBeGreaterThanOrEqual(5000);
	});

	it('is confirmed later if the request took long: another one may have been created until its end', async () => {
		const { begin, provider } = adoptOver([pageOf([rowOf('x', 500)])], { ended: 60_000 });
		await begin().work;
		expect(provider.gaps[0]).toBeGreaterThanOrEqual(64_500);
	});

	it.each([1, 10, 30, 60, 85])('is adopted even if the list shows it %d seconds late', async (seconds) => {
		const clock = new VirtualClock();
		const late = () => pageOf(clock.now() < NOON + 1000 + seconds * 1000 ? [] : [rowOf('x')]);
		expect((await endOf([late], { clock })).taskId).toBe(idOf('x'));
	});

	it('is adopted if the list could not be read for a while', async () => {
		const trouble = [answer(500, ''), lost('ECONNRESET'), answer(429, {}), answer(200, {})];
		expect((await endOf([...trouble, pageOf([rowOf('x')])])).taskId).toBe(idOf('x'));
	});

	it.each([
		[-1500, true],
		[-1501, false],
		[2500, true],
		[2501, false],
	])('may have been created %d ms after the request was sent: %p', async (after, fits) => {
		const outcome = await endOf([pageOf([rowOf('x', after)])]).catch((thrown: Failure) => thrown.kind);
		if (fits) expect(outcome).toMatchObject({ taskId: idOf('x') });
		else expect(outcome).toBe('uncertain');
	});

	it.each([-2500, 4000, 9000])(
		'is named and not adopted if another was created %d ms after it: another worker may have sent the same prompt',
		async (after) => {
			const failure = await failureFor([pageOf([rowOf('x', after)])]);
			expect(failure.description).toContain(
				`Task ${idOf('x')} in the list was created shortly before or after`,
			);
		},
	);

	it('is not one that another key of the account has created', async () => {
		const { begin, run } = adoptOver([
			pageOf([
				{ ...rowOf('mine', -3_600_000), api_key_id: '1' },
				{ ...rowOf('x'), api_key_id: '1' },
				{ ...rowOf('y'), api_key_id: '2' },
			]),
		]);
		run.account.settle(run.account.open('vace', run.clock), idOf('mine'));
		expect((await begin().work).taskId).toBe(idOf('x'));
	});

	it('is found on the third page of a busy account, and no page after it is requested', async () => {
		const rows = Array.from({ length: 180 }, (_, number) => rowOf(`n${number}`, (130 - number) * 1000));
		const young = rows.filter(({ gmt_create }) => gmt_create > NOON + 11_000 || gmt_create < NOON - 3000);
		const all = [...young.slice(0, 119), rowOf('x'), ...young.slice(119)];
		const page = (number: number) => pageOf(all.slice((number - 1) * 50, number * 50), {}, 4);
		const { begin, provider } = adoptOver([({ query }) => page(Number(query?.page_no))]);
		expect((await begin().work).taskId).toBe(idOf('x'));
		expect(provider.requests.map(({ query }) => query?.page_no)).toEqual([1, 2, 3, 1, 2, 3]);
	});

	it('is found if the list starts with the oldest: its order is not documented', async () => {
		const old = Array.from({ length: 60 }, (_, number) => rowOf(`old${number}`, (number - 100) * 60_000));
		const all = [...old, rowOf('x')];
		const page = (number: number) => pageOf(all.slice((number - 1) * 50, number * 50), {}, 2);
		expect((await endOf([({ query }) => page(Number(query?.page_no))])).taskId).toBe(idOf('x'));
	});

	it('counts once, even if it moves to the next page while the list is read', async () => {
		const page = (number: unknown) => pageOf([rowOf('x')], {}, number === 1 ? 2 : 1);
		expect((await endOf([({ query }) => page(query?.page_no)])).taskId).toBe(idOf('x'));
	});
});

describe("Alibaba Cloud's clock", () => {
	const at = (ms: number) => ({ date: new Date(ms).toUTCString() });

	it.each([-8 * 3_600_000, -61_500, 0, 45_000, 8 * 3_600_000])(
		'may be %d ms ahead: the header Date shows it',
		async (skew) => {
			const clock = new VirtualClock();
			const rows = [rowOf('x', 500 + skew), rowOf('other', 500 + skew - 900_000)];
			const list = () => pageOf(rows, at(clock.now() + skew));
			expect((await endOf([list], { clock })).taskId).toBe(idOf('x'));
		},
	);

	it('is used for the times in the error', async () => {
		const clock = new VirtualClock();
		const list = () => pageOf([], at(clock.now() + 3_600_000));
		const { description } = await failureFor([list], { clock });
		expect(description).toMatch(
			/created between 2026-11-20T12:59:5[67]\.\d{3}Z and 2026-11-20T13:00:1[01]\.\d{3}Z/,
		);
	});

	it.each(['begin', 'end'])(
		'is not misread if responses take eight seconds, and have their %s',
		async (when) => {
			const clock = new VirtualClock();
			const slow = async () => {
				const begun = clock.now();
				await clock.sleep(8000);
				return pageOf([rowOf('x')], at(when === 'begin' ? begun : clock.now()));
			};
			expect((await endOf([slow], { clock })).taskId).toBe(idOf('x'));
		},
	);

	it.each(['', 'soon', 'Fri, 99 Nov 2026'])('is assumed to equal ours if the header is %p', async (date) => {
		expect((await endOf([pageOf([rowOf('x')], { date })])).taskId).toBe(idOf('x'));
	});
});

describe('A listed task that belongs to something else', () => {
	it('is never adopted', async () => {
		const { begin, run } = adoptOver([pageOf([rowOf('theirs')])]);
		run.account.own(idOf('theirs'), NOON);
		const failure = await rejectionOf(begin().work);
		expect(failure.description).not.toContain(idOf('theirs'));
		expect(run.created).toEqual([]);
	});

	it('does not prevent finding the unclaimed one', async () => {
		const { begin, run } = adoptOver([pageOf([rowOf('theirs', 400), rowOf('x'), rowOf('theirs-too', 600)])]);
		run.account.own(idOf('theirs'), NOON);
		run.account.own(idOf('theirs-too'), NOON);
		expect((await begin().work).taskId).toBe(idOf('x'));
	});

	it('may be identified during the search: the response to a create request in flight is awaited', async () => {
		const world = adoptOver([pageOf([rowOf('x')])]);
		const other = world.open(300);
		const { work } = world.begin();
		await world.clock.sleep(30_000);
		expect(world.run.created).toEqual([]);
		world.run.account.settle(other, idOf('x'));
		expect((await rejectionOf(work)).description).toContain('most likely none was created');
	});

	it('is adopted if that request turns out to have created another one, or none', async () => {
		for (const settled of [idOf('y'), undefined]) {
			const world = adoptOver([pageOf([rowOf('x'), ...(settled === undefined ? [] : [rowOf('y', 600)])])]);
			const other = world.open(300);
			const { work } = world.begin();
			await world.clock.sleep(30_000);
			world.run.account.settle(other, settled);
			expect((await work).taskId).toBe(idOf('x'));
		}
	});

	it('is not waited for if the other request was sent too late to have created it', async () => {
		const world = adoptOver([pageOf([rowOf('x')])]);
		world.open(3501);
		world.open(-60_000, -10_000);
		// Nor a request for another model.
		world.open(100, undefined, 'wan2.7-videoedit');
		expect((await world.begin().work).taskId).toBe(idOf('x'));
	});
});

describe('Rows that cannot be read', () => {
	it.each<[string, unknown]>([
		['no ID', { gmt_create: NOON + 500 }],
		['an ID that is a number', { task_id: 5, gmt_create: NOON + 500 }],
		['an ID that cannot be one', { task_id: '../x', gmt_create: NOON + 500 }],
		['no time', { task_id: 'task-bare' }],
		['null as time', { task_id: 'task-bare', gmt_create: null }],
		['nothing', {}],
		['null for a row', null],
		['a text for a row', 'row'],
	])('are skipped: %s', async (_, bad) => {
		expect((await endOf([pageOf([bad, rowOf('x'), bad])])).taskId).toBe(idOf('x'));
	});

	it('never count as "none": unreadable rows leave it open', async () => {
		const { description } = await failureFor([pageOf([{ task_id: 'task-bare', gmt_create: 'yesterday' }])]);
		expect(description).not.toContain('most likely none');
	});
});

describe('Whatever the list shows, read by read,', () => {
	const rows = fc.array(
		fc.oneof(
			{
				weight: 5,
				arbitrary: fc
					.tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: -9000, max: 19_000 }))
					.map(([name, after]): unknown => rowOf(name, after)),
			},
			{ weight: 1, arbitrary: fc.jsonValue() },
		),
		{ maxLength: 4 },
	);
	const read = fc.oneof(
		{ weight: 4, arbitrary: rows.map((drawn) => pageOf(drawn)) },
		{ weight: 1, arbitrary: fc.constantFrom(answer(500, ''), lost('ECONNRESET'), answer(200, '[]')) },
	);
	const script = fc.array(read, { minLength: 1, maxLength: 12 });

	it('an item gets an unclaimed task of that time, or an error; it never creates one', async () => {
		await fc.assert(
			fc.asyncProperty(script, fc.boolean(), async (looks, waits) => {
				const { begin, provider, run } = adoptOver(looks, { waits });
				run.account.own(idOf('c'), NOON);
				const outcome = await begin().work.catch((thrown: unknown) => thrown as Task | Failure);
				if (outcome instanceof Failure) {
					expect(outcome.kind).toBe('uncertain');
					expect(outcome.details.retryable).toBe(false);
					expect(run.created).toEqual([]);
				} else {
					expect([idOf('a'), idOf('b')]).toContain(outcome.taskId);
					expect(waits).toBe(true);
				}
				expect(new Set(provider.asked)).toEqual(new Set(['list']));
			}),
			{ numRuns: 500 },
		);
	});

	const endsSoon = async (looks: Script) => {
		const { begin, clock, provider } = adoptOver(looks);
		await begin().work.catch(() => undefined);
		expect(clock.now() - NOON).toBeLessThanOrEqual(121_000);
		expect(provider.requests.length).toBeLessThanOrEqual(12);
	};

	it('the search ends within two minutes of a short request, and reads the list at most a dozen times', async () => {
		await fc.assert(fc.asyncProperty(script, endsSoon), { numRuns: 300 });
	});

	it('the search ends, even if each read shows another task', async () => {
		await endsSoon(Array.from({ length: 100 }, (_, number) => pageOf([rowOf('ab'[number % 2]!)])));
	});

	it('the search for a long request takes two minutes plus the duration of the request', async () => {
		const clock = new VirtualClock();
		const late = () => pageOf(clock.now() < NOON + 380_000 ? [] : [rowOf('x', 0)]);
		expect((await endOf([late], { ended: 300_000, clock })).taskId).toBe(idOf('x'));
		expect(clock.now() - NOON).toBeLessThanOrEqual(300_000 + 120_000 + 300_000);
	});
});
