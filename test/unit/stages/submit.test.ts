import fc from 'fast-check';
import type { HttpAnswer } from '../../../nodes/WanVideoEdit/dashscope/http';
import type { CreateTaskBody } from '../../../nodes/WanVideoEdit/dashscope/wire';
import { spellingFor } from '../../../nodes/WanVideoEdit/dashscope/spelling';
import { LostCreate } from '../../../nodes/WanVideoEdit/failure/lostCreate';
import type { Task } from '../../../nodes/WanVideoEdit/stages/run';
import { submit } from '../../../nodes/WanVideoEdit/stages/submit';
import { BLAMING_WORDS, modeNamed, placedOf, form, rejectionOf } from '../drafts';
import { answer, lost, newHost, NOON, runOver, type Script, VirtualClock } from '../standIns';

const ID = '7f0c2c1e-5d0b-4b60-9a53-2a1f3f1f9c01';
const ACCEPTED = answer(200, { request_id: 'r-ok', output: { task_id: ID, task_status: 'PENDING' } });
const THROTTLED = answer(429, { code: 'Throttling.RateQuota', message: 'later', request_id: 'r-429' });
const NO_SUCH_MODEL = answer(400, {
	code: 'InvalidParameter',
	message: 'Model not exist.',
	request_id: 'r-m',
});
const MINUTES = 60_000;

/** Submits an item of Outpaint (VACE), or of another operation, over a scripted provider. */
function submitOver(
	script: Script,
	{
		operation = 'outpaint',
		item = 0,
		minutes = 30,
		...more
	}: Partial<{
		operation: string;
		item: number;
		minutes: number;
		clock: VirtualClock;
		host: string;
	}> = {},
) {
	const world = runOver(script, more);
	const drafted = placedOf(operation, form(operation), item);
	// As the stage before does it.
	const request = { ...drafted, model: spellingFor(world.run.client.baseUrl, drafted.model) };
	const deadline = world.clock.now() + minutes * MINUTES;
	const work = submit(modeNamed(operation), request, deadline, world.run).then(orReject);
	work.catch(() => undefined);
	return { ...world, work };
}

/** A lost call is no error of this stage: the next one looks for its task. */
const orReject = async (sent: Task | LostCreate): Promise<Task> =>
	sent instanceof LostCreate ? await Promise.reject(sent) : sent;

/** The call that a submit gave up on. */
async function lostCallOf(work: Promise<unknown>): Promise<LostCreate> {
	const failure = await rejectionOf(work);
	if (!(failure instanceof LostCreate)) throw failure;
	return failure;
}

const modelsOf = ({ provider }: Pick<ReturnType<typeof submitOver>, 'provider'>): string[] =>
	provider.requests.map(({ json }) => (json as CreateTaskBody).model);

describe('Submitting an item', () => {
	it('creates one task with one call, and keeps its ID', async () => {
		const { work, provider, run, clock } = submitOver([ACCEPTED], { item: 4 });
		const task = await work;
		expect(task).toMatchObject({
			taskId: ID,
			item: 4,
			operation: 'outpaint',
			model: 'wan2.1-vace-plus',
			submittedAt: NOON,
			status: 'PENDING',
		});
		expect(run.created).toEqual([task]);
		expect(provider.requests).toHaveLength(1);
		expect(clock.sleeps).toEqual([]);
	});

	it('takes the state that the answer tells, and PENDING where it tells none', async () => {
		const running = answer(200, { output: { task_id: ID, task_status: 'RUNNING' } });
		expect((await submitOver([running]).work).status).toBe('RUNNING');
		expect((await submitOver([answer(200, { output: { task_id: ID } })]).work).status).toBe('PENDING');
	});
});

describe('A throttled create call', () => {
	it.each([
		['a code', THROTTLED],
		['no JSON', answer(429, '<html>Too Many Requests</html>')],
		['the code that the older pages give with HTTP 400', answer(400, { code: 'Throttling.AllocationQuota' })],
		['a burst', answer(429, { code: 'Throttling.BurstRate' })],
		['another name', answer(429, { code: 'LimitRequests' })],
	])('is repeated when it came with %s', async (_, throttled) => {
		const { work, provider } = submitOver([throttled, throttled, ACCEPTED]);
		expect((await work).taskId).toBe(ID);
		expect(provider.requests).toHaveLength(3);
	});

	it('is repeated with pauses that double, up to half a minute', async () => {
		const { work, provider } = submitOver([...Array<HttpAnswer>(8).fill(THROTTLED), ACCEPTED]);
		await work;
		expect(provider.gaps).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
	});

	it.each([
		// The pace of the model is slower than that backoff.
		[0, 510],
		[0.999, 1499],
	])('is repeated at another moment by chance, with %d after %d ms', async (chance, gap) => {
		const { work, provider } = submitOver([THROTTLED, ACCEPTED], { clock: new VirtualClock(NOON, chance) });
		await work;
		expect(provider.gaps[0]).toBeCloseTo(gap);
	});

	it('is repeated no earlier than the provider asks for', async () => {
		const wait = (seconds: number) => answer(429, { code: 'Throttling' }, { 'retry-after': String(seconds) });
		const { work, provider } = submitOver([wait(20), wait(0), wait(1), ACCEPTED]);
		await work;
		expect(provider.gaps).toEqual([20_000, 2000, 4000]);
	});

	it('is given up when the next call would come after the deadline, without waiting for it', async () => {
		const { work, clock, provider, run } = submitOver([THROTTLED], { minutes: 1, item: 3 });
		const failure = await rejectionOf(work);
		expect(failure.kind).toBe('refused');
		expect(failure.message).toBe('The provider turned item 3 down (HTTP 429 Throttling.RateQuota)');
		expect(failure.description).toBe(
			'No task was created and nothing is billed. Too many requests for this account. Run fewer items at once, or run it again in a minute. The provider says: Throttling.RateQuota: later.',
		);
		expect(failure.details).toMatchObject({
			taskId: null,
			code: 'Throttling.RateQuota',
			requestId: 'r-429',
			httpStatus: 429,
			retryable: true,
			operation: 'outpaint',
			model: 'wan2.1-vace-plus',
		});
		expect(clock.now()).toBeLessThanOrEqual(NOON + MINUTES);
		expect(provider.gaps).toEqual([1000, 2000, 4000, 8000, 16_000]);
		expect(run.created).toEqual([]);
	});

	it('is given up at once when the provider asks for a pause beyond the deadline', async () => {
		const { work, provider } = submitOver([answer(429, { code: 'Throttling' }, { 'retry-after': '61' })], {
			minutes: 1,
		});
		await rejectionOf(work);
		expect(provider.requests).toHaveLength(1);
	});

	it.each(['CommodityNotPurchased', 'PrepaidBillOverdue', 'PostpaidBillOverdue'])(
		'is not repeated when the bill is the reason: %s',
		async (code) => {
			const { work, provider } = submitOver([answer(429, { code })]);
			const failure = await rejectionOf(work);
			expect(failure.kind).toBe('refused');
			expect(failure.details.retryable).toBe(false);
			expect(provider.requests).toHaveLength(1);
		},
	);

	it.each([429, 400])('is not repeated when the free quota is used up, HTTP %d', async (status) => {
		const spent = { code: 'Throttling.AllocationQuota', message: 'Free allocated quota exceeded.' };
		const { work, provider } = submitOver([answer(status, spent)]);
		expect((await rejectionOf(work)).details.retryable).toBe(false);
		expect(provider.requests).toHaveLength(1);
	});

	it('is not repeated after Stop', async () => {
		const { work, provider, clock, stop } = submitOver([THROTTLED], { item: 2 });
		clock.onSleep = () => stop.abort();
		const failure = await rejectionOf(work);
		expect(failure.kind).toBe('stopped');
		expect(failure.message).toBe('The run was canceled before item 2 was submitted');
		expect(provider.requests).toHaveLength(1);
	});
});

describe('A create call without a clear answer', () => {
	const UNCLEAR: ReadonlyArray<[string, HttpAnswer, string]> = [
		['HTTP 500', answer(500, { code: 'InternalError', message: 'later' }), 'HTTP 500'],
		['HTTP 502 of a gateway', answer(502, '<html>'), 'HTTP 502'],
		[
			'HTTP 503 that says to come back',
			answer(503, { code: 'ModelUnavailable' }, { 'retry-after': '1' }),
			'HTTP 503',
		],
		['HTTP 504', answer(504, ''), 'HTTP 504'],
		['HTTP 408', answer(408, ''), 'HTTP 408'],
		['a 5xx with a throttling code', answer(500, { code: 'Throttling' }), 'HTTP 500'],
		['a timeout', lost('ETIMEDOUT'), 'no answer (ETIMEDOUT)'],
		['a reset', lost('ECONNRESET'), 'no answer (ECONNRESET)'],
		['a web page', answer(200, '<html>'), 'a web page instead of JSON'],
		['half a JSON', answer(200, '{"output":{"task_id":"7f0'), 'an answer that is not complete JSON'],
		['nothing', answer(200, ''), 'an empty answer'],
	];

	it.each(UNCLEAR)('is never repeated after %s, since a task may exist', async (_, reply, reason) => {
		const { work, provider, clock, run } = submitOver([reply, ACCEPTED], { item: 5 });
		const failure = await lostCallOf(work);
		expect(provider.requests).toHaveLength(1);
		expect(clock.sleeps).toEqual([]);
		expect(run.created).toEqual([]);
		expect(failure.kind).toBe('uncertain');
		expect(failure.message).toBe(
			`It is not known whether the task of item 5 was created: the create call brought ${reason}`,
		);
		expect(failure.call).toMatchObject({ sentAt: NOON, endedAt: NOON });
		expect(failure.details).toMatchObject({
			taskId: null,
			retryable: false,
			operation: 'outpaint',
			model: 'wan2.1-vace-plus',
		});
	});

	it.each(UNCLEAR)('stays open for the account after %s', async (_, reply) => {
		const { work, run } = submitOver([reply]);
		const { call } = await lostCallOf(work);
		expect(run.account.unsettled(NOON)).toEqual([call]);
	});

	it('keeps when it left and when it was lost', async () => {
		const clock = new VirtualClock();
		const slow = async () => {
			await clock.sleep(300_000);
			return lost('ETIMEDOUT');
		};
		const { call } = await lostCallOf(submitOver([THROTTLED, slow], { clock }).work);
		expect(call).toMatchObject({ sentAt: NOON + 1000, endedAt: NOON + 301_000 });
	});

	it('keeps what the provider said', async () => {
		const reply = answer(500, { code: 'InternalError', message: 'later', request_id: 'r-5' });
		const failure = await rejectionOf(submitOver([reply]).work);
		expect(failure.description).toMatch(
			/wait some minutes before the next try\. The provider says: InternalError: later\.$/,
		);
		expect(failure.details).toMatchObject({ code: 'InternalError', requestId: 'r-5', httpStatus: 500 });
	});

	it('names the time of the call that is in doubt, not that of an earlier one', async () => {
		const { work, run } = submitOver([THROTTLED, THROTTLED, lost('ECONNRESET')]);
		const { call } = await lostCallOf(work);
		expect(call.sentAt).toBe(NOON + 3000);
		expect(run.account.unsettled(NOON + 3000)).toEqual([call]);
	});

	it('was accepted but lost its task when the answer has the ID of another task of this account', async () => {
		const world = submitOver([ACCEPTED], { item: 1 });
		await world.work;
		const again = submitOver([ACCEPTED], { item: 2, host: world.host });
		const failure = await rejectionOf(again.work);
		expect(failure.kind).toBe('uncertain');
		expect(failure.message).toBe(`The provider accepted item 2 but gave the ID of another task, ${ID}`);
		expect(again.run.created).toEqual([]);
	});

	it.each([
		['no ID', { output: { task_status: 'PENDING' }, request_id: 'r-x' }],
		[
			'an ID that cannot be one',
			{ output: { task_id: '../../x', task_status: 'PENDING' }, request_id: 'r-x' },
		],
		['an ID that is a number', { output: { task_id: 12345 }, request_id: 'r-x' }],
		['an ID that is an object', { output: { task_id: { id: ID } }, request_id: 'r-x' }],
		['no output', { request_id: 'r-x' }],
		['null as output', { output: null, request_id: 'r-x' }],
	])('was accepted but lost its task when the answer has %s', async (_, body) => {
		const { work, provider } = submitOver([answer(200, body)], { item: 1 });
		const failure = await lostCallOf(work);
		expect(failure.kind).toBe('uncertain');
		expect(failure.message).toBe('The provider accepted item 1 but gave no task ID');
		expect(failure.call).toMatchObject({ sentAt: NOON, endedAt: NOON });
		expect(failure.details).toMatchObject({ requestId: 'r-x', httpStatus: 200, model: 'wan2.1-vace-plus' });
		expect(provider.requests).toHaveLength(1);
	});

	it('proves that no task exists when the connection never stood', async () => {
		const { work, provider } = submitOver([lost('ECONNREFUSED')], { item: 1 });
		const failure = await rejectionOf(work);
		expect(failure.kind).toBe('unreachable');
		expect(failure.message).toBe('The provider could not be reached for item 1: no answer (ECONNREFUSED)');
		expect(failure.description).toMatch(/^No task was created\./);
		expect(failure.details.retryable).toBe(true);
		expect(provider.requests).toHaveLength(1);
	});

	it('is followed by no second call, whatever came first', async () => {
		const replies = fc.oneof(
			fc.integer({ min: 500, max: 599 }).map((status) => answer(status, { code: 'Throttling' })),
			fc.constantFrom('ETIMEDOUT', 'ECONNRESET', 'EPIPE', 'connection lost').map(lost),
			fc.string().map((text) => answer(200, `<${text}`)),
			fc.jsonValue().map((value) => answer(200, { output: value as never })),
		);
		await fc.assert(
			fc.asyncProperty(replies, async (reply) => {
				const { work, provider } = submitOver([reply, ACCEPTED]);
				const outcome = await work.then(
					() => 'created',
					(thrown: { kind?: string }) => thrown.kind,
				);
				expect(outcome).toBe('uncertain');
				expect(provider.requests).toHaveLength(1);
			}),
		);
	});
});

describe('A create call that is turned down', () => {
	it.each([
		[400, 'InvalidParameter', 'refused', false],
		[400, 'InvalidURL.Timeout', 'refused', true],
		[401, 'InvalidApiKey', 'credential', false],
		[403, 'AllocationQuota.FreeTierOnly', 'refused', false],
		[403, 'AccessDenied', 'refused', false],
		[404, 'NotFound', 'refused', false],
		[409, 'Conflict', 'refused', false],
	])('with HTTP %d %s is not repeated, and is of the kind %s', async (status, code, kind, retryable) => {
		const { work, provider } = submitOver([answer(status, { code, message: 'Because', request_id: 'r' })], {
			item: 6,
		});
		const failure = await rejectionOf(work);
		expect(failure.kind).toBe(kind);
		expect(failure.message).toBe(`The provider turned item 6 down (HTTP ${status} ${code})`);
		expect(failure.description).toMatch(/^No task was created and nothing is billed\./);
		expect(failure.description).toContain(`The provider says: ${code}: Because.`);
		expect(failure.details).toEqual({
			taskId: null,
			status: null,
			code,
			requestId: 'r',
			httpStatus: status,
			retryable,
			operation: 'outpaint',
			model: 'wan2.1-vace-plus',
		});
		expect(provider.requests).toHaveLength(1);
	});
});

describe("VACE's other name", () => {
	it('is tried once when the host does not know the chosen one, and named in the task', async () => {
		const world = submitOver([NO_SUCH_MODEL, ACCEPTED]);
		expect((await world.work).model).toBe('wanx2.1-vace-plus');
		expect(modelsOf(world)).toEqual(['wan2.1-vace-plus', 'wanx2.1-vace-plus']);
		// No longer than the pace of the model asks for.
		expect(world.provider.gaps).toEqual([535]);
	});

	it('is remembered for that host, so that the next item asks once', async () => {
		const host = newHost();
		await submitOver([NO_SUCH_MODEL, ACCEPTED], { host }).work;
		const next = submitOver([answer(200, { output: { task_id: 'another-task' } })], { host });
		expect((await next.work).model).toBe('wanx2.1-vace-plus');
		expect(modelsOf(next)).toEqual(['wanx2.1-vace-plus']);
	});

	it('is not remembered when it was not known either', async () => {
		const host = newHost();
		const first = submitOver([NO_SUCH_MODEL], { host });
		const failure = await rejectionOf(first.work);
		expect(failure.kind).toBe('refused');
		expect(modelsOf(first)).toEqual(['wan2.1-vace-plus', 'wanx2.1-vace-plus']);
		const next = submitOver([ACCEPTED], { host });
		await next.work;
		expect(modelsOf(next)).toEqual(['wan2.1-vace-plus']);
	});

	it('is tried after throttling as well, once', async () => {
		const world = submitOver([THROTTLED, NO_SUCH_MODEL, THROTTLED, NO_SUCH_MODEL]);
		await rejectionOf(world.work);
		expect(modelsOf(world)).toEqual([
			'wan2.1-vace-plus',
			'wan2.1-vace-plus',
			'wanx2.1-vace-plus',
			'wanx2.1-vace-plus',
		]);
	});

	it('is not tried after an answer that leaves open whether a task exists', async () => {
		const world = submitOver([answer(500, { code: 'ModelNotFound', message: 'Model not exist.' }), ACCEPTED]);
		expect((await rejectionOf(world.work)).kind).toBe('uncertain');
		expect(world.provider.requests).toHaveLength(1);
	});

	it('does not exist for wan2.7', async () => {
		const world = submitOver([NO_SUCH_MODEL, ACCEPTED], { operation: 'edit' });
		expect((await rejectionOf(world.work)).details.model).toBe('wan2.7-videoedit');
		expect(world.provider.requests).toHaveLength(1);
	});

	it('is the one to look for when the call that was sent with it is in doubt', async () => {
		const failure = await lostCallOf(submitOver([NO_SUCH_MODEL, lost('ECONNRESET')]).work);
		expect(failure.kind).toBe('uncertain');
		expect(failure.details.model).toBe('wanx2.1-vace-plus');
	});
});

describe('Stop', () => {
	it('sends nothing when it was pressed before', async () => {
		const world = runOver([ACCEPTED]);
		world.stop.abort();
		const failure = await rejectionOf(
			submit(modeNamed('edit'), placedOf('edit', form('edit'), 8), NOON + MINUTES, world.run),
		);
		expect(failure.kind).toBe('stopped');
		expect(failure.message).toBe('The run was canceled before item 8 was submitted');
		expect(world.provider.requests).toEqual([]);
	});

	it('while the call is under way still takes the ID that comes soon after', async () => {
		let pressStop = (): void => undefined;
		const { work, run, stop } = submitOver([
			async () => {
				await Promise.resolve();
				pressStop();
				return ACCEPTED;
			},
		]);
		pressStop = () => stop.abort();
		expect((await work).taskId).toBe(ID);
		expect(run.created).toHaveLength(1);
	});

	it('while the call is under way and stays so ends with what to look for', async () => {
		let pressStop = (): void => undefined;
		const { work, stop, run } = submitOver(
			[
				async () => {
					await Promise.resolve();
					pressStop();
					return await new Promise<HttpAnswer>(() => undefined);
				},
			],
			{ item: 2 },
		);
		pressStop = () => stop.abort();
		const failure = await rejectionOf(work);
		expect(failure.kind).toBe('stopped');
		expect(failure.message).toBe('The run was canceled while item 2 was being submitted');
		expect(failure.description).toMatch(
			/^Whether its task was created is not known: look .* a task of the model wan2\.1-vace-plus created between 2026-11-20T11:59:57\.000Z and 2026-11-20T12:00:10\.400Z\.$/,
		);
		// Whoever finds the task in the list must know that it may be this one.
		expect(run.account.unsettled(NOON)).toHaveLength(1);
	});
});

it('speaks calmly, whatever the provider answers', async () => {
	const statuses = fc.constantFrom(200, 302, 400, 401, 403, 404, 408, 429, 500, 503);
	const codes = fc.constantFrom(
		'InvalidParameter',
		'Arrearage',
		'ModelNotFound',
		'InvalidURL',
		'Throttling',
		undefined,
	);
	const replies = fc.oneof(
		fc.record({ status: statuses, code: codes }).map(({ status, code }) => answer(status, { code })),
		fc.constantFrom('ECONNRESET', 'ENOTFOUND').map(lost),
	);
	await fc.assert(
		fc.asyncProperty(replies, fc.constantFrom('edit', 'extend'), async (reply, operation) => {
			const failure = await rejectionOf(submitOver([reply], { operation, minutes: 1 }).work);
			expect(failure.message).not.toMatch(BLAMING_WORDS);
			expect(failure.description ?? '').not.toMatch(BLAMING_WORDS);
			expect(failure.message).toContain('item 0');
		}),
	);
});
