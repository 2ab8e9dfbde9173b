import { DashScope, type Reply } from '../../../nodes/WanVideoEdit/dashscope/client';
import type { HttpResponse } from '../../../nodes/WanVideoEdit/dashscope/http';
import { parseTaskId, type TaskId } from '../../../nodes/WanVideoEdit/dashscope/taskId';
import type { CreateTaskBody } from '../../../nodes/WanVideoEdit/dashscope/wire';
import { answer, lost, ScriptedProvider } from '../standIns';

const HOST = 'https://dashscope.example.com';
const ID = parseTaskId('7f0c2c1e-5d0b-4b60-9a53-2a1f3f1f9c01') as TaskId;
const OK = answer(200, { request_id: 'r', output: { task_id: ID, task_status: 'PENDING' } });
const BODY: CreateTaskBody = {
	model: 'wan2.1-vace-plus',
	input: { function: 'video_outpainting', prompt: 'A lady', video_url: 'https://example.com/in.mp4' },
};

function clientFor(reply: HttpResponse) {
	const provider = new ScriptedProvider([reply]);
	return { client: new DashScope(provider.send, HOST), provider };
}

describe('A request', () => {
	it('creates a task with one POST, the asynchronous header and the unchanged body', async () => {
		const { client, provider } = clientFor(OK);
		await client.createTask(BODY);
		expect(provider.requests).toEqual([
			{
				method: 'POST',
				url: `${HOST}/api/v1/services/aigc/video-generation/video-synthesis`,
				headers: { 'X-DashScope-Async': 'enable' },
				json: BODY,
				evenWhenStopped: true,
			},
		]);
	});

	it('queries a task with one GET and no extra header', async () => {
		const { client, provider } = clientFor(OK);
		await client.getTask(ID);
		expect(provider.requests).toEqual([
			{ method: 'GET', url: `${HOST}/api/v1/tasks/${ID}`, countsAs: 'query' },
		]);
	});

	it('rejects a response about another task', async () => {
		const mixedUp = answer(200, { output: { task_id: 'another-task', task_status: 'SUCCEEDED' } });
		expect(await clientFor(mixedUp).client.getTask(ID)).toMatchObject({
			kind: 'unclear',
			reason: 'a response about another task',
		});
	});

	it('lists tasks with one GET and the filters as query parameters', async () => {
		const { client, provider } = clientFor(answer(200, { data: [] }));
		const query = { status: 'FAILED', model_name: 'wan2.1-vace-plus', page_no: 2, page_size: 50 };
		await client.listTasks(query);
		expect(provider.requests).toEqual([
			{ method: 'GET', url: `${HOST}/api/v1/tasks/`, query, countsAs: 'list' },
		]);
	});

	it.each([true, false])('cancels a task with one POST, even when stopped: %p', async (evenWhenStopped) => {
		const { client, provider } = clientFor(answer(200, { request_id: 'r' }));
		await client.cancelTask(ID, evenWhenStopped);
		expect(provider.requests).toEqual([
			{ method: 'POST', url: `${HOST}/api/v1/tasks/${ID}/cancel`, evenWhenStopped, countsAs: 'cancel' },
		]);
	});

	const withHeader = (body: CreateTaskBody) => {
		const { client, provider } = clientFor(OK);
		return client
			.createTask(body)
			.then(() => provider.requests[0]?.headers?.['X-DashScope-OssResourceResolve']);
	};
	const video = (url: string): CreateTaskBody => ({
		model: 'wan2.7-videoedit',
		input: { media: [{ type: 'video', url }] },
	});

	it.each<[string, CreateTaskBody]>([
		['a video', video('oss://folder/in.mp4')],
		['a link in capitals', video('OSS://folder/in.mp4')],
		[
			'the last of several images',
			{
				model: 'm',
				input: { function: 'image_reference', prompt: 'p', ref_images_url: ['https://a/b', 'oss://c/d'] },
			},
		],
		['a mask', { ...BODY, input: { ...BODY.input, mask_image_url: 'oss://c/d' } as typeof BODY.input }],
	])('enables oss:// links when one is %s', async (_, body) => {
		expect(await withHeader(body)).toBe('enable');
	});

	it.each([
		'https://example.com/oss://a.mp4',
		'http://example.com/a.mp4',
		'https://a.oss-cn-beijing.aliyuncs.com/b',
	])('does not enable them with %s', async (url) => {
		expect(await withHeader(video(url))).toBeUndefined();
	});
});

type Method = (client: DashScope) => Promise<Reply<unknown>>;

const METHODS: ReadonlyArray<[string, Method]> = [
	['create', async (client) => await client.createTask(BODY)],
	['get', async (client) => await client.getTask(ID)],
	['list', async (client) => await client.listTasks({ page_no: 1, page_size: 1 })],
	['cancel', async (client) => await client.cancelTask(ID)],
];

describe.each(METHODS)('A response to %s', (_, method) => {
	const replyTo = async (reply: HttpResponse) => {
		const { client, provider } = clientFor(reply);
		const sorted = await method(client);
		expect(provider.requests).toHaveLength(1);
		return sorted;
	};

	it.each([200, 201, 202])('is ok with HTTP %d and a JSON object', async (status) => {
		const body = { request_id: 'r', output: { task_status: 'FAILED', code: 'InternalError' } };
		expect(await replyTo(answer(status, body))).toEqual({ kind: 'ok', body });
	});

	it.each([
		['Fri, 20 Nov 2026 12:00:07 GMT', Date.parse('2026-11-20T12:00:07Z')],
		['', undefined],
		['soon', undefined],
	])('has the time of Alibaba Cloud from a header Date of %p', async (date, serverTime) => {
		expect(await replyTo(answer(200, { request_id: 'r' }, { date }))).toEqual({
			kind: 'ok',
			body: { request_id: 'r' },
			...(serverTime === undefined ? {} : { serverTime }),
		});
	});

	it.each([
		['a web page', '<html><body>Login</body></html>', 'a web page instead of JSON'],
		['a web page after white space', '\n\t <!DOCTYPE html>', 'a web page instead of JSON'],
		['nothing', '', 'an empty response'],
		['white space', ' \r\n', 'an empty response'],
		['half a JSON', '{"output": {"task_id": "7f0c', 'a response with incomplete JSON'],
		['a list', '[]', 'a response with incomplete JSON'],
		['a text', '"ok"', 'a response with incomplete JSON'],
		['null', 'null', 'a response with incomplete JSON'],
	])('is unclear with HTTP 200 and %s', async (_name, text, reason) => {
		expect(await replyTo(answer(200, text))).toEqual({
			kind: 'unclear',
			mayHaveArrived: true,
			httpStatus: 200,
			reason,
		});
	});

	it.each([400, 401, 403, 404, 409, 413, 429])(
		'is a rejection with HTTP %d, with code and message',
		async (status) => {
			const body = { code: 'InvalidParameter', message: 'The size is not match', request_id: 'r' };
			expect(await replyTo(answer(status, body))).toEqual({
				kind: 'refused',
				httpStatus: status,
				code: 'InvalidParameter',
				message: 'The size is not match',
				requestId: 'r',
			});
		},
	);

	it.each(['<html>403 Forbidden</html>', '', '[]', '{"code": 5, "message": null, "request_id": ""}'])(
		'is a rejection with HTTP 403 and %p, without a message',
		async (text) => {
			expect(await replyTo(answer(403, text))).toEqual({ kind: 'refused', httpStatus: 403 });
		},
	);

	it('is a rejection with a redirect, which is not followed', async () => {
		expect(await replyTo(answer(302, '', { location: 'https://elsewhere.example.com' }))).toEqual({
			kind: 'refused',
			httpStatus: 302,
		});
	});

	it.each([
		['7', 7],
		[' 12 ', 12],
		['0', 0],
		['Fri, 20 Nov 2026 10:00:00 GMT', undefined],
		['-5', undefined],
		['1.5', undefined],
		['9999999', undefined],
		['soon', undefined],
	])('reads a Retry-After of %p as %p seconds', async (header, seconds) => {
		const reply = await replyTo(answer(429, { code: 'Throttling' }, { 'retry-after': header }));
		expect(reply).toMatchObject({ kind: 'refused', code: 'Throttling' });
		expect((reply as { retryAfterSeconds?: number }).retryAfterSeconds).toBe(seconds);
	});

	it.each([429, 503])(
		'reads a Retry-After with a time by the clock of Alibaba Cloud, HTTP %d',
		async (status) => {
			const headers = {
				date: 'Fri, 20 Nov 2026 09:59:20 GMT',
				'retry-after': 'Fri, 20 Nov 2026 10:00:00 GMT',
			};
			expect(await replyTo(answer(status, { code: 'Throttling' }, headers))).toMatchObject({
				retryAfterSeconds: 40,
			});
		},
	);

	it.each([408, 500, 502, 503, 504])(
		'is unclear with HTTP %d, since the request may have arrived',
		async (status) => {
			const said = { code: 'InternalError.Algo', message: 'try later', request_id: 'r' };
			expect(await replyTo(answer(status, said))).toEqual({
				kind: 'unclear',
				mayHaveArrived: true,
				httpStatus: status,
				reason: `HTTP ${status}`,
				code: 'InternalError.Algo',
				message: 'try later',
				requestId: 'r',
			});
			expect(await replyTo(answer(status, '<html>Bad Gateway</html>'))).toEqual({
				kind: 'unclear',
				mayHaveArrived: true,
				httpStatus: status,
				reason: `HTTP ${status}`,
			});
		},
	);

	it.each<[string, string, string]>([
		['ECONNREFUSED', 'connectionRefused', 'the connection was refused (ECONNREFUSED)'],
		['ENOTFOUND', 'unknownHost', 'the host name could not be resolved (ENOTFOUND)'],
		['EAI_AGAIN', 'notResolved', 'the DNS server did not respond (EAI_AGAIN)'],
		['connect EHOSTUNREACH', 'notConnected', 'the connection could not be made (EHOSTUNREACH)'],
		['connect ETIMEDOUT', 'notConnected', 'the connection could not be made (ETIMEDOUT)'],
		['CERT_HAS_EXPIRED', 'certificate', 'the certificate of the host is not trusted (CERT_HAS_EXPIRED)'],
	])('is missing and nothing can have arrived after %s', async (code, fault, reason) => {
		expect(await replyTo(lost(code))).toEqual({ kind: 'unclear', mayHaveArrived: false, fault, reason });
	});

	it.each([
		'ECONNRESET',
		'ETIMEDOUT',
		'ECONNABORTED',
		'EPIPE',
		'EHOSTUNREACH',
		'ENETUNREACH',
		'UND_ERR_SOCKET',
		'ERR_CANCELED',
		'connection lost',
	])('is missing, but the request may have arrived after %s', async (reason) => {
		expect(await replyTo(lost(reason))).toEqual({
			kind: 'unclear',
			mayHaveArrived: true,
			fault: 'lost',
			reason: `no response (${reason})`,
		});
	});
});
