import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startEmulator } from '../../emulator';
import { itemsOf } from './support/api';
import {
	CLIPS,
	exampleFiles,
	hasBucket,
	hasAgent,
	loadExample,
	madeRunnable,
	manualTriggerOf,
	prepareFiles,
	wanNodesOf,
} from './support/examples';
import { API_KEY, NODE_TYPE, startSite, type Site } from './support/site';
import { until } from './support/until';
import { line, manualTrigger, START, threeItems, wanNode } from './support/workflows';

let site: Site;

beforeAll(async () => {
	site = await startSite();
	await prepareFiles(site);
});

afterAll(async () => {
	await site?.close();
});

describe('the packed package in n8n', () => {
	it('shows the node under its name, also as a tool for agents, with an icon for light and dark', async () => {
		const response = await site.api.request('GET', '/types/nodes.json', {});
		const types = (await response.json()) as Array<{
			name: string;
			iconUrl?: { light: string; dark: string };
		}>;
		const found = types.filter(({ name }) => name.startsWith(NODE_TYPE));
		expect(found.map(({ name }) => name).sort()).toEqual([NODE_TYPE, `${NODE_TYPE}Tool`]);
		const { light, dark } = found[0]!.iconUrl!;
		expect(light).not.toBe(dark);
		for (const icon of [light, dark]) {
			const { status, headers } = await site.api.request('GET', `/${icon}`, {});
			expect([status, headers.get('content-type')]).toEqual([200, expect.stringContaining('image/svg+xml')]);
		}
	});

	it('has both credentials', async () => {
		const response = await site.api.request('GET', '/types/credentials.json', {});
		const types = (await response.json()) as Array<{ name: string; supportedNodes?: string[] }>;
		expect(
			types
				.filter(({ name }) => name.startsWith('wan'))
				.map(({ name }) => name)
				.sort(),
		).toEqual(['wanDashScopeApi', 'wanOssApi']);
	});
});

describe('the Test button of the credential', () => {
	const test = async (data?: Record<string, string>) =>
		await site.api.testCredential('wanDashScopeApi', site.credential, data);

	it('accepts the saved key without reading it back', async () => {
		expect(await test()).toEqual({
			status: 'OK',
			message: 'The key works at https://dashscope.aliyuncs.com',
		});
	});

	it('says that a key is wrong', async () => {
		expect(await test({ apiKey: 'sk-wrong', region: 'cn-beijing' })).toEqual({
			status: 'Error',
			message: expect.stringMatching(/was rejected.*Other regions reject it too/) as string,
		});
	});

	it('says which region a key of the other region belongs to', async () => {
		expect(await test({ apiKey: API_KEY, region: 'ap-southeast-1' })).toEqual({
			status: 'Error',
			message: expect.stringContaining('It belongs to the region China (Beijing)') as string,
		});
	});

	it('says that a host cannot be reached', async () => {
		expect(await test({ apiKey: API_KEY, region: 'custom', baseUrl: 'http://127.0.0.1:9' })).toEqual({
			status: 'Error',
			message: expect.stringMatching(/127\.0\.0\.1:9 could not be reached: .*\(ECONNREFUSED\)/) as string,
		});
	});
});

const WEBHOOK = 'n8n-nodes-base.webhook';

/** What comes from outside is part of them: the browser and the agent have tests of their own. */
const ELSEWHERE = [
	'edit-by-chat.json',
	'preview-then-final.json',
	'region-edit-web-form.json',
	'restyle-product-video.json',
];

const startable = exampleFiles().filter((file) => {
	const example = loadExample(file);
	return manualTriggerOf(example) !== undefined && !hasAgent(example) && !hasBucket(example);
});

it('runs every example, here or in a separate test', () => {
	expect([...startable, ...ELSEWHERE].sort()).toEqual(exampleFiles().sort());
});

async function runExample(file: string) {
	const before = site.emulator.tasks.length;
	const example = madeRunnable(loadExample(file), site);
	const workflow = await site.api.createWorkflow(example);
	const execution = await site.api.run(workflow, manualTriggerOf(example)!);
	expect(execution.data.resultData.error).toBeUndefined();
	expect(execution.status).toBe('success');
	return { example, workflow, execution, tasks: site.emulator.tasks.slice(before) };
}

const endOf = async (taskId: unknown) =>
	await until('the end of the task', () =>
		site.emulator.tasks.some(({ id, status }) => id === taskId && status === 'SUCCEEDED'),
	);

/** What stands in a file is the video of that task. */
async function expectVideo(file: string, taskId: unknown): Promise<void> {
	const task = site.emulator.tasks.find(({ id }) => id === taskId);
	expect((await readFile(file)).equals(await readFile(task!.outputPath!))).toBe(true);
}

describe.each(startable)('examples/%s', (file) => {
	it('runs successfully, pays for each video once, and outputs the videos as files', async () => {
		const created = site.emulator.count('create');
		const { example, execution } = await runExample(file);
		const wanNodes = wanNodesOf(example);
		expect(wanNodes.flatMap(({ name }) => itemsOf(execution, name, 1))).toEqual([]);
		const edits = wanNodes.filter(({ parameters }) => parameters.resource === 'video');
		const edited = edits.flatMap(({ name }) => itemsOf(execution, name));
		expect(edited.length).toBeGreaterThanOrEqual(edits.length);
		expect(site.emulator.count('create') - created).toBe(edited.length);

		for (const { json, binary } of wanNodes.flatMap(({ name }) => itemsOf(execution, name))) {
			if (!binary) continue;
			const { type, bytes } = await site.api.download(binary.data!.id!);
			const task = site.emulator.tasks.find(({ id }) => id === json.taskId);
			expect(type).toContain('video/mp4');
			expect(bytes.equals(await readFile(task!.outputPath!))).toBe(true);
		}
	});
});

describe('examples/folder-of-clips.json', () => {
	it('saves each clip of the folder as the video of its task', async () => {
		const edited = join(site.files, 'edited');
		for (const left of await readdir(edited)) await rm(join(edited, left));
		const { execution, tasks } = await runExample('folder-of-clips.json');
		expect(tasks).toHaveLength(CLIPS.length);
		expect((await readdir(edited)).sort()).toEqual(CLIPS);
		const saved = itemsOf(execution, 'Save Clips').map(({ json }) => json);
		expect(saved.map(({ fileName }) => fileName).sort()).toEqual(CLIPS.map((clip) => join(edited, clip)));
		for (const { fileName, taskId } of saved) await expectVideo(String(fileName), taskId);
	});
});

describe('examples/restyle-product-video.json', () => {
	it('makes one film of the pieces of a long one, and stores it in the bucket', async () => {
		const { api, emulator } = site;
		const { url, bucket, sample } = emulator;
		const service = { apiKey: API_KEY, region: 'custom', baseUrl: url };
		const credential = await api.createCredential('wanDashScopeApi', 'By its address', service);
		const stored = await api.createCredential('wanOssApi', 'Bucket', { ...bucket.credential });
		const example = loadExample('restyle-product-video.json');
		const ready = madeRunnable(example, { ...site, credential, bucket: stored });
		const long = JSON.stringify(ready).replaceAll(sample('product-short.mp4'), sample('product-film.mp4'));
		const workflow = await api.createWorkflow(JSON.parse(long) as typeof ready);
		const execution = await api.run(workflow, manualTriggerOf(example)!);

		expect(itemsOf(execution, 'List Pieces')).toEqual([]);
		const [made] = itemsOf(execution, 'Use the Video');
		expect(made?.json).toMatchObject({ status: 'SUCCEEDED', billedSeconds: 40 });
		expect(made?.json.pieces).toHaveLength(8);
		const { type, bytes } = await api.download(made!.binary!.data!.id!);
		expect(type).toContain('video/mp4');
		const copy = await fetch(String(made?.json.archiveSignedUrl));
		expect(bytes.equals(Buffer.from(await copy.arrayBuffer()))).toBe(true);
	});
});

describe('examples/advanced/save-missed-videos.json', () => {
	it('archives the video of a task whose execution had ended before it was downloaded', async () => {
		const submission = await runExample('advanced/fetch-on-event.json');
		const id = submission.tasks[0]!.id;
		await endOf(id);

		const { execution } = await runExample('advanced/save-missed-videos.json');
		expect(itemsOf(execution, 'List Missing Videos')).toEqual([]);
		expect(itemsOf(execution, 'Remember Saved Videos').map(({ json }) => json.taskId)).toContain(id);
		await expectVideo(join(site.files, 'wan-archive', `${id}.mp4`), id);
	});
});

describe('examples/advanced/fetch-on-event.json', () => {
	it('downloads the video of a task when its completion event arrives', async () => {
		const { api, emulator } = site;
		const { example, workflow, execution: submission } = await runExample('advanced/fetch-on-event.json');
		const [submitted] = itemsOf(submission, 'Start Edit');
		const { taskId } = submitted!.json;
		await endOf(taskId);

		await api.publish(workflow);
		const body = {
			id: 'b3c1e0f2-0000-4000-8000-000000000000',
			source: 'acs.dashscope',
			type: 'dashscope:System:AsyncTaskFinish',
			specversion: '1.0',
			data: {
				task_id: taskId,
				task_status: 'SUCCEEDED',
				region: 'cn-beijing',
				user_api_unique_key: 'apikey:v1:aigc:video-generation:video-synthesis:wan2.7-videoedit',
				contain_result: false,
			},
		};
		const { path } = example.nodes.find(({ type }) => type === WEBHOOK)!.parameters;
		await until('the webhook', async () => {
			const { status } = await api.request('POST', `/webhook/${path as string}`, { body });
			if (status !== 404) expect(status).toBe(200);
			return status === 200;
		});
		await until('the execution', async () => (await api.executions(workflow)).length === 2);
		const [latest] = await api.executions(workflow);
		const execution = await api.finished(latest!.id);
		expect(execution.status).toBe('success');
		const [used, ...others] = itemsOf(execution, 'Use the Video');
		expect(others).toEqual([]);
		expect(used?.json).toMatchObject({ taskId, status: 'SUCCEEDED' });
		const { type, bytes } = await api.download(used!.binary!.data!.id!);
		expect(type).toContain('video/mp4');
		const task = emulator.tasks.find((one) => one.id === taskId);
		expect(bytes.equals(await readFile(task!.outputPath!))).toBe(true);
	});
});

describe('Stop', () => {
	it('ends a waiting execution, cancels the task that has not started, and does nothing else', async () => {
		const slow = await startEmulator({ runSeconds: { queue: 3600 }, render: 'sample' });
		try {
			const data = { apiKey: API_KEY, region: 'custom', baseUrl: slow.url };
			const credential = await site.api.createCredential('wanDashScopeApi', 'Slow', data);
			const parameters = {
				operation: 'repaint',
				videoUrl: slow.sample('product-short.mp4'),
				prompt: 'An old engraving',
			};
			const draft = line('To be stopped', manualTrigger(), wanNode(parameters, credential));
			const workflow = await site.api.createWorkflow(draft);
			const execution = await site.api.start(workflow, START);
			await until('the first look at the task', () => slow.count('query') + slow.count('list') > 0);
			expect(slow.tasks.map(({ status }) => status)).toEqual(['PENDING']);

			await site.api.stop(execution);
			expect((await site.api.finished(execution)).status).toBe('canceled');
			await until('the cancellation', () => slow.tasks[0]?.status === 'CANCELED', 10_000);
			slow.forget();
			await sleep(5000);
			expect(slow.requests).toEqual([]);
		} finally {
			await slow.close();
		}
	});

	it("leaves the IDs of running tasks in n8n's log: n8n keeps nothing else of a stopped node", async () => {
		const slow = await startEmulator({ runSeconds: { queue: 0, run: 3600 }, render: 'sample' });
		try {
			const data = { apiKey: API_KEY, region: 'custom', baseUrl: slow.url };
			const credential = await site.api.createCredential('wanDashScopeApi', 'Slow', data);
			const parameters = { operation: 'edit', videoUrl: slow.sample('product-short.mp4'), prompt: 'Clay' };
			const draft = line('To be stopped', manualTrigger(), threeItems(), wanNode(parameters, credential));
			const workflow = await site.api.createWorkflow(draft);
			const execution = await site.api.start(workflow, START);
			await until('a look at the three tasks', () => slow.count('query') + slow.count('list') >= 3);
			expect(slow.tasks.map(({ status }) => status)).toEqual(['RUNNING', 'RUNNING', 'RUNNING']);

			await site.api.stop(execution);
			expect((await site.api.finished(execution)).status).toBe('canceled');
			await until('the log', () => slow.tasks.every(({ id }) => site.n8n.log().includes(id)), 10_000);
			expect(slow.count('cancel')).toBe(0);
		} finally {
			await slow.close();
		}
	});
});

// In a block of its own: jest runs what stands outside of blocks first.
describe('all of this', () => {
	it('contacts no host but DashScope', () => {
		expect(site.internet.unknownHosts).toEqual([]);
	});
});
