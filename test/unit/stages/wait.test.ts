import fc from 'fast-check';
import { parseTaskId, type TaskId } from '../../../nodes/WanVideoEdit/dashscope/taskId';
import { Failure } from '../../../nodes/WanVideoEdit/failure/failure';
import type { Task } from '../../../nodes/WanVideoEdit/stages/run';
import { wait } from '../../../nodes/WanVideoEdit/stages/wait';
import type { Waiting } from '../../../nodes/WanVideoEdit/form/waiting';
import { BLAMING_WORDS, rejectionOf } from '../drafts';
import { answer, lost, NOON, runOver, VirtualClock } from '../standIns';

const ID = parseTaskId('7f0c2c1e-5d0b-4b60-9a53-2a1f3f1f9c01') as TaskId;
const NAME = `Task ${ID} of item 2`;
const MINUTE = 60_000;
const LINK = 'https://result.example.com/yy.mp4?Expires=1795227537';

const state = (task_status: unknown, output: object = {}) =>
	answer(200, { request_id: 'r-get', output: { task_id: ID, task_status, ...output } });
const PENDING = state('PENDING');
const RUNNING = state('RUNNING');
const DONE = state('SUCCEEDED', { video_url: LINK });

const taskOf = (facts: Partial<Task> = {}): Task => ({
	taskId: ID,
	item: 2,
	operation: 'repaint',
	model: 'wan2.1-vace-plus',
	submittedAt: NOON,
	status: 'PENDING',
	answer: { request_id: 'r-create', output: { task_id: ID, task_status: 'PENDING' } },
	...facts,
});

function waitOver(
	script: Parameters<typeof runOver>[0],
	{
		task = taskOf(),
		clock = new VirtualClock(),
		...waiting
	}: Partial<Waiting> & { task?: Task; clock?: VirtualClock } = {},
) {
	const world = runOver(script, { clock });
	const work = wait(
		task,
		{ timeoutMs: 30 * MINUTE, continueOnTimeout: false, pace: 'balanced', cancelOnStop: true, ...waiting },
		world.run,
	);
	work.catch(() => undefined);
	return { ...world, work };
}

/** The details that every failure of a task has. */
const facts = (more: object) => ({
	taskId: ID,
	status: null,
	code: null,
	requestId: 'r-get',
	httpStatus: null,
	retryable: false,
	operation: 'repaint',
	model: 'wan2.1-vace-plus',
	...more,
});

describe('Waiting', () => {
	it('ends with the video and the last answer', async () => {
		const { work, provider } = waitOver([PENDING, RUNNING, DONE]);
		const task = await work;
		expect(task.status).toBe('SUCCEEDED');
		expect(task.answer.output?.video_url).toBe(LINK);
		expect(provider.requests).toHaveLength(3);
		expect(new Set(provider.requests.map(({ method }) => method))).toEqual(new Set(['GET']));
	});

	it('takes a state in lower case', async () => {
		const { work } = waitOver([state('pending'), state('succeeded', { video_url: LINK })]);
		expect((await work).status).toBe('SUCCEEDED');
	});

	it('looks at a task of its own first after 3 seconds, and at one from elsewhere at once', async () => {
		const own = waitOver([DONE]);
		await own.work;
		expect(own.provider.times).toEqual([NOON + 3000]);
		const other = waitOver([DONE], {
			task: taskOf({ submittedAt: null, status: null, model: null, answer: {} }),
		});
		await other.work;
		expect(other.provider.times).toEqual([NOON]);
	});

	it('waits through a state that no document knows', async () => {
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
		['an empty answer', answer(200, '')],
		['no state', answer(200, { output: { task_id: ID } })],
		['no output', answer(200, {})],
		['null as state', state(null)],
		['a number as state', state(5)],
	])('goes on after a query that brought %s', async (_, trouble) => {
		const { work, provider } = waitOver([trouble, trouble, trouble, DONE]);
		expect((await work).status).toBe('SUCCEEDED');
		expect(provider.requests).toHaveLength(4);
	});

	it('asks no earlier again than a throttled query tells', async () => {
		const throttled = answer(429, { code: 'Throttling' }, { 'retry-after': '40' });
		const { work, provider } = waitOver([throttled, throttled, DONE]);
		await work;
		expect(provider.gaps).toEqual([40_000, 40_000]);
	});

	it('keeps the last state that was told when later queries bring nothing', async () => {
		const { work } = waitOver([RUNNING, answer(500, '')], { timeoutMs: MINUTE });
		expect((await rejectionOf(work)).details.status).toBe('RUNNING');
	});

	it('loses no task ID, whatever a query brings', async () => {
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
					expect(typeof (outcome as Task).answer.output?.video_url).toBe('string');
				}
			}),
			{ numRuns: 500 },
		);
	});
});

describe('A task that ends without a video', () => {
	it('failed, and says why', async () => {
		const failed = state('FAILED', { code: 'InvalidParameter', message: 'The size is not match 1234*5' });
		const { work, provider } = waitOver([RUNNING, failed]);
		const failure = await rejectionOf(work);
		expect(failure.kind).toBe('taskFailed');
		expect(failure.message).toBe(`${NAME} did not succeed (InvalidParameter)`);
		expect(failure.description).toBe(
			'A parameter does not fit the model. The words of the provider say which. The provider says: InvalidParameter: The size is not match 1234*5. Tasks that do not succeed are not billed.',
		);
		expect(failure.details).toEqual(facts({ status: 'FAILED', code: 'InvalidParameter' }));
		expect(provider.requests).toHaveLength(2);
	});

	it('failed for a passing reason, and says that it can be run again', async () => {
		const failure = await rejectionOf(waitOver([state('FAILED', { code: 'InternalError.Timeout' })]).work);
		expect(failure.details).toEqual(
			facts({ status: 'FAILED', code: 'InternalError.Timeout', retryable: true }),
		);
	});

	it('failed without a code, and is explained all the same', async () => {
		const failure = await rejectionOf(waitOver([state('FAILED')]).work);
		expect(failure.message).toBe(`${NAME} did not succeed`);
		expect(failure.description).toBe(
			'The provider gave no reason. The usual ones are an input that breaks a limit of the mode, a link that the provider cannot reach, or the content check. A new run can help; if it ends the same way, check these three. Tasks that do not succeed are not billed.',
		);
		expect(failure.details).toEqual(facts({ status: 'FAILED' }));
	});

	it.each(['CANCELED', 'CANCELLED', 'cancelled'])('was canceled, spelled %s', async (spelling) => {
		const failure = await rejectionOf(waitOver([state(spelling)]).work);
		expect(failure.kind).toBe('taskCanceled');
		expect(failure.message).toBe(`${NAME} was canceled at the provider`);
		expect(failure.description).toBe('It is not billed.');
		expect(failure.details).toEqual(facts({ status: spelling.toUpperCase() }));
	});

	it.each([undefined, null, ''])('succeeded with %p as link', async (video_url) => {
		const { work, provider } = waitOver([state('SUCCEEDED', { video_url })]);
		const failure = await rejectionOf(work);
		expect(failure.kind).toBe('taskFailed');
		expect(failure.message).toBe(`${NAME} succeeded, but the answer has no link to the video`);
		expect(failure.description).toContain(`operation Get, and the ID ${ID}`);
		expect(failure.details).toEqual(facts({ status: 'SUCCEEDED' }));
		expect(provider.requests).toHaveLength(1);
	});
});

describe('A task that the provider does not know', () => {
	it('is believed to come into sight within 10 seconds of the submit', async () => {
		const { work } = waitOver([state('UNKNOWN'), DONE], { pace: 'fast' });
		expect((await work).status).toBe('SUCCEEDED');
	});

	it('is given up from then on', async () => {
		const { work, provider } = waitOver([state('UNKNOWN')]);
		const failure = await rejectionOf(work);
		expect(failure.kind).toBe('taskUnknown');
		expect(failure.message).toBe(`${NAME} is not known to the provider`);
		expect(failure.description).toBe(
			'Tasks are kept for 24 hours, in the account and the region in which they were created: check the ID and the credential.',
		);
		expect(failure.details).toEqual(facts({ status: 'UNKNOWN' }));
		expect(provider.times).toEqual([NOON + 3000, NOON + 13_000]);
	});

	it('is given up at once when it vanishes after it was seen', async () => {
		const { work, provider } = waitOver([RUNNING, RUNNING, state('UNKNOWN')]);
		expect((await rejectionOf(work)).kind).toBe('taskUnknown');
		expect(provider.requests).toHaveLength(3);
	});
});

describe('A query that is turned down', () => {
	it.each([
		[401, 'InvalidApiKey', 'credential'],
		[403, 'AccessDenied', 'refused'],
		[404, 'NotFound', 'refused'],
		[400, 'InvalidParameter', 'refused'],
	])(
		'with HTTP %d %s ends the waiting at once, and says that the task goes on',
		async (status, code, kind) => {
			const { work, provider } = waitOver([
				RUNNING,
				answer(status, { code, message: 'No', request_id: 'r-no' }),
			]);
			const failure = await rejectionOf(work);
			expect(failure.kind).toBe(kind);
			expect(failure.message).toBe(
				`The provider does not tell the state of task ${ID} of item 2 (HTTP ${status} ${code})`,
			);
			expect(failure.description).toMatch(
				/^The task goes on\. Fetch it later with the resource Task, operation Get\./,
			);
			expect(failure.details).toEqual(
				facts({ status: 'RUNNING', code, httpStatus: status, requestId: 'r-no' }),
			);
			expect(provider.requests).toHaveLength(2);
		},
	);
});

describe('The deadline', () => {
	it('ends the waiting with the task ID and how to go on', async () => {
		const { work, clock, provider } = waitOver([RUNNING], { timeoutMs: 2 * MINUTE });
		const failure = await rejectionOf(work);
		expect(failure.kind).toBe('timedOut');
		expect(failure.message).toBe(`${NAME} is still RUNNING after 2 minutes`);
		expect(failure.description).toBe(
			"It goes on at the provider and is billed when it succeeds. Fetch the video with the resource Task, operation Get, within 24 hours, or raise 'Timeout (Minutes)'.",
		);
		expect(failure.details).toEqual(facts({ status: 'RUNNING' }));
		expect(clock.now()).toBe(NOON + 2 * MINUTE);
		expect(provider.times.at(-1)).toBe(NOON + 2 * MINUTE);
	});

	it('gives the unfinished task out where the person wants to go on', async () => {
		const { work, clock } = waitOver([RUNNING], { timeoutMs: MINUTE, continueOnTimeout: true });
		expect(await work).toMatchObject({ taskId: ID, status: 'RUNNING' });
		expect(clock.now()).toBe(NOON + MINUTE);
	});

	it('has a last look at it, so that a task that is just finished is not missed', async () => {
		const world = waitOver([() => (world.clock.now() >= NOON + 100_000 ? DONE : RUNNING)], {
			timeoutMs: 100_000,
		});
		expect((await world.work).status).toBe('SUCCEEDED');
		expect(world.provider.times.at(-1)).toBe(NOON + 100_000);
	});

	it.each([0, 1, 2500])('after %d ms is kept by the first look', async (timeoutMs) => {
		const { work, provider } = waitOver([RUNNING], { timeoutMs });
		const failure = await rejectionOf(work);
		expect(failure.kind).toBe('timedOut');
		expect(provider.times).toEqual([NOON + timeoutMs]);
	});

	it('counts from the submit, also when the waiting began later', async () => {
		const clock = new VirtualClock(NOON + 50_000);
		const { work } = waitOver([RUNNING], { timeoutMs: MINUTE, clock });
		await rejectionOf(work);
		expect(clock.now()).toBe(NOON + MINUTE);
	});

	it('tells fractions of minutes', async () => {
		const { work } = waitOver([PENDING], { timeoutMs: 1.5 * MINUTE });
		expect((await rejectionOf(work)).message).toBe(`${NAME} is still PENDING after 1.5 minutes`);
	});

	it('names a state that no document knows', async () => {
		const failure = await rejectionOf(waitOver([state('PAUSED')], { timeoutMs: MINUTE }).work);
		expect(failure.kind).toBe('timedOut');
		expect(failure.message).toBe(`${NAME} is still PAUSED after 1 minute`);
		expect(failure.description).toContain('The last query brought the state "PAUSED", which is not known.');
		expect(failure.details.status).toBe('PAUSED');
	});

	it.each<[string, ReturnType<typeof answer>, string]>([
		['answers without a state', answer(200, { output: {} }), 'an answer without a state'],
		['web pages', answer(200, '<html>'), 'a web page instead of JSON'],
		['a server that is down', answer(503, ''), 'HTTP 503'],
		['throttling', answer(429, { code: 'Throttling' }), 'HTTP 429 Throttling'],
		['no answers', lost('ETIMEDOUT'), 'no answer (ETIMEDOUT)'],
	])('names %s as what the last query brought', async (_, trouble, words) => {
		const failure = await rejectionOf(waitOver([trouble], { timeoutMs: MINUTE }).work);
		expect(failure.kind).toBe('timedOut');
		expect(failure.description).toMatch(/The last query brought [^.]*\.$/);
		expect(failure.description).toContain(`The last query brought ${words}.`);
	});

	it('is not passed by a pause that the provider asks for', async () => {
		const throttled = answer(429, { code: 'Throttling' }, { 'retry-after': '3600' });
		const { work, clock } = waitOver([throttled], { timeoutMs: MINUTE });
		await rejectionOf(work);
		expect(clock.now()).toBe(NOON + MINUTE);
	});
});

describe('Stop', () => {
	it('during a pause ends the waiting without another request', async () => {
		const { work, provider, clock, stop } = waitOver([RUNNING]);
		clock.onSleep = (count) => {
			if (count === 3) stop.abort();
		};
		const failure = await rejectionOf(work);
		expect(failure.kind).toBe('stopped');
		expect(failure.message).toBe(`The run was canceled while task ${ID} of item 2 was RUNNING`);
		expect(failure.details).toEqual(facts({ status: 'RUNNING' }));
		expect(provider.requests).toHaveLength(2);
	});

	it('before the first look sends nothing', async () => {
		const { work, provider, stop } = waitOver([RUNNING]);
		stop.abort();
		const failure = await rejectionOf(work);
		expect(failure.message).toBe(`The run was canceled while task ${ID} of item 2 was PENDING`);
		expect(failure.details).toEqual(facts({ status: 'PENDING', requestId: 'r-create' }));
		expect(provider.requests.length).toBeLessThanOrEqual(0);
	});

	it('during a query does not report its cut answer as trouble of the network', async () => {
		const world = waitOver([
			() => {
				world.stop.abort();
				return lost('ERR_CANCELED');
			},
		]);
		expect((await rejectionOf(world.work)).kind).toBe('stopped');
	});
});

it('speaks calmly, and always names task and item', async () => {
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
			expect(failure.message).toMatch(new RegExp(`task ${ID} of item 2`, 'i'));
			expect(failure.message).not.toMatch(BLAMING_WORDS);
			expect(failure.description ?? '').not.toMatch(BLAMING_WORDS);
		}),
	);
});
