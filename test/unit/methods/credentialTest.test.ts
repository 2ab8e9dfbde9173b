import type { ICredentialsDecrypted, ICredentialTestFunctions } from 'n8n-workflow';
import type { DashScopeCredential } from '../../../nodes/WanVideoEdit/dashscope/hosts';
import {
	type AskHost,
	judge,
	testDashScopeCredential,
} from '../../../nodes/WanVideoEdit/methods/credentialTest';
import { BLAMING_WORDS } from '../drafts';

const BEIJING = 'https://dashscope.aliyuncs.com';
const SINGAPORE = 'https://dashscope-intl.aliyuncs.com';
const KEY = 'sk-secret';

type Verdict = Awaited<ReturnType<AskHost>>;

const ACCEPTED: Verdict = { kind: 'accepted' };
const REFUSED: Verdict = { kind: 'keyRefused' };

/** Tests a credential against hosts with these verdicts; all others reject the key. */
async function judged(credential: DashScopeCredential, hosts: Readonly<Record<string, Verdict>> = {}) {
	const asked: Array<[string, string]> = [];
	const ask: AskHost = async (host, key) => {
		asked.push([host, key]);
		return hosts[host] ?? REFUSED;
	};
	const result = await judge({ apiKey: KEY, ...credential }, ask);
	expect(result.message).not.toMatch(BLAMING_WORDS);
	expect(result.message).not.toContain(KEY);
	return { ...result, asked: asked.map(([host]) => host), keys: asked.map(([, key]) => key) };
}

describe('The Test button', () => {
	it.each<[DashScopeCredential, string]>([
		[{}, BEIJING],
		[{ region: 'ap-southeast-1' }, SINGAPORE],
		[{ region: 'cn-beijing', workspaceId: 'ws-1' }, 'https://ws-1.cn-beijing.maas.aliyuncs.com'],
		[{ region: 'custom', baseUrl: 'http://localhost:3000/' }, 'http://localhost:3000'],
	])('accepts a key that the host of %j knows, with one request', async (credential, host) => {
		const { status, message, asked } = await judged(credential, { [host]: ACCEPTED });
		expect({ status, message, asked }).toEqual({
			status: 'OK',
			message: `The key works at ${host}`,
			asked: [host],
		});
	});

	it.each([undefined, '', '  '])('sends no request when the key is %j', async (apiKey) => {
		const { status, message, asked } = await judged({ apiKey });
		expect({ status, message, asked }).toEqual({
			status: 'Error',
			message: "'API Key' of the credential is empty. Create a key in the Model Studio console.",
			asked: [],
		});
	});

	it('sends the key without surrounding white space', async () => {
		const { keys } = await judged({ apiKey: ` ${KEY}\n` }, { [BEIJING]: ACCEPTED });
		expect(keys).toEqual([KEY]);
	});

	it.each(['cn-beijing', 'ap-southeast-1'])('reports that no region knows the key: %s', async (region) => {
		const { status, message, asked } = await judged({ region });
		const host = region === 'cn-beijing' ? BEIJING : SINGAPORE;
		expect(status).toBe('Error');
		expect(message).toBe(
			`The key was rejected at ${host}. Other regions reject it too: check that it is complete and has not been deleted.`,
		);
		expect([...asked].sort()).toEqual([SINGAPORE, BEIJING].sort());
	});

	it.each([
		['cn-beijing', SINGAPORE, 'Singapore'],
		['ap-southeast-1', BEIJING, 'China (Beijing)'],
	])('reports that the key belongs to the other region: %s', async (region, other, label) => {
		const { message } = await judged({ region }, { [other]: ACCEPTED });
		expect(message).toContain(
			`It belongs to the region ${label}: select that region, or use a key of this one.`,
		);
	});

	it('reports that the key works without the workspace', async () => {
		const { message } = await judged({ region: 'cn-beijing', workspaceId: 'ws-1' }, { [BEIJING]: ACCEPTED });
		expect(message).toBe(
			'The key was rejected at https://ws-1.cn-beijing.maas.aliyuncs.com. It works without the workspace: check the workspace ID.',
		);
	});

	it('reports that a key with a workspace belongs to the other region', async () => {
		const { message } = await judged(
			{ region: 'cn-beijing', workspaceId: 'ws-1' },
			{ [SINGAPORE]: ACCEPTED },
		);
		expect(message).toContain('It belongs to the region Singapore');
	});

	it('reports that the host cannot be reached, and tries no other', async () => {
		const unreachable: Verdict = {
			...{ kind: 'unreachable', fault: 'unknownHost' },
			reason: 'the host name could not be resolved (ENOTFOUND)',
		};
		const host = 'https://ws-1.cn-beijing.maas.aliyuncs.com';
		const official = await judged({ region: 'cn-beijing', workspaceId: 'ws-1' }, { [host]: unreachable });
		expect(official.message).toBe(
			`${host} could not be reached: the host name could not be resolved (ENOTFOUND). Check the workspace ID and the network of this n8n instance.`,
		);
		expect(official.asked).toEqual([host]);
		const own = await judged(
			{ region: 'custom', baseUrl: 'http://localhost:3000' },
			{ 'http://localhost:3000': unreachable },
		);
		expect(own.message).toContain('Check the base URL and the network');
	});

	it('does not point to a workspace ID that is empty', async () => {
		const { message } = await judged(
			{},
			{ [BEIJING]: { kind: 'unreachable', fault: 'connectionRefused', reason: 'ECONNREFUSED' } },
		);
		expect(message).not.toContain('workspace');
	});

	it('never sends a key for a custom address to another host', async () => {
		const { status, message, asked } = await judged({
			region: 'custom',
			baseUrl: 'https://gateway.example.com',
		});
		expect(status).toBe('Error');
		expect(message).toBe(
			'The key was rejected at https://gateway.example.com. Check the key, and that it belongs to the region of this address.',
		);
		expect(asked).toEqual(['https://gateway.example.com']);
	});

	it('sends the key nowhere when the address is invalid', async () => {
		const { status, message, asked } = await judged({ region: 'custom', baseUrl: 'ftp://example.com' });
		expect(status).toBe('Error');
		expect(message).toContain("'Base URL' of the credential is");
		expect(asked).toEqual([]);
		const workspace = await judged({ region: 'cn-beijing', workspaceId: 'evil.example.com/' });
		expect(workspace.message).toContain("'Workspace ID' of the credential is");
		expect(workspace.asked).toEqual([]);
	});
});

describe('A response to the Test button', () => {
	/** Clicks the button with a helper of n8n that returns this response. */
	async function pressed(answer: { statusCode: number; body: unknown } | Error) {
		const requests: Array<Record<string, unknown>> = [];
		const helpers = {
			request: async (options: Record<string, unknown>) => {
				requests.push(options);
				if (answer instanceof Error) throw answer;
				return answer;
			},
		};
		const credential = {
			id: '1',
			name: 'c',
			type: 'wanDashScopeApi',
			data: { apiKey: KEY, region: 'custom', baseUrl: 'https://gateway.example.com' },
		} as ICredentialsDecrypted;
		const context = { helpers } as unknown as ICredentialTestFunctions;
		const result = await testDashScopeCredential.call(context, credential);
		return { ...result, requests };
	}

	it.each<[number, unknown]>([
		[200, '{"data":[],"total":0}'],
		[200, { data: [] }],
		[429, '{"code":"Throttling"}'],
	])('accepts the key with HTTP %d %j', async (statusCode, body) => {
		expect((await pressed({ statusCode, body })).status).toBe('OK');
	});

	it.each<[number, unknown]>([
		[401, '{"code":"InvalidApiKey"}'],
		[401, ''],
		[403, '{"code":"AccessDenied"}'],
	])('rejects the key with HTTP %d %j', async (statusCode, body) => {
		const { status, message } = await pressed({ statusCode, body });
		expect(status).toBe('Error');
		expect(message).toContain('The key was rejected at https://gateway.example.com.');
	});

	it.each<[number, unknown]>([
		[200, '<html>Welcome</html>'],
		[200, ''],
		[200, '[]'],
		[200, '{"hello":"world"}'],
		[302, ''],
		[403, '<html>Forbidden</html>'],
		[500, ''],
	])('is not from DashScope with HTTP %d %j', async (statusCode, body) => {
		expect((await pressed({ statusCode, body })).message).toBe(
			`https://gateway.example.com does not respond like DashScope (HTTP ${statusCode}). Check the address.`,
		);
	});

	it('is not from DashScope if it has another message, which is shown without the key', async () => {
		const body = JSON.stringify({ message: `no route for ${KEY}` });
		const { message } = await pressed({ statusCode: 404, body });
		expect(message).toMatch(/does not respond like DashScope \(HTTP 404, no route for .*\)\. Check/);
		expect(message).not.toContain(KEY);
	});

	it('is missing: the network error code is shown, but not the key', async () => {
		const thrown = Object.assign(new Error(`connect to ${KEY}`), { code: 'ECONNREFUSED' });
		expect((await pressed(thrown)).message).toBe(
			'https://gateway.example.com could not be reached: the connection was refused (ECONNREFUSED). Check the base URL and the network of this n8n instance.',
		);
	});

	it('costs nothing: the key is in the header, and redirects are not followed', async () => {
		const { requests } = await pressed({ statusCode: 200, body: '{"data":[]}' });
		expect(requests).toEqual([
			expect.objectContaining({
				method: 'GET',
				uri: 'https://gateway.example.com/api/v1/tasks/',
				headers: { Authorization: `Bearer ${KEY}`, 'Accept-Encoding': 'identity' },
				followRedirect: false,
			}),
		]);
	});
});
