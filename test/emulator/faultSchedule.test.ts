import { startEmulator, type Emulator, type FaultScheduleOptions } from '../../emulator';

let emulator: Emulator;

async function start(faultSchedule: FaultScheduleOptions): Promise<void> {
	emulator = await startEmulator({ listen: false, render: 'sample', fetchInputs: false, faultSchedule });
}
afterEach(() => emulator.close());

const authorization = 'Bearer sk-emulator';

/** What a query or a list sees, without what is new in each answer. */
async function look(path = 'x'): Promise<string> {
	const outcome = emulator.dispatch({ url: `/api/v1/tasks/${path}`, headers: { authorization } }).then(
		({ status, body }) => `${status} ${body.toString().replace(/("request_id":")[0-9a-f-]+/, '$1ID')}`,
		() => 'lost',
	);
	// Delays run on the emulator's clock.
	await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
	emulator.clock.advance(600_000);
	return await outcome;
}

async function looks(times: number, path?: string): Promise<string[]> {
	const seen = [];
	for (let index = 0; index < times; index += 1) seen.push(await look(path));
	return seen;
}

const PLAIN = '200 {"request_id":"ID","output":{"task_id":"x","task_status":"UNKNOWN"}}';

describe('a fault schedule', () => {
	it('injects the same faults into the same requests for the same seed', async () => {
		await start({ seed: 7, rate: 0.5 });
		const once = await looks(40);
		await emulator.close();
		await start({ seed: 7, rate: 0.5 });
		expect(await looks(40)).toEqual(once);
		await emulator.close();
		await start({ seed: 8, rate: 0.5 });
		expect(await looks(40)).not.toEqual(once);
	});

	it('injects the same fault into the n-th request of an endpoint, whatever is requested from other endpoints', async () => {
		await start({ seed: 7, rate: 0.5 });
		const once = await looks(20);
		await emulator.close();
		await start({ seed: 7, rate: 0.5 });
		const mixed = [];
		for (let index = 0; index < 20; index += 1) {
			await looks(index % 3, '');
			mixed.push(await look());
		}
		expect(mixed).toEqual(once);
	});

	it('is not shifted by an injected fault, which comes first', async () => {
		await start({ seed: 7, rate: 0.5 });
		const once = await looks(20);
		await emulator.close();
		await start({ seed: 7, rate: 0.5 });
		emulator.inject({ on: 'query', kind: 'edit', set: { injected: true }, times: 2 });
		const [first, second, ...others] = await looks(20);
		expect([first, second].every((seen) => seen?.includes('injected'))).toBe(true);
		expect(others).toEqual(once.slice(2));
	});

	it.each([
		[0, 0, 0],
		[0.3, 100, 200],
		[1, 500, 500],
	])('affects a share of %d', async (rate, least, most) => {
		await start({ seed: 1, rate, kinds: ['status'] });
		const struck = (await looks(500)).filter((seen) => seen !== PLAIN);
		expect(struck.length).toBeGreaterThanOrEqual(least);
		expect(struck.length).toBeLessThanOrEqual(most);
	});

	it('uses only the given kinds and endpoints', async () => {
		await start({ seed: 3, rate: 1, kinds: ['reset', 'edit'], endpoints: ['list'] });
		expect(await looks(3)).toEqual([PLAIN, PLAIN, PLAIN]);
		expect(new Set((await looks(40, '')).map((seen) => seen.slice(0, 4)))).toEqual(new Set(['lost', '200 ']));
	});

	it('uses every kind sooner or later', async () => {
		await start({ seed: 5, rate: 1, endpoints: ['query'] });
		const seen = (await looks(300)).join('\n');
		for (const trace of [
			'lost',
			'500 ',
			'503 ',
			'504 ',
			'408 ',
			'429 ',
			'502 ',
			'FROZEN',
			'200 {"output":\n',
			PLAIN,
		]) {
			expect(seen).toContain(trace);
		}
	});

	it('ends with the other faults', async () => {
		await start({ seed: 7, rate: 1, kinds: ['reset'] });
		expect(await look()).toBe('lost');
		emulator.clearFaults();
		expect(await look()).toBe(PLAIN);
	});

	it('rejects invalid options', async () => {
		await start({ seed: 1, rate: 0 });
		await expect(startEmulator({ faultSchedule: { seed: 1.5, rate: 0 } })).rejects.toThrow('whole number');
		await expect(startEmulator({ faultSchedule: { seed: 1, rate: 1.1 } })).rejects.toThrow('[0, 1]');
	});
});
