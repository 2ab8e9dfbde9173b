import fc from 'fast-check';
import type { HttpResponse } from '../../../../nodes/WanVideoEdit/dashscope/http';
import { rejectionOf } from '../../drafts';
import { answer, lost, NOON, VirtualClock } from '../../standIns';
import { ACCEPTED, ID, lostCallOf, submitOver, THROTTLED } from './submitOver';

describe('A create request with an unclear outcome', () => {
	const UNCLEAR: ReadonlyArray<[string, HttpResponse, string]> = [
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
		['a timeout', lost('ETIMEDOUT'), 'no response (ETIMEDOUT)'],
		['a reset', lost('ECONNRESET'), 'no response (ECONNRESET)'],
		['a web page', answer(200, '<html>'), 'a web page instead of JSON'],
		['half a JSON', answer(200, '{"output":{"task_id":"7f0'), 'a response with incomplete JSON'],
		['nothing', answer(200, ''), 'an empty response'],
	];

	it.each(UNCLEAR)('is never retried after %s, since a task may exist', async (_, reply, reason) => {
		const { work, provider, clock, run } = submitOver([reply, ACCEPTED], { item: 5 });
		const failure = await lostCallOf(work);
		expect(provider.requests).toHaveLength(1);
		expect(clock.sleeps).toEqual([]);
		expect(run.created).toEqual([]);
		expect(failure.kind).toBe('uncertain');
		expect(failure.message).toBe(
			`It is not known whether a task was created: the create request got ${reason}`,
		);
		expect(failure.call).toMatchObject({ sentAt: NOON, endedAt: NOON });
		expect(failure.details).toMatchObject({
			taskId: null,
			retryable: false,
			operation: 'outpaint',
			model: 'wan2.1-vace-plus',
		});
	});

	it.each(UNCLEAR)('stays unsettled for the account after %s', async (_, reply) => {
		const { work, run } = submitOver([reply]);
		const { call } = await lostCallOf(work);
		expect(run.account.unsettled(NOON)).toEqual([call]);
	});

	it('keeps when it was sent and when it was lost', async () => {
		const clock = new VirtualClock();
		const slow = async () => {
			await clock.sleep(300_000);
			return lost('ETIMEDOUT');
		};
		const { call } = await lostCallOf(submitOver([THROTTLED, slow], { clock }).work);
		expect(call).toMatchObject({ sentAt: NOON + 1000, endedAt: NOON + 301_000 });
	});

	it("keeps Alibaba Cloud's message", async () => {
		const reply = answer(500, { code: 'InternalError', message: 'later', request_id: 'r-5' });
		const failure = await rejectionOf(submitOver([reply]).work);
		expect(failure.description).toMatch(
			/wait a few minutes, then run it again\. Alibaba Cloud says: later\.$/,
		);
		expect(failure.details).toMatchObject({ code: 'InternalError', requestId: 'r-5', httpStatus: 500 });
	});

	it('has the time of the request with the unknown outcome, not that of an earlier one', async () => {
		const { work, run } = submitOver([THROTTLED, THROTTLED, lost('ECONNRESET')]);
		const { call } = await lostCallOf(work);
		expect(call.sentAt).toBe(NOON + 3000);
		expect(run.account.unsettled(NOON + 3000)).toEqual([call]);
	});

	it('was accepted but lost its task if the response has the ID of another task of this account', async () => {
		const world = submitOver([ACCEPTED], { item: 1 });
		await world.work;
		const again = submitOver([ACCEPTED], { item: 2, host: world.host });
		const failure = await rejectionOf(again.work);
		expect(failure.kind).toBe('uncertain');
		expect(failure.message).toBe('Alibaba Cloud accepted the request but returned the ID of another task');
		expect(again.run.created).toEqual([]);
	});

	it.each([
		['no ID', { output: { task_status: 'PENDING' }, request_id: 'r-x' }],
		['an ID that is a number', { output: { task_id: 12345 }, request_id: 'r-x' }],
		['an ID that is an object', { output: { task_id: { id: ID } }, request_id: 'r-x' }],
		['no output', { request_id: 'r-x' }],
		['null as output', { output: null, request_id: 'r-x' }],
	])('was accepted but lost its task if the response has %s', async (_, body) => {
		const { work, provider } = submitOver([answer(200, body)], { item: 1 });
		const failure = await lostCallOf(work);
		expect(failure.kind).toBe('uncertain');
		expect(failure.message).toBe('Alibaba Cloud accepted the request but returned no task ID');
		expect(failure.call).toMatchObject({ sentAt: NOON, endedAt: NOON });
		expect(failure.details).toMatchObject({ requestId: 'r-x', httpStatus: 200, model: 'wan2.1-vace-plus' });
		expect(provider.requests).toHaveLength(1);
	});

	it('reports the invalid ID, which may be the only way to find the task', async () => {
		const body = { output: { task_id: '../../x', task_status: 'PENDING' }, request_id: 'r-x' };
		const { work, provider } = submitOver([answer(200, body)], { item: 1 });
		expect((await lostCallOf(work)).message).toBe(
			'Alibaba Cloud accepted the request but returned an invalid task ID',
		);
		expect(provider.requests).toHaveLength(1);
	});

	it.each(['task.7:eu~1', '7f0c2c1e5d0b4b609a532a1f3f1f9c01', 'cgt-2026_11'])(
		'accepts an ID that is not a UUID: %s',
		async (id) => {
			const { work } = submitOver([answer(200, { output: { task_id: id, task_status: 'PENDING' } })]);
			expect(await work).toMatchObject({ taskId: id });
		},
	);

	it('is followed by no second request, whatever came first', async () => {
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
