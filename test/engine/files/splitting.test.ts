import type { IBinaryData, IDataObject, IRun } from 'n8n-workflow';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureSamples } from '../../../emulator/samples/samples';
import { errorOf, fileOf, startWan, type Wan, type WanRunOptions } from '../../support/wan';
import { decoded, heard, onsets } from '../../unit/media/film/oracles';
import { bytesMade } from '../../unit/media/realFiles';
import { paidOrPlaced } from './fromFiles';

/** Thirteen seconds with a beep every two seconds, and a key frame every `keyFrames` frames of 30 a second. */
const clip = async (keyFrames = 30): Promise<IBinaryData> => {
	const beeps = 'aevalsrc=if(lt(mod(t\\,2)\\,0.1)\\,0.8*sin(2*PI*1000*t)\\,0):d=13:s=48000';
	const content = await bytesMade(
		`clip-${keyFrames}.mp4`,
		['-f', 'lavfi', '-i', beeps, '-stream_loop', '-1', 'product-short.mp4'],
		...['-map', '0:a', '-map', '1:v', '-t', '13', '-r', '30', '-c:a', 'aac'],
		...['-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '2', '-pix_fmt', 'yuv420p'],
		...['-g', String(keyFrames), '-keyint_min', String(keyFrames), '-sc_threshold', '0'],
	);
	return { data: content.toString('base64'), fileName: 'clip.mp4', mimeType: 'video/mp4' };
};

const contentOf = ({ data }: IBinaryData): Buffer => Buffer.from(data, 'base64');

const hintsOf = (run: IRun): string[] =>
	(run.data.resultData.runData.Wan ?? []).flatMap(({ hints = [] }) => hints.map(({ message }) => message));

const succeeded = (run: IRun): void =>
	expect(run.status === 'error' ? [errorOf(run).message, errorOf(run).description] : run.status).toBe(
		'success',
	);

const repaint = (options: IDataObject = {}, more: IDataObject = {}) => ({
	...{ operation: 'repaint', prompt: 'An engraving', videoInput: 'binary', videoField: 'video' },
	...{ options: { ifTooLong: 'split', ...options }, ...more },
});

interface PieceJson {
	taskId: string;
	status: string;
	from: number;
	to: number;
	videoUrl: string | null;
	billedSeconds: number | null;
}

describe.each(['filesystem', 'default'] as const)(
	"in n8n's binary mode %s, a video that is split",
	(mode) => {
		let wan: Wan;
		beforeAll(async () => {
			wan = await startWan({ binaryDataMode: mode, render: 'echo' });
		});
		afterAll(async () => await wan.close());
		beforeEach(() => {
			wan.emulator.forget();
			wan.emulator.clearFaults();
		});

		const runWith = async (video: IBinaryData, parameters: IDataObject, options: WanRunOptions = {}) =>
			await wan.run(parameters, { files: { video, ...options.files }, ...options });

		const joined = async (run: IRun): Promise<Buffer> => {
			const binary = wan.items(run)[0]?.binary?.data;
			if (binary === undefined) throw new Error('no file');
			return await wan.engine.readBinary(binary);
		};

		it('comes back as one, with every picture, and with its own sound in time', async () => {
			const video = await clip();
			const run = await runWith(video, repaint({ sound: 'original' }));
			succeeded(run);
			const [source, result] = [await decoded(contentOf(video)), await decoded(await joined(run))];
			expect(result.complaint).toBe('');
			expect(result.frames).toEqual(source.frames);
			const [before, after] = [onsets(await heard(contentOf(video))), onsets(await heard(await joined(run)))];
			expect(before).toHaveLength(7);
			expect(after).toHaveLength(before.length);
			after.forEach((time, index) => expect(time).toBeCloseTo(before[index] ?? NaN, 2));
		});

		it('is described piece by piece, without a gap, with the sum of what is billed', async () => {
			const run = await runWith(await clip(), repaint());
			succeeded(run);
			const [json = {}] = wan.json(run);
			const pieces = json.pieces as PieceJson[];
			expect(pieces).toHaveLength(3);
			expect(pieces[0]?.from).toBe(0);
			expect(pieces.map(({ to }) => to).slice(0, -1)).toEqual(pieces.slice(1).map(({ from }) => from));
			expect(pieces[2]?.to).toBeCloseTo(13, 1);
			for (const { taskId, status, videoUrl, from, to } of pieces) {
				expect(taskId).toMatch(/^[\w-]+$/);
				expect([status, typeof videoUrl]).toEqual(['SUCCEEDED', 'string']);
				expect(to - from).toBeLessThanOrEqual(5.001);
			}
			expect(json).toMatchObject({ videoUrl: null, taskId: pieces[0]?.taskId, status: 'SUCCEEDED' });
			expect(json.billedSeconds).toBe(
				pieces.reduce((sum, { billedSeconds }) => sum + (billedSeconds ?? 0), 0),
			);
			expect(Object.keys(json)).toEqual([
				...['videoUrl', 'videoUrlExpiresAt', 'taskId', 'status', 'operation', 'model', 'prompt'],
				...['billedSeconds', 'submittedAt', 'finishedAt', 'pieces'],
			]);
		});

		it('has one seed for all pieces, which a hint tells', async () => {
			const run = await runWith(await clip(), repaint());
			const seeds = wan.emulator.requests.flatMap(({ endpoint, body }) =>
				endpoint === 'create' ? [(body as { parameters: { seed?: number } }).parameters.seed] : [],
			);
			expect(seeds).toHaveLength(3);
			expect(new Set(seeds).size).toBe(1);
			expect(hintsOf(run).join(' ')).toContain(`seed ${seeds[0]}`);
			expect(hintsOf(run).join(' ')).toMatch(/'Video' is 13 s long: it is edited in 3 pieces \(0–/);
		});

		it('keeps the sound that Edit returns with each piece', async () => {
			const video = await clip();
			const run = await runWith(video, { ...repaint(), operation: 'edit' });
			succeeded(run);
			expect(onsets(await heard(await joined(run)))).toHaveLength(7);
			expect((wan.json(run)[0]?.pieces as PieceJson[]).map(({ to }) => to)).toHaveLength(2);
		});

		it('has a price before: a dry run shows the pieces, and the limit counts them all', async () => {
			const video = await clip();
			const dry = await runWith(video, repaint({}, { advancedOptions: { dryRun: true } }));
			succeeded(dry);
			const [shown = {}] = wan.json(dry);
			const pieces = shown.pieces as Array<{ from: number; to: number; estimatedBilledSeconds: number }>;
			expect(pieces.map(({ from }) => from)).toEqual([0, ...pieces.slice(0, -1).map(({ to }) => to)]);
			const sum = pieces.reduce((total, one) => total + one.estimatedBilledSeconds, 0);
			expect(shown).toMatchObject({ dryRun: true, operation: 'repaint', estimatedBilledSeconds: sum });
			expect(paidOrPlaced(wan)).toEqual([]);

			const limited = (spendingLimit: number) => repaint({}, { advancedOptions: { spendingLimit } });
			const refused = await runWith(video, limited(sum - 1));
			expect(errorOf(refused).message).toContain(`'Spending Limit (Seconds)' is ${sum - 1}`);
			expect(paidOrPlaced(wan)).toEqual([]);
			const run = await runWith(video, limited(sum));
			succeeded(run);
			expect(wan.json(run)[0]?.billedSeconds).toBe(sum);
		});

		it('is sent whole, without pieces and without a seed, if it fits', async () => {
			const run = await runWith(await fileOf('product-short.mp4'), repaint());
			succeeded(run);
			expect(wan.json(run)[0]).not.toHaveProperty('pieces');
			const [create] = wan.emulator.requests.filter(({ endpoint }) => endpoint === 'create');
			expect(JSON.stringify(create?.body)).not.toContain('seed');
		});

		it('is refused before anything is sent where no piece can begin, naming the key frames', async () => {
			const run = await runWith(await clip(250), repaint());
			expect(errorOf(run).message).toMatch(
				/^'Video' cannot be split: a piece would begin at 0 s, and the next key frame is at 8\.33 s; Repaint takes pieces of up to 5 s that begin at key frames$/,
			);
			expect(paidOrPlaced(wan)).toEqual([]);
		});

		it('is refused with a mask that follows the motion, and taken with a fixed one', async () => {
			const region = (maskType: string) =>
				repaint(
					{},
					{
						...{ operation: 'editRegion', maskKind: 'shape', maskType },
						maskShapes: { shape: [{ kind: 'rectangle', left: 10, top: 10, width: 50, height: 50 }] },
					},
				);
			const refused = await runWith(await clip(), region('tracking'));
			expect(errorOf(refused).message).toMatch(/takes only a fixed mask: one that follows the motion shows/);
			expect(paidOrPlaced(wan)).toEqual([]);
			const run = await runWith(await clip(), region('fixed'));
			succeeded(run);
			expect(wan.emulator.count('create')).toBe(3);
		});

		it('can be a link, of which n8n reads what it needs', async () => {
			const run = await wan.run({
				...{ ...repaint(), operation: 'edit', videoInput: 'url', videoUrl: wan.emulator.sample('long.mp4') },
			});
			succeeded(run);
			const source = await decoded(await readFile(join(await ensureSamples(), 'long.mp4')));
			expect((await decoded(await joined(run))).frames).toEqual(source.frames);
			expect(wan.emulator.count('create')).toBe((wan.json(run)[0]?.pieces as PieceJson[]).length);
		});

		it('can be joined again from its tasks, for a run that died', async () => {
			const video = await clip();
			const run = await runWith(video, { ...repaint(), operation: 'edit' });
			const ids = (wan.json(run)[0]?.pieces as PieceJson[]).map(({ taskId }) => taskId);
			const get = (taskId: unknown) => ({
				...{ resource: 'task', operation: 'get', downloadVideo: true, outputField: 'data' },
				taskId: { __rl: true, mode: 'id', value: taskId },
			});
			for (const value of [ids.join(', '), `={{ ${JSON.stringify(ids)} }}`]) {
				const again = await wan.run(get(value));
				succeeded(again);
				expect(wan.json(again)[0]).toMatchObject({ taskId: ids[0], status: 'SUCCEEDED', operation: 'get' });
				expect((wan.json(again)[0]?.pieces as PieceJson[]).map(({ taskId }) => taskId)).toEqual(ids);
				expect((await decoded(await joined(again))).frames).toEqual((await decoded(contentOf(video))).frames);
			}
			const twice = await wan.run(get([...ids, ids[0]].join(' ')));
			expect(errorOf(twice).message).toMatch(/^'Task' has ".*" twice; it takes each task once/);
			expect(wan.emulator.count('create')).toBe(2);
		});

		it('comes back in pieces where their results do not fit together', async () => {
			// The results of two tasks of other videos.
			const [one, other] = [await fileOf('product-short.mp4'), await clip()];
			const small = await bytesMade('small.mp4', 'product-short.mp4', '-vf', 'scale=480:270', '-t', '3');
			const ids: unknown[] = [];
			for (const content of [contentOf(one), small]) {
				const video = { ...other, data: content.toString('base64') };
				const run = await runWith(video, { ...repaint(), operation: 'edit', options: {} });
				succeeded(run);
				ids.push(wan.json(run)[0]?.taskId);
			}
			const run = await wan.run({
				...{ resource: 'task', operation: 'get', downloadVideo: true, outputField: 'data' },
				taskId: { __rl: true, mode: 'id', value: ids.join(',') },
			});
			succeeded(run);
			expect(Object.keys(wan.items(run)[0]?.binary ?? {})).toEqual(['data_1', 'data_2']);
			expect(hintsOf(run).join()).toMatch(/could not be joined \(the videos have different sizes\)/);
		});

		it('gets a piece whose create request was lost back from the list, in its place', async () => {
			const before = wan.emulator.tasks.length;
			wan.emulator.inject({ on: 'create', kind: 'lostAnswer', after: 1, times: 1 });
			const video = await clip();
			const run = await runWith(video, repaint());
			succeeded(run);
			expect(wan.json(run)[0]).toMatchObject({ recovered: true });
			expect((wan.json(run)[0]?.pieces as PieceJson[]).map(({ status }) => status)).toHaveLength(3);
			expect((await decoded(await joined(run))).frames).toEqual((await decoded(contentOf(video))).frames);
			expect(wan.emulator.tasks.length - before).toBe(3);
		});

		describe('when a piece fails', () => {
			it('names every piece, and Retry On Fail creates none again that has a task', async () => {
				wan.emulator.inject({
					on: 'task',
					kind: 'fail',
					after: 1,
					code: 'DataInspectionFailed',
					message: 'No.',
				});
				const run = await runWith(await clip(), repaint(), {
					node: { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 },
				});
				const { message, context } = errorOf(run);
				expect(message).toMatch(/It concerns piece 2 of 3 \(/);
				const pieces = context.pieces as PieceJson[];
				expect(pieces).toHaveLength(3);
				expect(pieces[1]).toMatchObject({ status: 'FAILED', videoUrl: null });
				expect(pieces[0]?.taskId).toMatch(/\w/);
				expect(wan.emulator.count('create')).toBeLessThanOrEqual(3);
			});

			it('is created anew if the reason may pass, with the same seed, and only that one', async () => {
				wan.emulator.inject({ on: 'task', kind: 'fail', code: 'InternalError', message: 'Try again.' });
				const run = await runWith(await clip(), repaint(), {
					node: { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 },
				});
				succeeded(run);
				const creates = wan.emulator.requests.filter(({ endpoint }) => endpoint === 'create');
				expect(creates).toHaveLength(4);
				const seeds = creates.map(({ body }) => (body as { parameters: { seed?: number } }).parameters.seed);
				expect(new Set(seeds).size).toBe(1);
			});

			it('creates no more pieces, and waits for those that are paid, where the workflow continues', async () => {
				wan.emulator.inject({ on: 'task', kind: 'fail', code: 'DataInspectionFailed', message: 'No.' });
				const run = await runWith(await clip(), repaint({}, { advancedOptions: { maxConcurrentTasks: 2 } }), {
					node: { onError: 'continueErrorOutput' },
				});
				const [json] = wan.json(run, 1);
				const { pieces } = json?.details as { pieces: PieceJson[] };
				expect(pieces.map(({ status }) => status)).toEqual(['FAILED', 'SUCCEEDED', null]);
				expect(pieces[1]?.videoUrl).toMatch(/^http/);
				expect(wan.emulator.count('create')).toBe(2);
			});
		});
	},
);

describe('Ten clips of 40 seconds', () => {
	it('are forty tasks, which take no longer than five at a time need', async () => {
		const wan = await startWan({ binaryDataMode: 'filesystem', render: 'echo' });
		try {
			const content = await bytesMade(
				'forty.mp4',
				['-f', 'lavfi', '-i', 'testsrc=size=320x240:rate=16:duration=40', 'product-short.mp4'],
				...['-map', '0:v', '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', '16'],
			);
			const video = { data: content.toString('base64'), fileName: 'forty.mp4', mimeType: 'video/mp4' };
			const begun = wan.emulator.clock.now();
			const run = await wan.run(
				{ ...repaint(), operation: 'edit' },
				{ files: { video }, inputs: Array.from({ length: 10 }, (_, clipNumber) => ({ clipNumber })) },
			);
			succeeded(run);
			const took = wan.emulator.clock.now() - begun;
			const { tasks } = wan.emulator;
			expect(tasks).toHaveLength(40);
			const longest = Math.max(
				...tasks.map(({ submittedAt, endedAt }) => (endedAt ?? Infinity) - submittedAt),
			);
			expect(took).toBeLessThanOrEqual(1.05 * (40 / 5) * longest);
			for (const item of wan.items(run)) expect(item.json.pieces).toHaveLength(4);
		} finally {
			await wan.close();
		}
	});
});
