import type { INode } from 'n8n-workflow';
import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { MODES } from '../../nodes/WanVideoEdit/modes';
import { TASK_OPERATIONS } from '../../nodes/WanVideoEdit/tasks';
import { Editor, type Theme } from './support/editor';
import { loadExample, madeRunnable } from './support/examples';
import { ROOT } from './support/paths';
import { startSite, type Site } from './support/site';
import { until } from './support/until';
import { editFields, line, manualTrigger, WAN, wanNode } from './support/workflows';

/** Not committed: the pictures in docs/images/editor are chosen from these. */
const SCREENSHOTS = join(ROOT, 'test/e2e/screenshots');
const THEMES: readonly Theme[] = ['light', 'dark'];

const VIDEO = ['Video Input', 'Video URL'];
const OUTPUT = ['Wait for Completion', 'Wait Options', 'Download Video'];
const ALL_OPTIONS = [
	'Allow Private Hosts',
	'Archive Result',
	'Check URL Media',
	'File Transfer',
	'OSS Link Expiry (Hours)',
	'Rehost URLs',
	'Rewrite Prompt',
	'Seed',
	'Watermark',
];

interface Form {
	readonly resource: 'video' | 'task';
	/** Labels of a fresh form below Resource and Operation, in their order. */
	readonly fields: readonly string[];
	/** What 'Add Option' offers, in any order. */
	readonly options?: readonly string[];
}

const video = (fields: readonly string[], ...options: string[]): Form => ({
	resource: 'video',
	fields: ['Model', ...fields, 'Options', ...OUTPUT, 'Batch Options', 'Simplify'],
	options: [...ALL_OPTIONS, ...options],
});

const NOTICE =
	"1080P costs more per second than 720P and is the default when no resolution is set. To pay less, set 'Resolution' to 720P in the options.";

const FORMS: Readonly<Record<string, Form>> = {
	edit: video(
		[...VIDEO, 'Prompt', 'Reference Images', NOTICE],
		'Audio',
		'Duration',
		'Negative Prompt',
		'Ratio',
		'Resolution',
	),
	imageReference: video(['Reference Images', 'Prompt'], 'Size'),
	repaint: video([...VIDEO, 'Prompt', 'Keep From Video', 'Reference Images'], 'Strength'),
	editRegion: video(
		[
			...VIDEO,
			'Prompt',
			'Mask Kind',
			'Mask Input',
			'Mask URL',
			'Mask Type',
			'Mask Frame ID',
			'Expand Ratio',
			'Reference Images',
		],
		'Expand Mode',
		'Keep From Video',
		'Size',
	),
	extend: video(
		['Anchors', 'Prompt'],
		'Keep From Video',
		'Motion Video Field Name',
		'Motion Video Input',
		'Motion Video URL',
	),
	outpaint: video([...VIDEO, 'Prompt', 'Top Scale', 'Bottom Scale', 'Left Scale', 'Right Scale']),
	get: {
		resource: 'task',
		fields: ['Task ID', ...OUTPUT.filter((one) => one !== 'Wait Options'), 'Simplify'],
	},
	getMany: {
		resource: 'task',
		fields: ['Return All', 'Limit', 'Filters', 'Simplify'],
		options: ['End Time', 'Model', 'Start Time', 'Status'],
	},
	cancel: { resource: 'task', fields: ['Task ID', 'Simplify'] },
};

let site: Site;
let editor: Editor;

beforeAll(async () => {
	mkdirSync(SCREENSHOTS, { recursive: true });
	site = await startSite();
	editor = await Editor.open(site.n8n.url);
});

afterAll(async () => {
	await editor?.close();
	await site?.close();
});

/** @param before nodes between the trigger and ours */
async function openForm(operation: string, parameters = {}, before: INode[] = []): Promise<Locator> {
	const { resource } = FORMS[operation]!;
	const wan = wanNode({ resource, operation, ...parameters }, site.credential);
	const workflow = await site.api.createWorkflow(line(operation, manualTrigger(), ...before, wan));
	return await editor.openNode(workflow, WAN);
}

it('has expectations for the form of every operation', () => {
	const operations = [...MODES, ...TASK_OPERATIONS].map(({ operation }) => operation);
	expect(Object.keys(FORMS).sort()).toEqual(operations.sort());
});

describe.each(Object.entries(FORMS))('the form of %s', (operation, { fields, options }) => {
	it('shows what the operation needs and nothing else, in light and in dark', async () => {
		const panel = await openForm(operation);
		expect(await editor.labels(panel)).toEqual(['Resource', 'Operation', ...fields]);
		if (options) {
			const offered = await editor.offers(panel);
			expect(offered).toEqual([...offered].sort((a, b) => a.localeCompare(b)));
			expect([...offered].sort()).toEqual([...options].sort());
		}
		for (const theme of THEMES) {
			await editor.screenshotForm(panel, theme, join(SCREENSHOTS, `${operation}-${theme}.png`));
		}
	});
});

it('finds a model by part of its name', async () => {
	const panel = await openForm('repaint');
	await editor.part('rlc-input', panel).click();
	const models = editor.page.locator('[data-test-id="rlc-item"]:visible');
	await models.nth(1).waitFor();
	expect(await models.allInnerTexts()).toEqual(['wan2.1-vace-plus', 'wanx2.1-vace-plus']);
	const search = editor.page.locator('[data-test-id="rlc-search"] input, input[data-test-id="rlc-search"]');
	// n8n keeps the chosen model in the list, whatever is searched for.
	for (const [typed, found] of [
		['wan2.1', 1],
		['wanx', 2],
	] as const) {
		await search.fill(typed);
		await until(`${found} found for ${typed}`, async () => (await models.count()) === found);
	}
});

it('selects the model of an operation when a user switches to it', async () => {
	const panel = await openForm('edit');
	const model = editor.part('rlc-input', panel);
	expect(await model.inputValue()).toBe('wan2.7-videoedit');
	await editor.choose(panel, 'operation', 'Repaint');
	await editor.part('parameter-input-controlCondition', panel).waitFor();
	expect(await model.inputValue()).toBe('wan2.1-vace-plus');
});

it('runs on a click and shows the video beside the form', async () => {
	const panel = await openForm(
		'edit',
		{
			videoUrl: '={{ $json.video }}',
			prompt: '={{ $json.wish }}',
			resolution: '720P',
			downloadVideo: true,
			advancedOptions: { polling: 'fast' },
		},
		[
			editFields('Clip', {
				video: site.emulator.sample('product-short.mp4'),
				wish: 'Convert the entire scene to a claymation style',
			}),
		],
	);
	await editor.part('node-execute-button', panel).click();
	const output = editor.part('output-panel', panel);
	await editor.part('node-run-status-success', output).waitFor();
	await editor.part('radio-button-binary', output).click();
	await editor.part('ndv-view-binary-data', output).click();
	const player = editor.page.locator('video');
	await player.waitFor();
	await editor.page.waitForFunction(() => (document.querySelector('video')?.videoWidth ?? 0) > 0);
	await editor.closeMessages();
	for (const theme of THEMES) {
		await editor.screenshot(panel, theme, join(SCREENSHOTS, `result-${theme}.png`));
	}
});

it('takes the form of an example from a user, and the browser saves the edited video', async () => {
	const { api, emulator, n8n } = site;
	const workflow = await api.createWorkflow(madeRunnable(loadExample('region-edit-form.json'), site));
	await api.publish(workflow);
	const { page } = editor;
	// A moment after it was published n8n does not know it yet.
	await until('the form', async () => (await page.goto(`${n8n.url}/form/wan-region-edit`))?.status() === 200);
	const file = async (name: string, mimeType: string) => {
		const response = await fetch(`${emulator.url}/samples/${name}`);
		return { name, mimeType, buffer: Buffer.from(await response.arrayBuffer()) };
	};
	const files = page.locator('input[type=file]');
	await files.nth(0).setInputFiles(await file('product-short.mp4', 'video/mp4'));
	await files.nth(1).setInputFiles(await file('mask-short.png', 'image/png'));
	await page.locator('textarea').fill('A lion in a suit sips coffee');
	const download = page.waitForEvent('download');
	await page.locator('button[type=submit], #submit-btn').click();
	const saved = await readFile(await (await download).path());
	const task = emulator.tasks.at(-1);
	expect(task?.body).toMatchObject({ input: { prompt: 'A lion in a suit sips coffee' } });
	expect(saved.equals(await readFile(task!.outputPath!))).toBe(true);
});

// In a block of its own: jest runs what stands outside of blocks first.
describe('all of this', () => {
	it('contacts no host outside this machine, except for the font of n8n’s forms', () => {
		expect(editor.outsideHosts.filter((host) => host !== 'fonts.googleapis.com')).toEqual([]);
	});
});
