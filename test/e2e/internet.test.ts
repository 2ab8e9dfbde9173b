import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProxyAgent, request } from 'undici';
import { startInternet, type Internet } from './support/internet';

/** Stands for a host of the real internet. */
let server: Server;
let folder: string;
let internet: Internet;

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'wan-internet-'));
	server = createServer((_, response) => response.end('hello'));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(() => internet.close());

afterAll(async () => {
	server.close();
	await rm(folder, { recursive: true, force: true });
});

const PROVIDER = { 'dashscope.aliyuncs.com': 'http://127.0.0.1:9' };

/** @param isTunnel as for https, which only the two ends can read */
async function get(host: string, isTunnel: boolean): Promise<string> {
	const agent = new ProxyAgent({ uri: internet.env.HTTP_PROXY!, proxyTunnel: isTunnel });
	const { port } = server.address() as AddressInfo;
	try {
		const { body } = await request(`http://${host}:${port}/`, { dispatcher: agent });
		return await body.text();
	} catch (error) {
		return `failed: ${(error as Error).message}`;
	} finally {
		await agent.destroy();
	}
}

describe.each([
	['by name', false],
	['by a tunnel', true],
])('the internet, requested %s,', (_, isTunnel) => {
	it('is closed to the tests, and says so', async () => {
		internet = await startInternet(folder, PROVIDER);
		expect(await get('localhost', isTunnel)).toMatch(isTunnel ? /502/ : /cut off from the internet/);
		expect(internet.unknownHosts).toEqual(['localhost']);
	});

	it('reaches other hosts if it is open', async () => {
		internet = await startInternet(folder, PROVIDER, true);
		expect(await get('localhost', isTunnel)).toBe('hello');
		expect(internet.unknownHosts).toEqual([]);
	});

	it.each(['dashscope-us.aliyuncs.com', 'ws-1.cn-beijing.maas.aliyuncs.com'])(
		'blocks %s, where requests cost money',
		async (host) => {
			internet = await startInternet(folder, PROVIDER, true);
			expect(await get(host, isTunnel)).toMatch(isTunnel ? /502/ : /cut off from the internet/);
			expect(internet.unknownHosts).toEqual([host]);
		},
	);
});
