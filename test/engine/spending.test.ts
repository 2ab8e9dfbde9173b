import type { IBinaryData, IConnections, IDataObject, INode, IRun } from 'n8n-workflow';
import { errorOf, requestsOf, startWan, type Wan } from '../support/wan';
import { bytesMade } from '../unit/media/realFiles';
import { FROM_FILES, loadFiles, paidOrPlaced } from './files/fromFiles';

const MODES = ['edit', 'imageReference', 'repaint', 'editRegion', 'extend', 'outpaint'];

let wan: Wan;
beforeAll(async () => {
	wan = await startWan();
});
afterAll(async () => await wan.close());
beforeEach(() => {
	wan.emulator.forget();
	wan.emulator.clearFaults();
});

const created = (): number => wan.emulator.count('create');
const succeeded = (run: IRun): void =>
	expect(run.status === 'error' ? [errorOf(run).message, errorOf(run).description] : run.status).toBe(
		'success',
	);
const hintsOf = (run: IRun): string[] =>
	(run.data.resultData.runData.Wan ?? []).flatMap(({ hints = [] }) => hints.map(({ message }) => message));
const limited = (parameters: IDataObject, seconds: number, more: IDataObject = {}): IDataObject => ({
	...parameters,
	advancedOptions: { spendingLimit: seconds, ...more },
});
const edit = (more: IDataObject = {}) => ({
	...requestsOf(wan.emulator).edit,
	prompt: '=Paint it {{ $json.color }}',
	...more,
});
const colors = (count: number) => Array.from({ length: count }, (_, color) => ({ color: `color ${color}` }));

/** A film of so many seconds at so many frames per second. */
const film = async (seconds: string, fps: string, name = 'film.mp4'): Promise<IBinaryData> => ({
	data: (
		await bytesMade(
			name,
			['-stream_loop', '-1', 'product-short.mp4'],
			...['-t', seconds, '-r', fps, '-c:v', 'libx264', '-preset', 'ultrafast', '-g', fps, '-an'],
		)
	).toString('base64'),
	...{ mimeType: 'video/mp4', fileName: name },
});

describe('The estimate', () => {
	const dryAndReal = async (parameters: IDataObject, files?: Record<string, IBinaryData>) => {
		const dry = await wan.run({ ...parameters, advancedOptions: { dryRun: true } }, { files });
		succeeded(dry);
		expect(created()).toBe(0);
		const real = await wan.run(parameters, { files });
		succeeded(real);
		return [wan.json(dry)[0]?.estimatedBilledSeconds, wan.json(real)[0]?.billedSeconds];
	};

	it.each(MODES)('of %s equals the bill, with links', async (operation) => {
		const [estimated, billed] = await dryAndReal(requestsOf(wan.emulator)[operation]!);
		expect(estimated).toBe(billed);
		expect(estimated).toBeGreaterThan(0);
	});

	it.each(Object.keys(FROM_FILES))('of %s equals the bill, with files', async (operation) => {
		const [estimated, billed] = await dryAndReal(FROM_FILES[operation]!.parameters, await loadFiles());
		expect(estimated).toBe(billed);
		expect(estimated).toBeGreaterThan(0);
	});

	const FRACTIONS: Array<[seconds: string, fps: string]> = [
		['2.35', '24'],
		['3.1', '25'],
		['3.2', '30'],
		['4.07', '60'],
		['4.9', '24'],
	];
	it.each(FRACTIONS)('of Edit and Repaint equals the bill for %s s at %s fps', async (seconds, fps) => {
		const files = { video: await film(seconds, fps) };
		const video = { videoInput: 'binary', videoField: 'video', prompt: 'Clay' };
		for (const operation of ['edit', 'repaint']) {
			wan.emulator.forget();
			const [estimated, billed] = await dryAndReal({ operation, ...video }, files);
			expect(estimated).toBe(billed);
		}
	});

	it('counts the part of a long video that is used, and only what Duration leaves of it', async () => {
		const long = wan.emulator.sample('long.mp4');
		const trimmed = { ...requestsOf(wan.emulator).edit, videoUrl: long, options: { ifTooLong: 'trim' } };
		const [estimated, billed] = await dryAndReal(trimmed);
		expect(estimated).toBe(billed);
		wan.emulator.forget();
		const cut = { ...trimmed, options: { ifTooLong: 'trim', duration: 4 } };
		expect(await dryAndReal(cut)).toEqual([8, 8]);
	});

	it('stands beside the bill in a hint, where one was made', async () => {
		const run = await wan.run(limited(edit(), 12), { inputs: colors(2) });
		succeeded(run);
		expect(hintsOf(run)).toContain('Alibaba Cloud bills 12 seconds for 2 videos. The estimate was 12.');
		const plain = await wan.run(edit(), { inputs: colors(1) });
		expect(hintsOf(plain)).toContain('Alibaba Cloud bills 6 seconds for this video.');
	});
});

describe('The spending limit', () => {
	it.each(MODES)(
		'refuses two items of %s with links before any create call; equal passes',
		async (operation) => {
			const parameters = requestsOf(wan.emulator)[operation]!;
			const own = operation === 'edit' ? 6 : ['imageReference', 'extend'].includes(operation) ? 5 : 3;
			const run = await wan.run(limited(parameters, 2 * own - 0.01), { inputs: [{}, {}] });
			expect(errorOf(run).message).toBe(
				`'Spending Limit (Seconds)' is ${2 * own - 0.01}; Alibaba Cloud could bill ${2 * own} seconds: ${2 * own} for 2 items`,
			);
			expect(errorOf(run).description).toContain(`By item: ${own}, ${own} seconds.`);
			expect(paidOrPlaced(wan)).toEqual([]);
			succeeded(await wan.run(limited(parameters, 2 * own), { inputs: [{}, {}] }));
			expect(created()).toBe(2);
		},
	);

	it.each(Object.keys(FROM_FILES))('refuses %s with files before a byte is uploaded', async (operation) => {
		const files = await loadFiles();
		const run = await wan.run(limited(FROM_FILES[operation]!.parameters, 2.99), { files });
		expect(errorOf(run).message).toMatch(/^'Spending Limit \(Seconds\)' is 2.99; Alibaba Cloud could bill/);
		expect(paidOrPlaced(wan)).toEqual([]);
	});

	it('counts the most that the mode takes where n8n cannot read the link, and says so', async () => {
		const parameters = { ...edit(), videoUrl: `${wan.emulator.url}/samples/missing.mp4` };
		const run = await wan.run(limited(parameters, 19), { inputs: colors(1) });
		expect(errorOf(run).message).toMatch(/could bill 20 seconds: 20 for this item$/);
		const rest = await wan.run(limited({ ...edit(), videoUrl: 'oss://bucket/video.mp4' }, 19), {
			inputs: colors(1),
		});
		expect(errorOf(rest).message).toMatch(/could bill 20 seconds/);
		const dry = await wan.run({ ...parameters, advancedOptions: { dryRun: true } }, { inputs: colors(1) });
		expect(wan.json(dry)).toMatchObject([{ estimatedBilledSeconds: 20 }]);
		expect(hintsOf(dry)).toContainEqual(
			expect.stringMatching(
				/^'Video URL' could not be read \(HTTP 404\): its length counts as the most that Edit takes\.$/,
			),
		);
	});

	it('reads each link once', async () => {
		const reads = async (parameters: IDataObject) => {
			wan.emulator.forget();
			succeeded(await wan.run(parameters, { inputs: colors(1) }));
			return wan.emulator.requests.filter(({ endpoint }) => endpoint === 'sample').length;
		};
		const checked = await reads(edit({ advancedOptions: { checkUrlMedia: true } }));
		expect(await reads(limited(edit(), 100, { checkUrlMedia: true }))).toBe(checked);
		expect(await reads(limited(edit(), 100))).toBe(checked);
	});

	it('fails every item with Continue On Fail, and creates nothing', async () => {
		const run = await wan.run(limited(edit(), 11), {
			inputs: colors(2),
			node: { onError: 'continueRegularOutput' },
		});
		succeeded(run);
		expect(created()).toBe(0);
		const error = "'Spending Limit (Seconds)' is 11; Alibaba Cloud could bill 12 seconds: 12 for 2 items";
		expect(wan.json(run).map((json) => json.error)).toEqual([error, error]);
	});

	it('counts no item that breaks a rule', async () => {
		const run = await wan.run(limited(edit(), 12), {
			inputs: [...colors(2), { color: 'x'.repeat(5000) }],
			node: { onError: 'continueRegularOutput' },
		});
		succeeded(run);
		expect(created()).toBe(2);
	});

	it('counts a task once, however often its item is tried', async () => {
		const run = await wan.run(limited(edit(), 12, { timeout: 1 }), {
			inputs: colors(2),
			node: { retryOnFail: true, maxTries: 5, waitBetweenTries: 1 },
		});
		succeeded(run);
		expect(created()).toBe(2);
	});

	it('counts a lost create call once, and then its task', async () => {
		wan.emulator.inject({ on: 'create', kind: 'lostAnswer' });
		const run = await wan.run(limited(edit(), 6, { timeout: 1 }), {
			inputs: colors(1),
			node: { retryOnFail: true, maxTries: 5, waitBetweenTries: 1 },
		});
		succeeded(run);
		expect(created()).toBe(1);
	});

	it('gives back what a failed task would have cost', async () => {
		wan.emulator.inject({ on: 'task', kind: 'fail', code: 'InternalError', message: 'Try again.' });
		const run = await wan.run(limited(edit(), 12), {
			inputs: colors(2),
			node: { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 },
		});
		succeeded(run);
		expect(created()).toBe(3);
	});

	it.each([
		['the last run', 17.99, 2],
		['none', 18, 3],
	])('holds for all runs of a loop together: it refuses %s', async (_, seconds, tasks) => {
		const run = await looped(limited(edit(), seconds), 3);
		expect(run.status).toBe(tasks === 3 ? 'success' : 'error');
		if (tasks < 3) {
			expect(errorOf(run).message).toMatch(
				/could bill 18 seconds: 12 earlier in this execution and 6 for this item$/,
			);
		}
		expect(created()).toBe(tasks);
	});

	it('counts the bill where it is higher than the estimate, and names the tasks that exist', async () => {
		wan.emulator.inject({ on: 'query', kind: 'edit', set: { 'usage.duration': 100 }, times: Infinity });
		wan.emulator.inject({ on: 'task', kind: 'fail', code: 'InternalError', message: 'Try again.', after: 1 });
		const before = wan.emulator.tasks.length;
		const run = await wan.run(limited(edit(), 12), {
			inputs: colors(2),
			node: { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 },
		});
		expect(errorOf(run).message).toMatch(
			/could bill 106 seconds: 100 earlier in this execution and 6 for this item$/,
		);
		expect(errorOf(run).description).toContain(
			`Tasks of earlier tries: ${wan.emulator.tasks[before]?.id} (item 0`,
		);
		expect(created()).toBe(2);
	});

	it('lets a retried execution continue with its tasks, and create what it could before', async () => {
		const inputs = colors(2);
		const late = limited(edit(), 12, { timeout: 1 });
		const first = await wan.run(late, { inputs });
		expect(first.status).toBe('error');
		const retried = await wan.run(limited(edit(), 12), { inputs, retryOf: first });
		succeeded(retried);
		expect(created()).toBe(2);

		wan.emulator.inject({ on: 'task', kind: 'fail', code: 'DataInspectionFailed', message: 'No.' });
		const failed = await wan.run(limited(edit(), 12), { inputs });
		expect(failed.status).toBe('error');
		succeeded(await wan.run(limited(edit(), 12), { inputs, retryOf: failed }));
		expect(created()).toBe(5);
	});

	it('begins anew in the next execution', async () => {
		succeeded(await wan.run(limited(edit(), 6), { inputs: colors(1) }));
		succeeded(await wan.run(limited(edit(), 6), { inputs: colors(1) }));
		expect(created()).toBe(2);
	});

	it.each([0, -5, 'many'])('is refused where it is %s', async (spendingLimit) => {
		const run = await wan.run(edit({ advancedOptions: { spendingLimit } }), { inputs: colors(1) });
		expect(errorOf(run).message).toMatch(/^'Spending Limit \(Seconds\)' is .*; it takes a number/);
		expect(paidOrPlaced(wan)).toEqual([]);
	});
});

describe('A dry run', () => {
	const DRY = { advancedOptions: { dryRun: true, spendingLimit: 100 } };

	it('returns estimate and request, and sends nothing at all', async () => {
		const run = await wan.run(edit(DRY), { inputs: colors(1) });
		succeeded(run);
		expect(wan.items(run)).toEqual([
			{
				json: {
					dryRun: true,
					operation: 'edit',
					model: 'wan2.7-videoedit',
					estimatedBilledSeconds: 6,
					request: {
						model: 'wan2.7-videoedit',
						input: {
							prompt: 'Paint it color 0',
							media: [{ type: 'video', url: wan.emulator.sample('product-short.mp4') }],
						},
						parameters: { resolution: '720P' },
					},
				},
				pairedItem: { item: 0 },
			},
		]);
		expect(paidOrPlaced(wan)).toEqual([]);
		expect(hintsOf(run)).toContain(
			'Dry run: no task was created. Alibaba Cloud would bill about 6 seconds for this video.',
		);
	});

	it.each(Object.keys(FROM_FILES))(
		'of %s uploads no file: its name stands in the request',
		async (operation) => {
			const { parameters, links } = FROM_FILES[operation]!;
			const run = await wan.run({ ...parameters, ...DRY }, { files: await loadFiles() });
			succeeded(run);
			expect(paidOrPlaced(wan)).toEqual([]);
			for (const link of links(wan.json(run)[0]?.request as never)) {
				expect(link).toMatch(/^<file: [\w-]+\.(mp4|png)>$/);
			}
		},
	);

	it('finds what a real run would refuse, item by item with Continue On Fail', async () => {
		const run = await wan.run(edit(DRY), {
			inputs: [...colors(1), { color: 'x'.repeat(5000) }],
			node: { onError: 'continueRegularOutput' },
		});
		expect(wan.json(run).map(({ error, dryRun }) => error ?? dryRun)).toEqual([
			true,
			"'Prompt' has 5009 characters; Edit takes up to 5000",
		]);
		const over = await wan.run(edit({ advancedOptions: { dryRun: true, spendingLimit: 5 } }), {
			inputs: colors(1),
		});
		expect(errorOf(over).message).toMatch(/could bill 6 seconds/);
		expect(paidOrPlaced(wan)).toEqual([]);
	});

	it('leaves nothing behind in the static data, and nothing to be counted', async () => {
		const staticData: IDataObject = {};
		const run = await wan.run(edit(DRY), { inputs: colors(1), mode: 'trigger', staticData });
		succeeded(run);
		expect(staticData).toEqual({});
		const loop = await looped(limited(edit(), 6, { dryRun: true }), 3);
		succeeded(loop);
	});

	it('of links that n8n would download downloads none', async () => {
		const run = await wan.run(edit({ advancedOptions: { dryRun: true, rehostUrls: true } }), {
			inputs: colors(1),
		});
		succeeded(run);
		expect(wan.json(run)).toMatchObject([
			{
				estimatedBilledSeconds: 6,
				request: { input: { media: [{ url: expect.stringMatching(/^<file: http.*product-short\.mp4>$/) }] } },
			},
		]);
		expect(paidOrPlaced(wan)).toEqual([]);
	});
});

/** Runs the node once for each of so many items, in a loop. */
async function looped(parameters: IDataObject, rounds: number): Promise<IRun> {
	const nodes = [
		{ name: 'Start', type: 'n8n-nodes-base.manualTrigger' },
		{ name: 'Loop', type: 'n8n-nodes-base.splitInBatches', parameters: { batchSize: 1 } },
		{
			name: 'Wan',
			type: 'n8n-nodes-wan-video-edit.wanVideoEdit',
			credentials: { wanDashScopeApi: { id: '1', name: 'Emulator' } },
			parameters,
		},
	].map((sketch, index) => ({
		...{ id: String(index), typeVersion: 1, position: [index, 0], parameters: {} },
		...sketch,
	}));
	const to = (node: string) => [{ node, type: 'main', index: 0 }];
	const connections = {
		Start: { main: [to('Loop')] },
		Loop: { main: [[], to('Wan')] },
		Wan: { main: [to('Loop')] },
	};
	return await wan.engine.run(
		{ nodes: nodes as unknown as INode[], connections: connections as IConnections },
		{
			items: colors(rounds).map((json) => ({ json })),
			credentials: { wanDashScopeApi: wan.credential as never },
		},
	);
}
