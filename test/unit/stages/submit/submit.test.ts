import fc from 'fast-check';
import type { HttpResponse } from '../../../../nodes/WanVideoEdit/dashscope/http';
import { submit } from '../../../../nodes/WanVideoEdit/stages/submit/submit';
import { BLAMING_WORDS, modeNamed, placedOf, form, rejectionOf } from '../../drafts';
import { answer, lost, newHost, NOON, runOver } from '../../standIns';
import {
	ACCEPTED,
	ID,
	lostCallOf,
	MINUTES,
	modelsOf,
	NO_SUCH_MODEL,
	submitOver,
	THROTTLED,
} from './submitOver';

describe('Submitting an item', () => {
	it('creates one task with one request, and keeps its ID', async () => {
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

	it('takes the status from the response, and PENDING if it has none', async () => {
		const running = answer(200, { output: { task_id: ID, task_status: 'RUNNING' } });
		expect((await submitOver([running]).work).status).toBe('RUNNING');
		expect((await submitOver([answer(200, { output: { task_id: ID } })]).work).status).toBe('PENDING');
	});
});

describe('A create request that is rejected', () => {
	it.each([
		[400, 'InvalidParameter', 'a parameter is not valid for this model', 'refused'],
		[401, 'InvalidApiKey', 'the API key is wrong, or belongs to another region', 'credential'],
		[
			403,
			'AllocationQuota.FreeTierOnly',
			'the free quota is used up, and the account allows free usage only',
			'refused',
		],
		[403, 'AccessDenied', 'the account or the API key has no access to this model or request', 'refused'],
		[403, 'AccessDenied.Unpurchased', 'Model Studio is not activated for this account', 'refused'],
		[404, 'NotFound', 'it found nothing at the requested address', 'refused'],
		[409, 'Conflict', 'the request conflicts with another one, or with the status of the task', 'refused'],
	])('with HTTP %d %s is not retried, and the error explains why', async (status, code, reason, kind) => {
		const retryable = false;
		const { work, provider } = submitOver([answer(status, { code, message: 'Because', request_id: 'r' })], {
			item: 6,
		});
		const failure = await rejectionOf(work);
		expect(failure.kind).toBe(kind);
		expect(failure.message).toBe(`Alibaba Cloud rejected the request: ${reason}`);
		expect(failure.description).toMatch(/^No task was created, and nothing is billed\./);
		expect(failure.description).toContain('Alibaba Cloud says: Because.');
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

	it.each([
		[400, 'InvalidURL.Timeout'],
		[400, 'InvalidParameter.DataInspection'],
	])('with HTTP %d %s, which may be temporary, is retried twice', async (status, code) => {
		const refusal = answer(status, { code, message: 'Unable to download the media resource' });
		const passing = submitOver([refusal, refusal, ACCEPTED]);
		expect((await passing.work).taskId).toBe(ID);
		const lasting = submitOver([refusal]);
		expect((await rejectionOf(lasting.work)).details).toMatchObject({ code, retryable: true });
		expect(lasting.provider.gaps).toEqual([1000, 2000]);
	});
});

describe('A connection that cannot be established', () => {
	it('is retried for half a minute, and proves that no task exists', async () => {
		const { work, provider } = submitOver([lost('ECONNREFUSED')], { item: 1 });
		const failure = await rejectionOf(work);
		expect(failure.kind).toBe('unreachable');
		expect(failure.message).toBe(
			'Alibaba Cloud could not be reached: the connection was refused (ECONNREFUSED)',
		);
		expect(failure.description).toMatch(/^No task was created\./);
		expect(failure.details.retryable).toBe(true);
		expect(provider.gaps).toEqual([1000, 2000, 4000, 8000, 16_000]);
	});

	it('may succeed the next time', async () => {
		const { work } = submitOver([lost('EAI_AGAIN'), lost('connect EHOSTUNREACH'), ACCEPTED]);
		expect((await work).taskId).toBe(ID);
	});

	it.each([
		['a connect that times out', 'connect ETIMEDOUT', 9],
		['a name server that does not answer', 'EAI_AGAIN', 9],
		['a name that does not exist', 'ENOTFOUND', 3],
		['a certificate', 'CERT_HAS_EXPIRED', 3],
		['the issuer of a certificate', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 3],
		['an address that is none', 'ERR_INVALID_URL', 1],
	])('is retried as often as its fault allows: %s', async (_, code, calls) => {
		const { work, provider, clock } = submitOver([lost(code)]);
		const began = clock.now();
		const failure = await rejectionOf(work);
		expect(failure).toMatchObject({ kind: 'unreachable', details: { retryable: true } });
		expect(failure.description).toMatch(/^No task was created\. \S/);
		expect(provider.requests).toHaveLength(calls);
		expect(clock.now() - began).toBeLessThan(3 * MINUTES);
	});

	it('is not retried past the deadline of the item', async () => {
		const { work, provider } = submitOver([lost('connect ETIMEDOUT')], { minutes: 0.1 });
		expect((await rejectionOf(work)).kind).toBe('unreachable');
		expect(provider.requests).toHaveLength(3);
	});
});

describe("VACE's other name", () => {
	it('is tried once when the host does not know the selected one, and named in the task', async () => {
		const world = submitOver([NO_SUCH_MODEL, ACCEPTED]);
		expect((await world.work).model).toBe('wanx2.1-vace-plus');
		expect(modelsOf(world)).toEqual(['wan2.1-vace-plus', 'wanx2.1-vace-plus']);
		// No longer than the model's rate limit requires.
		expect(world.provider.gaps).toEqual([535]);
	});

	it('is remembered for that host, so that the next item sends one request', async () => {
		const host = newHost();
		await submitOver([NO_SUCH_MODEL, ACCEPTED], { host }).work;
		const next = submitOver([answer(200, { output: { task_id: 'another-task' } })], { host });
		expect((await next.work).model).toBe('wanx2.1-vace-plus');
		expect(modelsOf(next)).toEqual(['wanx2.1-vace-plus']);
	});

	it('is not remembered if it was unknown too', async () => {
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

	it('is not tried after a response that leaves open whether a task exists', async () => {
		const world = submitOver([answer(500, { code: 'ModelNotFound', message: 'Model not exist.' }), ACCEPTED]);
		expect((await rejectionOf(world.work)).kind).toBe('uncertain');
		expect(world.provider.requests).toHaveLength(1);
	});

	it('does not exist for wan2.7', async () => {
		const world = submitOver([NO_SUCH_MODEL, ACCEPTED], { operation: 'edit' });
		expect((await rejectionOf(world.work)).details.model).toBe('wan2.7-videoedit');
		expect(world.provider.requests).toHaveLength(1);
	});

	it('is the one to search for if its request has an unknown outcome', async () => {
		const failure = await lostCallOf(submitOver([NO_SUCH_MODEL, lost('ECONNRESET')]).work);
		expect(failure.kind).toBe('uncertain');
		expect(failure.details.model).toBe('wanx2.1-vace-plus');
	});
});

describe('Stop', () => {
	it('sends nothing if it came before', async () => {
		const world = runOver([ACCEPTED]);
		world.stop.abort();
		const failure = await rejectionOf(
			submit(modeNamed('edit'), placedOf('edit', form('edit'), 8), NOON + MINUTES, world.run),
		);
		expect(failure.kind).toBe('stopped');
		expect(failure.message).toBe('The run was canceled before the task was created');
		expect(world.provider.requests).toEqual([]);
	});

	it('during a request still takes the ID that arrives soon after', async () => {
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

	it('during a request that stays in flight ends with what to search for', async () => {
		let pressStop = (): void => undefined;
		const { work, stop, run } = submitOver(
			[
				async () => {
					await Promise.resolve();
					pressStop();
					return await new Promise<HttpResponse>(() => undefined);
				},
			],
			{ item: 2 },
		);
		pressStop = () => stop.abort();
		const failure = await rejectionOf(work);
		expect(failure.kind).toBe('stopped');
		expect(failure.message).toBe('The run was canceled while a task was being created');
		expect(failure.description).toMatch(
			/^It is not known whether the task was created: check .* a task of the model wan2\.1-vace-plus created between 2026-11-20T11:59:57\.000Z and 2026-11-20T12:00:10\.400Z\.$/,
		);
		// Whoever finds the task in the list must know that this request may have created it.
		expect(run.account.unsettled(NOON)).toHaveLength(1);
	});
});

it('has a calm tone, whatever Alibaba Cloud responds', async () => {
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
		}),
	);
});
