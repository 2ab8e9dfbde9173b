import type { INodeType } from 'n8n-workflow';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { startEngine, type Engine } from '../support/engine';
import { line, type NodeSketch } from '../support/workflow';

const packageDir = join(__dirname, '../support/fixture-package');
const credentials = { fixtureApi: { apiKey: 'secret' } };

let server: Server;
let requests: IncomingMessage[];
let baseUrl: string;
let engine: Engine;

beforeAll(async () => {
	engine = await startEngine({ packageDir });
	// Answers with the path; refuses /broken always and /flaky the first time.
	server = createServer((request, response) => {
		const seen = requests.filter(({ url }) => url === request.url).length;
		requests.push(request);
		const refused = request.url === '/broken' || (request.url === '/flaky' && seen === 0);
		response.writeHead(refused ? 500 : 200, { 'content-type': 'application/json' });
		response.end(JSON.stringify({ path: request.url }));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

beforeEach(() => {
	requests = [];
});

afterAll(async () => {
	await engine.close();
	await new Promise((resolve) => server.close(resolve));
});

const request = (settings: Partial<NodeSketch> = {}): NodeSketch => ({
	name: 'Request',
	type: 'n8n-nodes-fixture.fixtureRequest',
	parameters: { url: `=${baseUrl}/{{ $json.path }}` },
	credentials: { fixtureApi: { id: '1', name: 'Fixture' } },
	...settings,
});
const sleep = (milliseconds: number): NodeSketch => ({
	name: 'Sleep',
	type: 'n8n-nodes-fixture.fixtureSleep',
	parameters: { milliseconds },
});
/** Longer than a test may take: what waits for it in vain fails. */
const HOUR = 3_600_000;
const paths = (...names: string[]) => names.map((path) => ({ json: { path } }));

it('evaluates expressions for each item', async () => {
	const run = await engine.run(line(request()), { credentials, items: paths('a', 'b') });
	expect(run.status).toBe('success');
	expect(engine.output(run, 'Request').map(({ json }) => json)).toEqual([{ path: '/a' }, { path: '/b' }]);
});

it('sends what the credential class adds to a request, including defaults of its fields', async () => {
	await engine.run(line(request()), { credentials, items: paths('a') });
	expect(requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer secret']);
});

it('stores files in the file system and reads them back', async () => {
	const file = {
		name: 'File',
		type: 'n8n-nodes-fixture.fixtureFile',
		parameters: { text: '={{ $json.text }}' },
	};
	const run = await engine.run(line(file), { items: [{ json: { text: 'hello' } }] });
	const { data } = engine.output(run, 'File')[0]!.binary!;
	expect(data).toMatchObject({ data: 'filesystem-v2', fileName: 'note.txt', mimeType: 'text/plain' });
	expect(existsSync(engine.binaryPath(data!)!)).toBe(true);
	expect((await engine.readBinary(data!)).toString()).toBe('hello');
});

it("stores the files of the trigger's items", async () => {
	const binary = {
		data: { data: Buffer.from('bytes').toString('base64'), mimeType: 'video/mp4', fileName: 'a.mp4' },
	};
	const run = await engine.run(line({ name: 'End', type: 'n8n-nodes-base.noOp' }), {
		items: [{ json: { text: '={{ not evaluated }}' }, binary }],
	});
	const [item] = engine.output(run, 'End');
	expect(item!.json).toEqual({ text: '={{ not evaluated }}' });
	expect(item!.binary!.data).toMatchObject({ data: 'filesystem-v2', fileName: 'a.mp4' });
	expect((await engine.readBinary(item!.binary!.data!)).toString()).toBe('bytes');
});

it('stops a run at once on Stop', async () => {
	const stop = () => run.stop();
	const run = engine.start(line(sleep(HOUR)), { onMessage: () => setImmediate(stop) });
	expect((await run.finished).status).toBe('canceled');
});

it('stops a run when its timeout is reached', async () => {
	const run = await engine.run(line(sleep(HOUR)), { executionTimeoutMs: 50 });
	expect(run.status).toBe('canceled');
});

it("passes on a node's messages to the UI", async () => {
	const said: string[][] = [];
	await engine.run(line(sleep(1)), { onMessage: (...message) => said.push(message) });
	expect(said).toEqual([['Sleep', 'sleeping {"milliseconds":1}']]);
});

it('sends error items to the error output, with the input merged in', async () => {
	const node = request({ onError: 'continueErrorOutput' });
	const run = await engine.run(line(node), { credentials, items: paths('broken', 'a') });
	expect(run.status).toBe('success');
	expect(engine.output(run, 'Request', 0).map(({ json }) => json)).toEqual([{ path: '/a' }]);
	expect(engine.output(run, 'Request', 1).map(({ json }) => json)).toEqual([
		{ path: 'broken', error: expect.any(String), message: 'The server refused', details: { status: '500' } },
	]);
});

it('runs a node again with Retry On Fail', async () => {
	const node = request({ retryOnFail: true, maxTries: 2, waitBetweenTries: 1 });
	const run = await engine.run(line(node), { credentials, items: paths('a', 'flaky') });
	expect(run.status).toBe('success');
	expect(requests.map(({ url }) => url)).toEqual(['/a', '/flaky', '/a', '/flaky']);
});

it('uses pinned data in manual mode, but not for a trigger whose items are given', async () => {
	const pinned = { ...line(request()), pinData: { Start: paths('pinned'), Request: paths('pinned') } };
	const run = await engine.run(pinned, { items: paths('a') });
	expect(engine.output(run, 'Start')[0]!.json).toEqual({ path: 'a' });
	expect(engine.output(run, 'Request')[0]!.json).toEqual({ path: 'pinned' });
	expect(requests).toEqual([]);
});

it('works in production mode too', async () => {
	const run = await engine.run(line(request()), { credentials, mode: 'trigger', items: paths('a') });
	expect(engine.output(run, 'Request').map(({ json }) => json)).toEqual([{ path: '/a' }]);
});

it('uses the given node instead of the loaded one', async () => {
	const standIn: INodeType = {
		description: {
			name: 'fixtureFile',
			displayName: 'Fixture File',
			description: '',
			group: ['transform'],
			version: 1,
			defaults: {},
			inputs: ['main'],
			outputs: ['main'],
			properties: [],
		},
		execute: async () => [[{ json: { replaced: true } }]],
	};
	const other = await startEngine({ packageDir, replace: { fixtureFile: standIn } });
	const run = await other.run(line({ name: 'File', type: 'n8n-nodes-fixture.fixtureFile' }));
	expect(other.output(run, 'File')[0]!.json).toEqual({ replaced: true });
	await other.close();
});

it('keeps the files of a run when another engine is closed', async () => {
	const file = { name: 'File', type: 'n8n-nodes-fixture.fixtureFile', parameters: { text: 'kept' } };
	const run = await engine.run(line(file));
	await (await startEngine({ packageDir })).close();
	expect((await engine.readBinary(engine.output(run, 'File')[0]!.binary!.data!)).toString()).toBe('kept');
});

it('refuses a second binary data mode while an engine is open', async () => {
	await expect(startEngine({ packageDir, binaryDataMode: 'default' })).rejects.toThrow('still open');
});

it('reports a missing or unknown credential', async () => {
	const run = await engine.run(line(request()), { items: paths('a') });
	expect(run.data.resultData.error?.message).toContain('No credential of type "fixtureApi"');
	await expect(engine.run(line(request()), { credentials: { fixtureApy: {} } })).rejects.toThrow(
		'Unknown credential type "fixtureApy": n8n-nodes-fixture has fixtureApi',
	);
});

it('reports an unknown node type', async () => {
	const node = { name: 'Request', type: 'n8n-nodes-fixture.fixtureRequests' };
	await expect(engine.run(line(node))).rejects.toThrow(
		'Unknown node type "n8n-nodes-fixture.fixtureRequests"',
	);
});
