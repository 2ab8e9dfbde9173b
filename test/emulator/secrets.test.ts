// cspell:ignore Fdef Nlcjpw
import { request as ask } from 'node:http';
import { fetch } from 'undici';
import { startEmulator, type Emulator } from '../../emulator';
import { clientOf, CREATE_PATH, edit } from './client';

let emulator: Emulator;
beforeAll(async () => {
	emulator = await startEmulator({
		render: 'sample',
		fetchInputs: false,
		runSeconds: { queue: 0, run: 0 },
		limits: { submitsPerSecond: 1000 },
	});
});
beforeEach(() => emulator.forget());
afterAll(() => emulator.close());

const text = async (path: string): Promise<string> => await (await fetch(`${emulator.url}${path}`)).text();

describe("The emulator's record of requests", () => {
	const REAL = 'sk-0123456789abcdef0123456789abcdef';

	it('distinguishes keys and reveals none, wherever they are in a request', async () => {
		const client = clientOf(emulator);
		const link = `https://example.com/in.mp4?OSSAccessKeyId=LTAI&Signature=abc%2Fdef&x-oss-signature=0123abcd&token=${REAL}`;
		await client.submit(edit(link, {}, { prompt: `My key is ${REAL}` }));
		await clientOf(emulator, REAL).get('/api/v1/tasks/?page_no=1&api_key=secret-in-query');
		await clientOf(emulator, 'key-without-prefix').create(
			edit('https://example.com/in.mp4?k=key-without-prefix'),
		);
		await client.get('/api/v1/tasks/x', {
			...{ authorization: 'Basic dXNlcjpwYXNz', cookie: 'session=12345678', 'x-api-key': 'abcdefgh' },
		});
		await client.create('no JSON, but sk-emulator and sk-other-key');

		const shown = (await text('/emulator/requests')) + (await text('/emulator/state'));
		for (const secret of [
			...[REAL, 'sk-emulator', 'sk-other-key', 'key-without-prefix', 'secret-in-query', 'dXNlcjpwYXNz'],
			...['12345678', 'abcdefgh', 'abc%2Fdef', 'abc/def', '0123abcd'],
		]) {
			expect(shown).not.toContain(secret);
		}
		const records = JSON.parse(await text('/emulator/requests')) as Array<{
			headers: Record<string, string>;
		}>;
		const shownKeys = records.map(({ headers }) => headers.authorization);
		expect(shownKeys.slice(0, 3).every((key) => /^Bearer \(hidden, [0-9a-f]{8}\)$/.test(key ?? ''))).toBe(
			true,
		);
		expect(new Set(shownKeys.slice(0, 3)).size).toBe(3);
		expect(shownKeys[3]).toMatch(/^Basic \(hidden/);
	});

	it('has the rest of each request unchanged', async () => {
		const body = edit('https://example.com/in.mp4?v=2');
		await clientOf(emulator).submit(body);
		const [record] = JSON.parse(await text('/emulator/requests')) as object[];
		expect(record).toMatchObject({
			...{ endpoint: 'create', method: 'POST', path: CREATE_PATH, status: 200, body },
			headers: { 'x-dashscope-async': 'enable' },
		});
	});

	it('is unchanged within the process', async () => {
		await clientOf(emulator).query('x');
		await text('/emulator/requests');
		expect(emulator.requests[0]?.headers.authorization).toBe('Bearer sk-emulator');
	});
});

describe('A page whose host name resolves to this machine', () => {
	/** A request with a Host header of one's own, which browsers send for the name in the address. */
	const statusFor = async (host: string | undefined, path: string, method = 'GET'): Promise<number> =>
		await new Promise((resolve, reject) => {
			const options = {
				...{ method, setHost: false, agent: false as const },
				headers: { connection: 'close', ...(host === undefined ? {} : { host }) },
			};
			ask(`${emulator.url}${path}`, options, (answer) => {
				answer.resume();
				resolve(answer.statusCode ?? 0);
			})
				.on('error', reject)
				.end();
		});

	it.each([
		['GET', '/emulator/requests'],
		['GET', '/emulator/state'],
		['POST', '/emulator/clock'],
		['DELETE', '/emulator/faults'],
		['GET', '/samples/product.mp4'],
		['POST', CREATE_PATH],
		['GET', '/api/v1/tasks/'],
		['GET', '/api/v1/tasks/x'],
		['GET', '/api/v1/uploads?action=getPolicy&model=wan2.7-videoedit'],
		['POST', '/oss'],
		['PUT', '/emulator-bucket/key'],
		['GET', '/result/00000000/x.mp4'],
		['GET', '/nothing/there'],
	])('gets no access: %s %s', async (method, path) => {
		expect(await statusFor(`rebound.example.com:${new URL(emulator.url).port}`, path, method)).toBe(421);
		expect(emulator.requests).toEqual([]);
	});

	it.each([
		'rebound.example.com',
		'localhost.example.com',
		'127.0.0.1.example.com',
		'169.254.169.254',
		'192.168.1.5',
		'0.0.0.0',
		'localhost:1',
		'127.0.0.1',
		'[::2]',
		'localhost@example.com',
		'',
	])('is rejected with %j', async (host) => {
		expect(await statusFor(host, '/emulator/state')).toBe(421);
	});

	it.each(['localhost', 'LOCALHOST', '127.0.0.1', '127.1.2.3', '[::1]'])(
		'%s is this machine',
		async (name) => {
			expect(await statusFor(`${name}:${new URL(emulator.url).port}`, '/emulator/state')).toBe(200);
		},
	);

	it('is not checked without a socket', async () => {
		for (const url of ['/emulator/state', `${emulator.url}/emulator/state`]) {
			expect((await emulator.dispatch({ url })).status).toBe(200);
		}
		const silent = await startEmulator({ listen: false, render: 'sample', fetchInputs: false });
		expect((await silent.dispatch({ url: `${silent.url}/emulator/state` })).status).toBe(200);
		await silent.close();
	});
});
