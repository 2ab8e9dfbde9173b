import type { IDataObject } from 'n8n-workflow';
import { requestsOf, startWan, type Wan } from '../support/wan';

const open: Wan[] = [];
afterAll(async () => await Promise.all(open.map(async (wan) => await wan.close())));

const start = async () => {
	const wan = await startWan({ fetchInputs: false, runSeconds: { queue: 0, run: 600 } });
	open.push(wan);
	return wan;
};

/** Edits a video in production, as n8n runs a saved workflow. Gives the number of queries for its state. */
async function queriesFor(wan: Wan, staticData: IDataObject, resolution = '720P'): Promise<number> {
	const parameters = {
		...requestsOf(wan.emulator).edit,
		resolution,
		advancedOptions: { polling: 'economy' },
	};
	const run = await wan.run(parameters, { mode: 'trigger', staticData });
	expect(run.status).toBe('success');
	const [item] = wan.json(run);
	return wan.emulator.requests.filter(
		({ endpoint, path }) => endpoint === 'query' && path.endsWith(String(item?.taskId)),
	).length;
}

describe('how long a task took', () => {
	const saved: IDataObject = {};
	/** Of the first task, of which nothing is known. */
	let blind: number;
	let ofSameKind: number;
	let ofOtherKind: number;
	let afterRestart: number;
	beforeAll(async () => {
		const wan = await start();
		blind = await queriesFor(wan, saved);
		// Another host: what the process itself remembers is not about it.
		const restarted = await start();
		[ofSameKind, ofOtherKind, afterRestart] = await Promise.all([
			queriesFor(wan, {}),
			queriesFor(wan, {}, '1080P'),
			queriesFor(restarted, saved),
		]);
	});

	it('is remembered: the next task of its kind is polled less often', () => {
		expect(ofSameKind).toBeLessThan(blind);
	});

	it('says nothing about a task of another kind', () => {
		expect(ofOtherKind).toBeGreaterThan(ofSameKind);
	});

	it("is saved in the workflow's static data, as plain numbers", () => {
		expect(saved).toEqual({
			global: { wanUsedTasks: expect.any(Object) },
			'node:Wan': { durations: { 'wan2.7-videoedit edit 720P': expect.any(Array) } },
		});
		expect(JSON.parse(JSON.stringify(saved))).toEqual(saved);
	});

	it('is loaded from there after a restart', () => {
		expect(afterRestart).toBeLessThan(blind);
	});
});
