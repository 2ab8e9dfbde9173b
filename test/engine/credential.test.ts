import '../support/engine-environment';
import { CredentialTestContext } from 'n8n-core';
import type {
	ICredentialsDecrypted,
	INodeCredentialTestResult,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { startEmulator, type Emulator } from '../../emulator';
import { WanVideoEdit } from '../../nodes/WanVideoEdit/WanVideoEdit.node';

describe('The Test button of the credential, with the helper that n8n provides', () => {
	let emulator: Emulator;
	beforeAll(async () => {
		emulator = await startEmulator();
	});
	afterAll(async () => await emulator.close());
	beforeEach(() => {
		emulator.forget();
		emulator.clearFaults();
	});

	async function press(data: Record<string, string>): Promise<INodeCredentialTestResult> {
		const node = new WanVideoEdit();
		const [{ testedBy } = {}] = node.description.credentials ?? [];
		expect(testedBy).toBe('testDashScopeCredential');
		const context = new CredentialTestContext({} as IWorkflowExecuteAdditionalData);
		return await node.methods.credentialTest.testDashScopeCredential.call(context, {
			id: '1',
			name: 'Emulator',
			type: 'wanDashScopeApi',
			data: { region: 'custom', baseUrl: emulator.url, ...data },
		} as ICredentialsDecrypted);
	}

	it('accepts a valid key with one free request', async () => {
		expect(await press({ apiKey: ' sk-emulator\n' })).toEqual({
			status: 'OK',
			message: `The key works at ${emulator.url}`,
		});
		expect(emulator.requests.map(({ endpoint, query }) => [endpoint, query])).toEqual([
			['list', { page_no: '1', page_size: '1' }],
		]);
	});

	it('rejects an invalid key and does not show it', async () => {
		const result = await press({ apiKey: 'sk-wrong' });
		expect(result).toEqual({
			status: 'Error',
			message: `The key was rejected at ${emulator.url}. Check the key, and that it belongs to the region of this address.`,
		});
	});

	it('reports a host that cannot be reached', async () => {
		expect(await press({ apiKey: 'sk-emulator', baseUrl: 'http://127.0.0.1:9' })).toEqual({
			status: 'Error',
			message:
				'http://127.0.0.1:9 could not be reached: the connection was refused (ECONNREFUSED). Check the base URL and the network of this n8n instance.',
		});
	});

	it('reports a host that is not DashScope', async () => {
		emulator.inject({ on: 'list', kind: 'body', status: 200, body: '<html>Welcome</html>' });
		expect(await press({ apiKey: 'sk-emulator' })).toEqual({
			status: 'Error',
			message: `${emulator.url} does not respond like DashScope (HTTP 200). Check the address.`,
		});
	});

	it('follows no redirect, which would send the key to another host', async () => {
		emulator.inject({
			on: 'list',
			kind: 'status',
			status: 302,
			headers: { location: `${emulator.url}/elsewhere` },
		});
		const result = await press({ apiKey: 'sk-emulator' });
		expect(result.message).toContain('(HTTP 302');
		expect(emulator.requests.filter(({ path }) => path === '/elsewhere')).toEqual([]);
	});
});
