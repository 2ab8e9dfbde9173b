import fc from 'fast-check';
import { Failure } from '../../../../nodes/WanVideoEdit/failure/failure';
import type { Task } from '../../../../nodes/WanVideoEdit/stages/task';
import { BLAMING_WORDS, rejectionOf } from '../../drafts';
import { answer, lost, NOON } from '../../standIns';
import { DONE, facts, ID, LINK, MINUTE, PENDING, RUNNING, state, taskOf, waitOver } from './waitOver';

describe('Waiting', () => {
	it('ends with the video and the last response', async () => {
		const { work, provider } = waitOver([PENDING, RUNNING, DONE]);
		const task = await work;
		expect(task.status).toBe('SUCCEEDED');
		expect(task.response.output?.video_url).toBe(LINK);
		expect(provider.requests).toHaveLength(3);
		expect(new Set(provider.requests.map(({ method }) => method))).toEqual(new Set(['GET']));
	});

	it('accepts a status in lower case', async () => {
		const { work } = waitOver([state('pending'), state('succeeded', { video_url: LINK })]);
		expect((await work).status).toBe('SUCCEEDED');
	});

	it('polls its own task first after 3 seconds, and one from elsewhere at once', async () => {
		const own = waitOver([DONE]);
		await own.work;
		expect(own.provider.times).toEqual([NOON + 3000]);
		const other = waitOver([DONE], {
			task: taskOf({ submittedAt: null, status: null, model: null, response: {} }),
		});
		await other.work;
		expect(other.provider.times).toEqual([NOON]);
	});

	it('continues through an undocumented status', async () => {
		const { work } = waitOver([state('QUEUED_AGAIN'), state('SUSPENDED'), DONE]);
		expect((await work).status).toBe('SUCCEEDED');
	});

	it.each<[string, ReturnType<typeof answer>]>([
		['HTTP 429', answer(429, { code: 'Throttling.RateQuota' })],
		['HTTP 429 without JSON', answer(429, '<html>')],
		['HTTP 500', answer(500, { code: 'InternalError' })],
		['HTTP 503', answer(503, '')],
		['HTTP 504', answer(504, '<html>')],
		['HTTP 408', answer(408, '')],
		['a reset', lost('ECONNRESET')],
		['a refused connection', lost('ECONNREFUSED')],
		['a host that is not found', lost('ENOTFOUND')],
		['a web page', answer(200, '<html>')],
		['half a JSON', answer(200, '{"output":')],
		['an empty response', answer(200, '')],
		['no state', answer(200, { output: { task_id: ID } })],
		['no output', answer(200, {})],
		['null as state', state(null)],
		['a number as state', state(5)],
	])('continues after a query that returned %s', async (_, trouble) => {
		const { work, provider } = waitOver([trouble, trouble, trouble, DONE]);
		expect((await work).status).toBe('SUCCEEDED');
		expect(provider.requests).toHaveLength(4);
	});

	it('polls no earlier than a throttled query allows', async () => {
		const throttled = answer(429, { code: 'Throttling' }, { 'retry-after': '40' });
		const { work, provider } = waitOver([throttled, throttled, DONE]);
		await work;
		expect(provider.gaps).toEqual([40_000, 40_000]);
	});

	it('keeps the last known status when later queries return nothing', async () => {
		const { work } = waitOver([RUNNING, answer(500, '')], { timeoutMs: MINUTE });
		expect((await rejectionOf(work)).details.status).toBe('RUNNING');
	});

	it('loses no task ID, whatever a query returns', async () => {
		const outputs = fc.oneof(
			fc.jsonValue(),
			fc.record(
				{
					task_status: fc.oneof(fc.constantFrom('SUCCEEDED', 'FAILED', 'RUNNING', 'UNKNOWN'), fc.jsonValue()),
					code: fc.jsonValue(),
					message: fc.jsonValue(),
					video_url: fc.jsonValue(),
				},
				{ requiredKeys: [] },
			),
		);
		await fc.assert(
			fc.asyncProperty(outputs, async (output) => {
				const { work } = waitOver([answer(200, { output })], { timeoutMs: MINUTE });
				const outcome = await work.catch((thrown: unknown) => thrown);
				if (outcome instanceof Failure) expect(outcome.details.taskId).toBe(ID);
				else {
					expect(outcome).toMatchObject({ taskId: ID, status: 'SUCCEEDED' });
					expect(typeof (outcome as Task).response.output?.video_url).toBe('string');
				}
			}),
			{ numRuns: 500 },
		);
	});
});

describe('A query that is rejected', () => {
	it.each([
		[401, 'InvalidApiKey', 'credential', 'the API key is wrong, or belongs to another region'],
		[403, 'AccessDenied', 'refused', 'the account or the API key has no access to this model or request'],
		[404, 'NotFound', 'refused', 'it found nothing at the requested address'],
		[400, 'InvalidParameter', 'refused', 'a parameter is not valid for this model'],
	])(
		'with HTTP %d %s twice in a row ends the wait, and the error says that the task continues',
		async (status, code, kind, reason) => {
			const { work, provider } = waitOver([
				RUNNING,
				answer(status, { code, message: 'No', request_id: 'r-no' }),
			]);
			const failure = await rejectionOf(work);
			expect(failure.kind).toBe(kind);
			expect(failure.message).toBe(`Alibaba Cloud rejected the status query: ${reason}`);
			expect(failure.description).toMatch(
				/^The task keeps running\. Fetch it later with the resource Task, operation Get\./,
			);
			expect(failure.details).toEqual(
				facts({ status: 'RUNNING', code, httpStatus: status, requestId: 'r-no' }),
			);
			expect(provider.requests).toHaveLength(3);
			expect(provider.gaps.at(-1)).toBe(3000);
		},
	);

	it('once does not end the wait: a gateway may have responded', async () => {
		const no = answer(404, '<html>');
		const { work } = waitOver([RUNNING, no, RUNNING, no, answer(500, ''), no, DONE]);
		expect((await work).status).toBe('SUCCEEDED');
	});
});

describe('Stop', () => {
	it('during a pause ends the wait without another request', async () => {
		const { work, provider, clock, stop } = waitOver([RUNNING]);
		clock.onSleep = (count) => {
			if (count === 3) stop.abort();
		};
		const failure = await rejectionOf(work);
		expect(failure.kind).toBe('stopped');
		expect(failure.message).toBe(`The run was canceled while it waited for task ${ID}`);
		expect(failure.details).toEqual(facts({ status: 'RUNNING' }));
		expect(provider.requests).toHaveLength(2);
	});

	it('before the first poll sends nothing', async () => {
		const { work, provider, stop } = waitOver([RUNNING]);
		stop.abort();
		const failure = await rejectionOf(work);
		expect(failure.message).toBe(`The run was canceled while it waited for task ${ID}`);
		expect(failure.details).toEqual(facts({ status: 'PENDING', requestId: 'r-create' }));
		expect(provider.requests.length).toBeLessThanOrEqual(0);
	});

	it('during a query does not report its aborted response as a network error', async () => {
		const world = waitOver([
			() => {
				world.stop.abort();
				return lost('ERR_CANCELED');
			},
		]);
		expect((await rejectionOf(world.work)).kind).toBe('stopped');
	});
});

it('has a calm tone, and always names task and item', async () => {
	const ends = fc.oneof(
		fc
			.constantFrom('FAILED', 'CANCELED', 'UNKNOWN', 'PAUSED', 'SUCCEEDED', 'RUNNING')
			.map((name) => state(name)),
		fc.constantFrom(400, 401, 403, 404, 429, 500).map((status) => answer(status, { code: 'Code' })),
		fc.constantFrom('ECONNRESET', 'ENOTFOUND').map(lost),
	);
	await fc.assert(
		fc.asyncProperty(ends, async (end) => {
			const failure = await rejectionOf(waitOver([end], { timeoutMs: MINUTE }).work);
			expect(failure.message).not.toMatch(/item|7f0c2c1e|Code/);
			expect(failure.details.taskId).toBe(ID);
			expect(failure.message).not.toMatch(BLAMING_WORDS);
			expect(failure.description ?? '').not.toMatch(BLAMING_WORDS);
		}),
	);
});
