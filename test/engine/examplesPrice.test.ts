import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureSamples } from '../../emulator/samples/samples';
import { fileOf } from '../support/wan';
import { decoded, heard, onsets } from '../unit/media/film/oracles';
import {
	contentOf,
	createBodies,
	emulator,
	expectSuccess,
	itemsOf,
	jsonOf,
	runExample,
	startExamples,
	stopExamples,
	video,
} from './exampleRuns';

/** What the visitor decides on the page of each node; set by the test. */
let decisions: Record<string, string>;
/** What the visitor read there. */
let read: Record<string, string>;

beforeAll(async () => {
	const visit = (node: string, text: string) => {
		read[node] = text;
		return { Decision: decisions[node] };
	};
	await startExamples({ render: 'echo', visit });
});

afterAll(stopExamples);

beforeEach(() => {
	emulator.forget();
	emulator.clearFaults();
	[decisions, read] = [{}, {}];
});

describe('restyle-product-video.json', () => {
	const FILM = 'product-film.mp4';
	const restyle = async (settings: Record<string, string | number> = {}) =>
		await runExample('restyle-product-video.json', {
			settings: { videoUrl: emulator.sample(FILM), ...settings },
		});
	const failing = (code: string) => emulator.inject({ on: 'task', kind: 'fail', code, after: 3, times: 1 });
	const piecesOf = ({ pieces }: IDataObject) => pieces as IDataObject[];

	it('edits a film of 40 seconds in pieces, and stores it in the bucket with its pictures and its sound', async () => {
		const run = await restyle();
		expectSuccess(run);
		const [item, ...others] = itemsOf(run, 'Use the Video');
		expect(others).toEqual([]);
		expect(item).toMatchObject({ ...video, json: { status: 'SUCCEEDED', billedSeconds: 40 } });
		expect(piecesOf(item!.json)).toHaveLength(8);
		expect(emulator.count('create')).toBe(8);

		const source = await readFile(join(await ensureSamples(), FILM));
		const stored = await fetch(String(item!.json.archiveSignedUrl));
		const film = Buffer.from(await stored.arrayBuffer());
		expect(film.equals(await contentOf(item!))).toBe(true);
		const { frames } = await decoded(source);
		expect(frames).toHaveLength(1200);
		expect((await decoded(film)).frames).toEqual(frames);
		const [before, after] = [onsets(await heard(source)), onsets(await heard(film))];
		expect(before.length).toBeGreaterThan(60);
		expect(after).toHaveLength(before.length);
		after.forEach((time, index) => expect(time).toBeCloseTo(before[index] ?? NaN, 2));
	});

	it('creates nothing if the pieces could exceed the limit', async () => {
		const run = await restyle({ spendingLimit: 39 });
		expectSuccess(run);
		expect(itemsOf(run, 'Use the Video')).toEqual([]);
		const [{ reason }] = jsonOf(run, 'List Pieces') as [IDataObject];
		expect(reason).toContain("'Spending Limit (Seconds)' is 39; Alibaba Cloud could bill 40 seconds");
		expect(emulator.count('create')).toBe(0);
	});

	it('makes only that piece again that failed for a temporary reason', async () => {
		failing('InternalError.Algo');
		const run = await restyle();
		expectSuccess(run);
		expect(itemsOf(run, 'Use the Video')).toHaveLength(1);
		expect(emulator.count('create')).toBe(9);
	});

	it('lists the task IDs and links of all pieces if one fails for good', async () => {
		failing('DataInspectionFailed');
		const run = await restyle();
		expectSuccess(run);
		expect(itemsOf(run, 'Use the Video')).toEqual([]);
		const [listed] = jsonOf(run, 'List Pieces') as [IDataObject];
		const failed = emulator.tasks.filter(({ status }) => status === 'FAILED').at(-1);
		expect(listed).toMatchObject({
			taskId: expect.any(String),
			reason: expect.stringContaining('DataInspectionFailed'),
		});
		expect(piecesOf(listed)).toHaveLength(8);
		const created = piecesOf(listed).filter(({ taskId }) => taskId !== null);
		expect(created.map(({ taskId }) => taskId)).toContain(failed?.id);
		for (const { status, videoUrl } of created.filter(({ taskId }) => taskId !== failed?.id)) {
			expect([status, typeof videoUrl]).toEqual(['SUCCEEDED', 'string']);
		}
		expect(emulator.count('create')).toBe(created.length);
	});
});

describe('preview-then-final.json', () => {
	const ACCEPTED = { 'Accept the Price': 'Make the preview', 'Approve the Preview': 'Make it at 1080P' };
	const order = async (file = 'product-short.mp4') => {
		const json = { Prompt: 'Convert it to claymation', Seed: 7, formMode: 'test' };
		const items: INodeExecutionData[] = [{ json, binary: { Video: await fileOf(file, 'video/mp4') } }];
		return await runExample('preview-then-final.json', { items });
	};

	it('makes the approved preview again at 1080P, with the same prompt and seed', async () => {
		decisions = ACCEPTED;
		const run = await order();
		expectSuccess(run);
		const [preview] = jsonOf(run, 'Preview at 720P');
		expect(read['Approve the Preview']).toContain(`<source src="${String(preview?.videoUrl)}"`);
		expect(createBodies().map(({ parameters }) => parameters)).toMatchObject([
			{ resolution: '720P', seed: 7, prompt_extend: false },
			{ resolution: '1080P', seed: 7, prompt_extend: false },
		]);
		expect(createBodies().map(({ input }) => input.prompt)).toEqual(
			Array(2).fill('Convert it to claymation'),
		);
		expect(itemsOf(run, 'Show Video')).toEqual([expect.objectContaining(video)]);
	});

	it('tells the price that is billed for each of both', async () => {
		decisions = ACCEPTED;
		const run = await order();
		expect(read['Accept the Price']).toContain('The preview at 720P: 6 billed seconds.');
		for (const node of ['Preview at 720P', 'Final at 1080P']) {
			expect(jsonOf(run, node)).toMatchObject([{ billedSeconds: 6 }]);
		}
	});

	it('creates nothing if the price is not accepted', async () => {
		decisions = { 'Accept the Price': 'Stop' };
		const run = await order();
		expectSuccess(run);
		expect(itemsOf(run, 'Stop Here')).toHaveLength(1);
		expect(emulator.requests).toEqual([]);
	});

	it('makes nothing more if the preview is not approved', async () => {
		decisions = { ...ACCEPTED, 'Approve the Preview': 'Stop' };
		const run = await order();
		expectSuccess(run);
		expect(itemsOf(run, 'Keep the Preview')).toHaveLength(1);
		expect(read['Keep the Preview']).toContain(String(jsonOf(run, 'Preview at 720P')[0]?.videoUrl));
		expect(emulator.count('create')).toBe(1);
	});

	it('explains on the page what is wrong with a video, before there is a price', async () => {
		const run = await order('long.mp4');
		expectSuccess(run);
		expect(itemsOf(run, 'Show Error')).toHaveLength(1);
		expect(read['Show Error']).toContain("'Video'");
		expect(emulator.requests).toEqual([]);
	});

	it('keeps the preview if the final video fails', async () => {
		decisions = ACCEPTED;
		emulator.inject({ on: 'task', kind: 'fail', code: 'InternalError.Algo', after: 1, times: 1 });
		const run = await order();
		expectSuccess(run);
		expect(itemsOf(run, 'Show Video')).toEqual([]);
		const [preview] = jsonOf(run, 'Preview at 720P');
		for (const known of [preview?.videoUrl, preview?.taskId, emulator.tasks.at(-1)?.id]) {
			expect(read['Show Final Error']).toContain(String(known));
		}
		expect(emulator.count('create')).toBe(2);
	});
});
