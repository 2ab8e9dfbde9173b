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

/** Judges a credential against hosts that answer by a table; all others turn the key down. */
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
	])('accepts a key that the host of %j knows, with one question', async (credential, host) => {
		const { status, message, asked } = await judged(credential, { [host]: ACCEPTED });
		expect({ status, message, asked }).toEqual({
			status: 'OK',
			message: `The key works at ${host}`,
			asked: [host],
		});
	});

	it.each([undefined, '', '  '])('asks nobody when the key is %j', async (apiKey) => {
		const { status, message, asked } = await judged({ apiKey });
		expect({ status, message, asked }).toEqual({
			status: 'Error',
			message: "'API Key' of the credential is empty. Create a key in the Model Studio console.",
			asked: [],
		});
	});

	it('asks with the key as it is without the white space around it', async () => {
		const { keys } = await judged({ apiKey: ` ${KEY}\n` }, { [BEIJING]: ACCEPTED });
		expect(keys).toEqual([KEY]);
	});

	it.each(['cn-beijing', 'ap-southeast-1'])('says so when no region knows the key: %s', async (region) => {
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
	])('says so when the key is one of the other region: %s', async (region, other, label) => {
		const { message } = await judged({ region }, { [other]: ACCEPTED });
		expect(message).toContain(
			`It belongs to the region ${label}: select that region, or use a key of this one.`,
		);
	});

	it('says so when the key works without the workspace', async () => {
		const { message } = await judged({ region: 'cn-beijing', workspaceId: 'ws-1' }, { [BEIJING]: ACCEPTED });
		expect(message).toBe(
			'The key was rejected at https://ws-1.cn-beijing.maas.aliyuncs.com. It works without the workspace: check the workspace ID.',
		);
	});

	it('says so when a key with a workspace is one of the other region', async () => {
		const { message } = await judged(
			{ region: 'cn-beijing', workspaceId: 'ws-1' },
			{ [SINGAPORE]: ACCEPTED },
		);
		expect(message).toContain('It belongs to the region Singapore');
	});

	it('says so when the host cannot be reached, and asks no other', async () => {
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

	it('does not send a person to a workspace ID that is empty', async () => {
		const { message } = await judged(
			{},
			{ [BEIJING]: { kind: 'unreachable', fault: 'connectionRefused', reason: 'ECONNREFUSED' } },
		);
		expect(message).not.toContain('workspace');
	});

	it('never shows a key for a custom address to another host', async () => {
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

	it('sends the key nowhere when the address cannot be one', async () => {
		const { status, message, asked } = await judged({ region: 'custom', baseUrl: 'ftp://example.com' });
		expect(status).toBe('Error');
		expect(message).toContain("'Base URL' of the credential is");
		expect(asked).toEqual([]);
		const workspace = await judged({ region: 'cn-beijing', workspaceId: 'evil.example.com/' });
		expect(workspace.message).toContain("'Workspace ID' of the credential is");
		expect(workspace.asked).toEqual([]);
	});
});

describe('An answer to the Test button', () => {
	/** Presses the button with a helper of n8n that gives this answer. */
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
	])('turns the key down with HTTP %d %j', async (statusCode, body) => {
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
	])('is not one of DashScope with HTTP %d %j', async (statusCode, body) => {
		expect((await pressed({ statusCode, body })).message).toBe(
			`https://gateway.example.com does not respond like DashScope (HTTP ${statusCode}). Check the address.`,
		);
	});

	it('is not one of DashScope where it has other words: they are shown, without the key', async () => {
		const body = JSON.stringify({ message: `no route for ${KEY}` });
		const { message } = await pressed({ statusCode: 404, body });
		expect(message).toMatch(/does not respond like DashScope \(HTTP 404, no route for .*\)\. Check/);
		expect(message).not.toContain(KEY);
	});

	it('never came: the code of the network is told, and not the key', async () => {
		const thrown = Object.assign(new Error(`connect to ${KEY}`), { code: 'ECONNREFUSED' });
		expect((await pressed(thrown)).message).toBe(
			'https://gateway.example.com could not be reached: the connection was refused (ECONNREFUSED). Check the base URL and the network of this n8n instance.',
		);
	});

	it('is asked for free of charge, with the key in the header, and redirects are not followed', async () => {
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
