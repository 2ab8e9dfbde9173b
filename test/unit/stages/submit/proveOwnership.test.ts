import fc from 'fast-check';
import { Failure } from '../../../../nodes/WanVideoEdit/failure/failure';
import type { Waiting } from '../../../../nodes/WanVideoEdit/form/waiting';
import { proveOwnership } from '../../../../nodes/WanVideoEdit/stages/submit/recoverLostTask';
import type { Task } from '../../../../nodes/WanVideoEdit/stages/task';
import { cancelPending } from '../../../../nodes/WanVideoEdit/run/stop';
import { wait } from '../../../../nodes/WanVideoEdit/stages/wait/wait';
import { rejectionOf } from '../../drafts';
import { answer, idOf, lost, LOST_MESSAGE, lostOver, MODEL, NOON, type Script } from '../../standIns';

const ID = idOf('x');
const PROMPT = 'A lady walks through Paris';
const MINUTE = 60_000;

const state = (task_status: string, output: object = {}) =>
	answer(200, { request_id: 'r-get', output: { task_id: ID, task_status, ...output } });
const RUNNING = state('RUNNING');
const video = { video_url: 'https://example.com/out.mp4' };
const DONE = state('SUCCEEDED', { ...video, orig_prompt: PROMPT });

/** Waits for a task that was just adopted. */
function proveOver(script: Script, waiting: Partial<Waiting> = {}) {
	const world = lostOver(script);
	const { run } = world;
	const lostCall = world.lose();
	const task: Task = {
		taskId: ID,
		item: 3,
		operation: 'outpaint',
		model: MODEL,
		submittedAt: NOON,
		doubt: lostCall,
		status: null,
		response: {},
	};
	run.created.push(task);
	run.account.own(ID, NOON);
	const how: Waiting = {
		...{ timeoutMs: 30 * MINUTE, continueOnTimeout: false, pace: 'balanced', cancelOnStop: true },
		...waiting,
	};
	const watch = async (watched: Task) => await wait(watched, how, run);
	const work = proveOwnership(
		task,
		lostCall,
		{ prompt: [PROMPT], echo: { inputSeconds: 5, resolution: '720P' } },
		watch,
		run,
	);
	work.catch(() => undefined);
	return { ...world, task, lostCall, work };
}

type World = ReturnType<typeof proveOver>;

const isSettled = ({ run }: World) => run.account.unsettled(NOON).length === 0;

describe('A task that was adopted', () => {
	it('belongs to the item if it has the prompt of the item', async () => {
		const world = proveOver([RUNNING, DONE]);
		expect(await world.work).toBe(world.task);
		expect(world.task.status).toBe('SUCCEEDED');
		expect(isSettled(world)).toBe(true);
		expect(world.run.account.owns(ID)).toBe(true);
		expect(new Set(world.provider.asked)).toEqual(new Set(['query']));
	});

	it.each<[string, object]>([
		['another prompt', { orig_prompt: 'A man' }],
		['a longer prompt', { orig_prompt: `${PROMPT}.` }],
		['the prompt in other letters', { orig_prompt: PROMPT.toUpperCase() }],
		['no prompt', {}],
		['null as prompt', { orig_prompt: null }],
		['the prompt as the rewritten one only', { actual_prompt: PROMPT }],
	])('is never returned as the item’s with %s', async (_, output) => {
		const world = proveOver([state('SUCCEEDED', { ...video, ...output })]);
		const failure = await rejectionOf(world.work);
		expect(failure.kind).toBe('uncertain');
		expect(failure.message).toBe(LOST_MESSAGE);
		expect(failure.description).toContain(
			`The request is not retried, because that could create a second paid task. Task ${ID} in the list matches the time of the request, but is not proven to belong to the item: its prompt is different. Check with`,
		);
		expect(failure.details.retryable).toBe(false);
	});

	it.each<[string, object, object, string]>([
		['length', {}, { input_video_duration: 9 }, 'its length is different'],
		['resolution', {}, { SR: 1080 }, 'its resolution is different'],
		['time', { submit_time: '2026-11-20 20:00:09.000' }, {}, 'it was created at another time'],
	])(
		'does not belong to the item if its %s differs, although the prompt is the same',
		async (_, output, usage, why) => {
			const answered = answer(200, {
				output: { task_id: ID, task_status: 'SUCCEEDED', orig_prompt: PROMPT, ...video, ...output },
				usage,
			});
			const failure = await rejectionOf(proveOver([answered]).work);
			expect(failure.kind).toBe('uncertain');
			expect(failure.description).toContain(why);
		},
	);

	it('is released if it is not proven: it may be that of another lost request', async () => {
		const world = proveOver([state('SUCCEEDED', video)]);
		await rejectionOf(world.work);
		expect(world.run.account.owns(ID)).toBe(false);
		expect(world.run.account.unsettled(NOON)).toEqual([world.lostCall.call]);
	});

	it.each<[string, Script[number], RegExp]>([
		[
			'did not succeed',
			state('FAILED', { code: 'InternalError' }),
			/: Something went wrong inside Alibaba Cloud\./,
		],
		['did not succeed, without a reason', state('FAILED'), /: Alibaba Cloud could not create the video\./],
		['was canceled', state('CANCELED'), /was removed from the queue/],
		['is not known', state('UNKNOWN'), /: Alibaba Cloud does not know this task\./],
		['may not be asked for', answer(401, { code: 'InvalidApiKey' }), /rejected the status query/],
		['has no link', state('SUCCEEDED'), /no link to the video/],
	])('and %s leaves the item open, with its ID, and is never retryable', async (_, end, words) => {
		const world = proveOver([end]);
		const failure = await rejectionOf(world.work);
		expect(failure.kind).toBe('uncertain');
		expect(failure.message).toBe(LOST_MESSAGE);
		expect(failure.description).toContain(ID);
		expect(failure.description).toMatch(words);
		// n8n's retry may create a new task only after a retryable failure.
		expect(failure.details).toMatchObject({
			retryable: false,
			taskId: null,
			operation: 'outpaint',
			model: MODEL,
		});
		expect(isSettled(world)).toBe(false);
	});

	it('and did not succeed belongs to the item if it has its prompt: a retry may then create a new one', async () => {
		const world = proveOver([state('FAILED', { code: 'InternalError.Timeout', orig_prompt: PROMPT })]);
		const failure = await rejectionOf(world.work);
		expect(failure.kind).toBe('taskFailed');
		expect(failure.details).toMatchObject({ taskId: ID, retryable: true });
		expect(isSettled(world)).toBe(true);
	});

	it.each([
		[false, /: The video is not ready after 2 minutes: its task is still RUNNING\./],
		[true, /it is still RUNNING/],
	])('and exceeds the timeout leaves the item open, continue: %p', async (continueOnTimeout, words) => {
		const world = proveOver([RUNNING], { timeoutMs: 2 * MINUTE, continueOnTimeout });
		const failure = await rejectionOf(world.work);
		expect(failure.kind).toBe('uncertain');
		expect(failure.description).toContain(`Task ${ID} in the list matches the time of the request`);
		expect(failure.description).toMatch(words);
		expect(world.clock.now()).toBe(NOON + 2 * MINUTE);
	});
});

describe('Stop while a task is being proven', () => {
	async function stopped(script: Script = [state('PENDING')]) {
		const world = proveOver(script);
		await world.clock.sleep(20_000);
		world.stop.abort();
		return { ...world, failure: await rejectionOf(world.work) };
	}

	it('keeps its ID, and says where to search', async () => {
		const { failure } = await stopped();
		expect(failure.kind).toBe('stopped');
		expect(failure.message).toBe('The run was canceled while it waited for the video');
		expect(failure.description).toBe(
			`${LOST_MESSAGE}. Check with the resource Task, operation Get Many, for a task of the model ${MODEL} created between 2026-11-20T11:59:57.000Z and 2026-11-20T12:00:11.000Z.`,
		);
		expect(failure.details).toMatchObject({ taskId: ID, status: 'PENDING' });
	});

	it('never cancels it: it may belong to something else', async () => {
		const { run, provider } = await stopped();
		const asked = provider.requests.length;
		await cancelPending(run, run.created);
		expect(run.created).toHaveLength(1);
		expect(provider.requests).toHaveLength(asked);
	});

	it('releases it', async () => {
		const { run, lostCall } = await stopped();
		expect(run.account.owns(ID)).toBe(false);
		expect(run.account.unsettled(NOON)).toEqual([lostCall.call]);
	});
});

it('never returns a task as the item’s without its prompt, whatever Alibaba Cloud responds', async () => {
	const outputs = fc.record(
		{
			task_status: fc.constantFrom('PENDING', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELED', 'UNKNOWN', 'ODD'),
			orig_prompt: fc.oneof(fc.constant('A lady'), fc.jsonValue()),
			code: fc.constantFrom('InternalError', 'InternalError.Timeout', 'Throttling'),
			video_url: fc.constant(video.video_url),
		},
		{ requiredKeys: [] },
	);
	const ends = fc.oneof(
		outputs.map((output) => answer(200, { output })),
		fc.constantFrom(400, 401, 404, 429, 500).map((status) => answer(status, { code: 'Code' })),
		fc.constantFrom('ECONNRESET', 'ENOTFOUND').map(lost),
	);
	await fc.assert(
		fc.asyncProperty(fc.array(ends, { minLength: 1, maxLength: 4 }), fc.boolean(), async (script, goOn) => {
			const world = proveOver(script, { timeoutMs: MINUTE, continueOnTimeout: goOn });
			const outcome = await world.work.catch((thrown: unknown) => thrown);
			expect(outcome).toBeInstanceOf(Failure);
			const { kind, description, details } = outcome as Failure;
			expect(kind).toBe('uncertain');
			expect(description).toContain(ID);
			expect(details.retryable).toBe(false);
		}),
		{ numRuns: 300 },
	);
});
