import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { startWan, type Wan } from '../support/wan';

interface Golden {
	parameters: Record<string, never>;
	request: { method: string; path: string; headers: Record<string, string>; body: object };
}

const FOLDER = path.join(__dirname, '../golden');
const EXAMPLES = readdirSync(FOLDER);

describe("the seven requests of Alibaba Cloud's guide", () => {
	let wan: Wan;
	beforeAll(async () => {
		wan = await startWan();
	});
	afterAll(async () => await wan.close());

	it('are complete', () => expect(EXAMPLES).toHaveLength(7));

	it.each(EXAMPLES)('reproduce %s to the letter', async (file) => {
		const { parameters, request } = JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8')) as Golden;
		wan.emulator.forget();
		const run = await wan.run({ ...parameters, waitForCompletion: false });

		expect(run.status).toBe('success');
		expect(wan.emulator.requests).toHaveLength(1);
		const [sent] = wan.emulator.requests;
		expect({ method: sent?.method, path: sent?.path, body: sent?.body }).toEqual({
			method: request.method,
			path: request.path,
			body: request.body,
		});
		expect(sent?.headers).toMatchObject({ ...request.headers, authorization: 'Bearer sk-emulator' });
		// No other headers of Alibaba Cloud are sent.
		expect(Object.keys(sent?.headers ?? {}).filter((name) => name.startsWith('x-'))).toEqual([
			'x-dashscope-async',
		]);
	});
});
