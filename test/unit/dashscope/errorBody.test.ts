// cspell:ignore Thrott Volcengine
import { DashScope } from '../../../nodes/WanVideoEdit/dashscope/client';
import { saidIn } from '../../../nodes/WanVideoEdit/dashscope/errorBody';
import { LostCreate } from '../../../nodes/WanVideoEdit/stages/submit/lostCreate';
import { rejectionOf } from '../drafts';
import { answer } from '../standIns';
import { submitOver } from '../stages/submit/submitOver';

const said = (body: unknown, status = 403, headers = {}) =>
	saidIn(typeof body === 'string' ? body : JSON.stringify(body), headers, status);

describe('The error in a response', () => {
	it.each<[string, unknown, object]>([
		[
			'DashScope',
			{ code: 'Throttling', message: 'later', request_id: 'r' },
			{ code: 'Throttling', message: 'later', requestId: 'r' },
		],
		[
			'Alibaba Cloud (RPC)',
			{ Code: 'Forbidden', Message: 'No.', RequestId: 'R', HostId: 'h' },
			{ code: 'Forbidden', message: 'No.', requestId: 'R' },
		],
		[
			'DashScope, compatible mode',
			{
				error: { message: 'Wrong key.', type: 'invalid_request_error', param: null, code: 'invalid_api_key' },
				request_id: 'r',
			},
			{ code: 'invalid_api_key', message: 'Wrong key.', requestId: 'r' },
		],
		[
			'one-api',
			{ error: { message: '无效的令牌', type: 'one_api_error' } },
			{ code: 'one_api_error', message: '无效的令牌' },
		],
		[
			'new-api',
			{ error: { code: '', message: 'quota is not enough (request id: 1)', type: 'new_api_error' } },
			{ code: 'new_api_error', message: 'quota is not enough (request id: 1)' },
		],
		['one-api, management', { success: false, message: 'no right' }, { message: 'no right' }],
		[
			'LiteLLM',
			{ error: { message: 'Authentication Error', type: 'auth_error', param: 'None', code: '403' } },
			{ code: 'auth_error', message: 'Authentication Error' },
		],
		[
			'Azure OpenAI',
			{ error: { code: 'DeploymentNotFound', message: 'The deployment does not exist.' } },
			{ code: 'DeploymentNotFound', message: 'The deployment does not exist.' },
		],
		[
			'Azure API Management',
			{ statusCode: 403, message: 'Out of call volume quota.' },
			{ message: 'Out of call volume quota.' },
		],
		[
			'Kong',
			{ message: 'API rate limit exceeded', request_id: 'k' },
			{ message: 'API rate limit exceeded', requestId: 'k' },
		],
		['APISIX', { error_msg: '404 Route Not Found' }, { message: '404 Route Not Found' }],
		[
			'Baidu',
			{ error_code: 336003, error_msg: 'the key is not right' },
			{ code: '336003', message: 'the key is not right' },
		],
		['a text under error', { error: 'no credits' }, { message: 'no credits' }],
		[
			'a text and a code',
			{ error: 'Usage limit exceeded', code: 'usage_limit' },
			{ code: 'usage_limit', message: 'Usage limit exceeded' },
		],
		[
			'OAuth',
			{ error: 'invalid_token', error_description: 'It has expired.' },
			{ code: 'invalid_token', message: 'It has expired.' },
		],
		[
			'Spring',
			{ timestamp: 1, status: 403, error: 'Forbidden', message: 'Access Denied', path: '/api' },
			{ code: 'Forbidden', message: 'Access Denied' },
		],
		['FastAPI', { detail: 'Not authenticated' }, { message: 'Not authenticated' }],
		[
			'FastAPI, several',
			{
				detail: [
					{ loc: ['body', 'model'], msg: 'field required', type: 'value_error.missing' },
					{ loc: ['body', 'input'], msg: 'field required', type: 'x' },
				],
			},
			{ message: 'body.model: field required; body.input: field required' },
		],
		['FastAPI, nested', { detail: { error: 'budget exceeded' } }, { message: 'budget exceeded' }],
		[
			'RFC 9457',
			{
				type: 'https://e/out',
				title: 'You do not have enough credit.',
				detail: 'Your balance is 30.',
				status: 403,
			},
			{ message: 'Your balance is 30.' },
		],
		[
			'Cloudflare',
			{ success: false, errors: [{ code: 10000, message: 'Authentication error' }], result: null },
			{ code: '10000', message: 'Authentication error' },
		],
		[
			'JSON:API',
			{ errors: [{ status: '403', code: 'no_right', title: 'No right', detail: 'This key may not.' }] },
			{ code: 'no_right', message: 'This key may not.' },
		],
		['a list of texts', { errors: ['one', 'two', 'three', 'four'] }, { message: 'one; two; three' }],
		[
			'Tencent',
			{ Response: { Error: { Code: 'AuthFailure', Message: 'wrong' }, RequestId: 't' } },
			{ code: 'AuthFailure', message: 'wrong', requestId: 't' },
		],
		[
			'Apigee',
			{ fault: { faultstring: 'Invalid ApiKey', detail: { errorcode: 'oauth.v2.InvalidApiKey' } } },
			{ code: 'oauth.v2.InvalidApiKey', message: 'Invalid ApiKey' },
		],
		['msg', { code: 1004, msg: 'login fail' }, { code: '1004', message: 'login fail' }],
		['an error under data', { data: { code: 'Bad', message: 'no' } }, { code: 'Bad', message: 'no' }],
		['the status once more', { code: 403, message: 'forbidden' }, { message: 'forbidden' }],
		[
			'XML',
			'<?xml version="1.0"?><Error><RequestId>R1</RequestId><HostId>h</HostId><Code>InvalidAction.NotFound</Code><Message>No such API.</Message></Error>',
			{ code: 'InvalidAction.NotFound', message: 'No such API.', requestId: 'R1' },
		],
		[
			'nginx',
			'<html>\r\n<head><title>403 Forbidden</title></head>\r\n<body>\r\n<center><h1>403 Forbidden</h1></center><hr><center>nginx</center></body></html>',
			{ message: '403 Forbidden' },
		],
		[
			'a heading',
			'<!DOCTYPE html><html><body><h1 class="a">Blocked by policy</h1></body></html>',
			{ message: 'Blocked by policy' },
		],
		[
			'a service of Alibaba Cloud in Java',
			{ errorCode: 'QuotaExceeded', errorMsg: 'No quota is left.', success: false },
			{ code: 'QuotaExceeded', message: 'No quota is left.' },
		],
		[
			'names in other letters',
			{ ErrCode: 'E7', ErrMsg: 'wrong sign', TraceId: 'x' },
			{ code: 'E7', message: 'wrong sign', requestId: 'x' },
		],
		[
			'Volcengine',
			{ ResponseMetadata: { RequestId: 'v', Error: { Code: 'AccessDenied', Message: 'no right' } } },
			{ code: 'AccessDenied', message: 'no right', requestId: 'v' },
		],
		['MiniMax', { base_resp: { status_code: 1004, status_msg: 'login fail' } }, { message: 'login fail' }],
		[
			'Google',
			{ error: { code: 403, message: 'The caller has no permission', status: 'PERMISSION_DENIED' } },
			{ code: 'PERMISSION_DENIED', message: 'The caller has no permission' },
		],
		[
			'GraphQL',
			{ errors: [{ message: 'Not allowed', extensions: { code: 'FORBIDDEN' } }] },
			{ code: 'FORBIDDEN', message: 'Not allowed' },
		],
		[
			'a reason under result',
			{ success: false, result: 'denied by policy' },
			{ message: 'denied by policy' },
		],
		[
			'JSON in a message',
			{ message: '{"error":{"code":"quota","message":"used up"}}' },
			{ code: 'quota', message: 'used up' },
		],
		['JSON in a text', JSON.stringify('{"code":"Bad","message":"no"}'), { code: 'Bad', message: 'no' }],
		[
			'an event of a stream',
			'id:1\nevent:error\n:HTTP_STATUS/400\ndata:{"code":"InvalidParameter","message":"bad size","request_id":"r"}\n\n',
			{ code: 'InvalidParameter', message: 'bad size', requestId: 'r' },
		],
		[
			'WSO2',
			'<ams:fault xmlns:ams="http://wso2.org/x"><ams:code>900901</ams:code><ams:message>Invalid Credentials</ams:message></ams:fault>',
			{ code: '900901', message: 'Invalid Credentials' },
		],
		[
			'a second heading',
			'<html><body><h2>Blocked by the firewall</h2></body></html>',
			{ message: 'Blocked by the firewall' },
		],
		['plain text', 'upstream says no\n', { message: 'upstream says no' }],
		['a JSON text', '"denied"', { message: 'denied' }],
		['nothing', '', {}],
		['half of an answer', '{"code":"Thrott', {}],
		['values of other types', { code: { a: 1 }, message: 5, error: null }, {}],
		[
			'its own container',
			{ error: { error: { error: { error: { error: { error: { message: 'deep' } } } } } } },
			{},
		],
		['a name of every object', { constructor: 'x', __proto__: null, toString: 'y' }, {}],
	])('is read from the shape of %s', (_, body, expected) => {
		expect(said(body)).toEqual(expected);
	});

	it("is read from the headers of Alibaba Cloud's API Gateway, which has no body", () => {
		const headers = {
			'x-ca-error-code': 'A403JT',
			'x-ca-error-message': 'Invalid Token',
			'x-ca-request-id': 'G',
		};
		expect(said('', 403, headers)).toEqual({ code: 'A403JT', message: 'Invalid Token', requestId: 'G' });
	});

	it.each([
		['a list', `{"errors":${'['.repeat(500_000)}`],
		['XML', `<Error>${'<Code '.repeat(150_000)}`],
		['a page', `<html><title ${'a '.repeat(400_000)}`],
		[
			'an object of a million names',
			JSON.stringify(Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`n${i}`, 1]))),
		],
	])('is read in linear time from a hostile response: %s', (_, text) => {
		const before = process.cpuUsage();
		said(text);
		expect(process.cpuUsage(before).user / 1000).toBeLessThan(5000);
	});
});

describe('An error with HTTP 200, as gateways send it for a create request', () => {
	it.each<[unknown, string | null]>([
		[{ code: 'InvalidApiKey', message: 'wrong key' }, 'InvalidApiKey'],
		[{ error: { message: 'quota is not enough', code: 'insufficient_quota' } }, 'insufficient_quota'],
		[{ success: false, message: 'no channel for this model' }, null],
		[{ errors: [{ code: 7, message: 'not allowed' }] }, '7'],
		[{ error: 'no credits' }, null],
		[{ code: 1001, msg: '余额不足', data: null }, '1001'],
	])('rejects it if it contains nothing of a task: %j', async (body, code) => {
		const world = submitOver([answer(200, body)]);
		const failure = await rejectionOf(world.work);
		expect(failure).toMatchObject({ kind: 'refused', details: { httpStatus: 200, code } });
		expect(failure.description).toContain('No task was created');
		expect(world.provider.requests).toHaveLength(1);
	});

	it.each<[string, unknown]>([
		['it holds an output', { code: 'X', message: 'y', output: {} }],
		['it holds a task ID', { code: 'X', message: 'y', task_id: 't-1' }],
		['it holds a task under data', { code: 'X', message: 'y', data: { task_id: 't-1' } }],
		['it holds a task under a name of a gateway', { code: 'X', message: 'y', result: { task_id: 't-1' } }],
		['it holds a task deeper', { code: 'X', message: 'y', Response: { data: [{ task_id: 't-1' }] } }],
		['all is well, in zeros', { code: '000000', message: 'queued' }],
		['it holds usage', { code: 'X', message: 'y', usage: {} }],
		['it has a code only', { code: 'X' }],
		['it has words only', { message: 'hello' }],
		['all is well', { code: 0, message: 'success' }],
		['all is well, as a text', { code: '200', msg: 'ok', data: { id: 'x' } }],
		['a gateway gave up', { code: 'Timeout', message: 'upstream request timeout' }],
		['a gateway failed', { error: { code: 502, message: 'bad_response_status_code' } }],
		['the server failed', { code: 'InternalError', message: 'try again' }],
	])('leaves it open when %s', async (_, body) => {
		const world = submitOver([answer(200, body)]);
		const lost = await rejectionOf(world.work);
		expect(lost).toBeInstanceOf(LostCreate);
		expect(world.provider.requests).toHaveLength(1);
	});

	it('is not read from a row of the list whose task has failed', async () => {
		const row = { task_id: 't-1', status: 'FAILED', code: 'InvalidURL', message: 'The file is too slow.' };
		const client = new DashScope(async () => answer(200, { data: [row], total: 1 }), 'https://example.com');
		expect(await client.listTasks({ page_no: 1, page_size: 50 })).toMatchObject({ kind: 'ok' });
	});

	it('does not end a wait: in response to a query, it says nothing about the task', async () => {
		const client = new DashScope(
			async () => answer(200, { code: 'InvalidApiKey', message: 'wrong key' }),
			'https://example.com',
		);
		expect(await client.getTask('task-1' as never)).toMatchObject({ kind: 'unclear', code: 'InvalidApiKey' });
	});
});
