import type { IHttpRequestOptions, ILoadOptionsFunctions } from 'n8n-workflow';
import { searchTasks } from '../../nodes/WanVideoEdit/methods/taskSearch';
import { n8nHelpers } from '../support/n8nHelpers';
import { errorOf, fileOf, KEY, requestsOf, startWan, type Wan } from '../support/wan';

describe('the form', () => {
	let wan: Wan;
	beforeAll(async () => {
		wan = await startWan();
	});
	afterAll(async () => await wan.close());
	beforeEach(() => wan.emulator.forget());

	const edit = (more: object = {}) => ({ ...requestsOf(wan.emulator).edit, ...more });
	const hintsOf = (run: Awaited<ReturnType<Wan['run']>>): string[] =>
		(run.data.resultData.runData.Wan?.[0]?.hints ?? []).map(({ message }) => message);

	/** What n8n gives to a search of the form. */
	async function editorContext(): Promise<ILoadOptionsFunctions> {
		const { helpers } = await n8nHelpers();
		const httpRequestWithAuthentication = async (_type: string, options: IHttpRequestOptions) =>
			(await helpers.httpRequest({
				...options,
				headers: { ...options.headers, Authorization: `Bearer ${KEY}` },
			})) as unknown;
		return {
			helpers: { ...helpers, httpRequestWithAuthentication },
			getCredentials: async () => wan.credential,
		} as unknown as ILoadOptionsFunctions;
	}

	it('gives the video as a file when nothing else was chosen, and says what was billed', async () => {
		const run = await wan.run(edit());
		const [item] = wan.items(run);
		expect(item?.binary?.data).toMatchObject({ mimeType: 'video/mp4' });
		expect(Object.keys(item!.json)).toEqual([
			'videoUrl',
			'videoUrlExpiresAt',
			'taskId',
			'status',
			'operation',
			'model',
			'prompt',
			'billedSeconds',
			'submittedAt',
			'finishedAt',
		]);
		expect(hintsOf(run)).toEqual([`Alibaba Cloud bills ${item!.json.billedSeconds} seconds for this video.`]);
	});

	it('says when the link expires if there is no file', async () => {
		const hints = hintsOf(await wan.run(edit({ downloadVideo: false })));
		expect(hints[0]).toMatch(
			/^The link to the video expires on .* UTC\. To get the file without paying again/,
		);
	});

	it('says what was billed for its own tasks, whatever fields the input items bring along', async () => {
		const inputs = [{ billedSeconds: 99, videoUrl: 'https://example.com/old.mp4', status: 'RUNNING' }];
		const advancedOptions = { includeInputFields: true };
		const run = await wan.run(edit({ simplify: false, advancedOptions }), { inputs });
		expect(hintsOf(run)).toEqual([
			expect.stringMatching(/^Alibaba Cloud bills \d seconds for this video\.$/),
		]);
	});

	it('has no hints about a list of tasks', async () => {
		await wan.run(edit({ waitForCompletion: false }));
		const list = { resource: 'task', operation: 'getMany', returnAll: true };
		expect(hintsOf(await wan.run(list))).toEqual([]);
	});

	it('names the file as the person says, and keeps the fields of the input item beside the result', async () => {
		const advancedOptions = { fileName: '={{ $json.title }}', includeInputFields: true };
		const inputs = [{ title: 'summer', status: 'draft', error: 'old', campaign: 7 }];
		const run = await wan.run(edit({ advancedOptions }), { inputs });
		const [item] = wan.items(run);
		expect(item?.binary?.data?.fileName).toBe('summer.mp4');
		expect(item?.json).toMatchObject({ title: 'summer', campaign: 7, status: 'SUCCEEDED' });
		expect(item?.json).not.toHaveProperty('error');
	});

	it.each([
		['a link', { videoInput: 'url' }],
		['a file', { videoInput: 'binary', videoField: 'clip' }],
	])('expands %s to a shape by its own size', async (_, source) => {
		const files = { clip: await fileOf('product-short.mp4', 'video/mp4') };
		const run = await wan.run(
			{ ...requestsOf(wan.emulator).outpaint, expandTo: '1:1', ...source },
			{ files },
		);
		expect(run.status === 'error' ? errorOf(run).message : run.status).toBe('success');
		const [created] = wan.emulator.requests.filter(({ endpoint }) => endpoint === 'create');
		expect((created?.body as { parameters: object }).parameters).toEqual({
			top_scale: 1.3889,
			bottom_scale: 1.3889,
		});
	});

	it.each([
		['a link', { videoInput: 'url' }],
		['a file', { videoInput: 'binary', videoField: 'clip' }],
	])('refuses a shape that %s cannot reach, before a task is created', async (_, source) => {
		const files = { clip: await fileOf('product-short.mp4', 'video/mp4') };
		const run = await wan.run(
			{ ...requestsOf(wan.emulator).outpaint, expandTo: '9:16', ...source },
			{ files },
		);
		expect(errorOf(run).message).toMatch(/640 × 360.*the nearest that it can reach is 3:4/);
		expect(wan.emulator.count('create')).toBe(0);
	});

	it('lists the tasks of the last 24 hours with time, model, status and prompt', async () => {
		await wan.run(edit({ prompt: 'Make it <b>clay</b>' }));
		await wan.run({ ...requestsOf(wan.emulator).repaint, waitForCompletion: false });
		const context = await editorContext();
		const { results } = await searchTasks.call(context);
		expect(results.slice(0, 2).map(({ value }) => value)).toEqual(
			wan.emulator.tasks
				.slice(-2)
				.reverse()
				.map(({ id }) => id),
		);
		expect(results[0]?.name).toMatch(/^\d\d-\d\d \d\d:\d\d UTC · \w+ · .*wan2\.1-vace-plus$/);
		expect(results[1]?.name).toMatch(/ · Succeeded · Make it ‹b›clay.* · wan2\.7-videoedit$/);
		const found = await searchTasks.call(context, 'CLAY');
		expect(found.results.every(({ name }) => /clay/i.test(name))).toBe(true);
		expect(found.results.length).toBeGreaterThan(0);
	});

	it('lists the tasks page by page', async () => {
		await wan.run(edit({ waitForCompletion: false }), { inputs: Array.from({ length: 17 }, () => ({})) });
		const context = await editorContext();
		const first = await searchTasks.call(context);
		expect(first.results).toHaveLength(15);
		expect(first.paginationToken).toBe('2');
		const second = await searchTasks.call(context, '', first.paginationToken as string);
		expect(second.results.length).toBeGreaterThan(0);
		const ids = [...first.results, ...second.results].map(({ value }) => value);
		expect(new Set(ids).size).toBe(ids.length);
	});
});
