import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { MODES } from '../../nodes/WanVideoEdit/modes';
import { TASK_OPERATIONS } from '../../nodes/WanVideoEdit/tasks';
import { Editor, THEMES } from './support/editor';
import { FILLED_FORMS } from './support/filledForms';
import { openEditor } from './support/openEditor';
import { SCREENSHOTS } from './support/paths';
import { NODE_TYPE, type Site } from './support/site';
import { line, WAN, wanNode } from './support/workflows';

const VIDEO = ['Video Input', 'Video URL'];
const RESULT = ['Wait for Completion', 'Download Video', 'Output Data Field Name'];
const [LENGTH, SOUND] = ['If Too Long', 'Sound'];
const ALL_OPTIONS = ['Rewrite Prompt', 'Seed', 'Watermark'];
const ADVANCED_OPTIONS = [
	'Timeout (Minutes)',
	'On Timeout',
	'Polling',
	'Cancel on Stop',
	'Max Concurrent Tasks',
	'Spending Limit (Seconds)',
	'Dry Run',
	'File Name',
	'Include Input Fields',
	'Rehost URLs',
	'Check URL Media',
	'Allow Private Hosts',
	'File Transfer',
];
const WITH_BUCKET = ['Archive Result', 'OSS Link Expiry (Hours)'];
const FOR_FILES = ['Polling', 'File Name'];

interface Form {
	readonly resource: 'video' | 'task';
	/** Labels of a fresh form below Resource and Operation, in their order. */
	readonly fields: readonly string[];
	/** What each 'Add Option' offers, in its order. */
	readonly options: ReadonlyArray<readonly string[]>;
}

const video = (fields: readonly string[], ...options: string[]): Form => ({
	resource: 'video',
	fields: [...fields, ...RESULT, 'Options', 'Use OSS Bucket', 'Advanced Options', 'Simplify'],
	options: [options, ADVANCED_OPTIONS],
});

/** A mode with a mask can return it. */
const withMask = (fields: readonly string[], ...options: string[]): Form => ({
	...video(fields, ...options),
	options: [
		options,
		ADVANCED_OPTIONS.flatMap((option) =>
			option === 'Include Input Fields' ? [option, 'Output Mask'] : [option],
		),
	],
});

const FORMS: Readonly<Record<string, Form>> = {
	edit: video(
		['Model', ...VIDEO, 'Prompt', 'Reference Images', 'Resolution'],
		'Negative Prompt',
		'Ratio',
		'Duration',
		'Audio',
		LENGTH,
		...ALL_OPTIONS,
	),
	imageReference: video(
		['Prompt', 'Reference Images', 'Input', 'Image URL', 'Role'],
		'Size',
		SOUND,
		...ALL_OPTIONS,
		'Model',
	),
	repaint: video(
		[...VIDEO, 'Prompt', 'Reference Images', 'Keep From Video'],
		'Strength',
		LENGTH,
		SOUND,
		...ALL_OPTIONS,
		'Model',
	),
	editRegion: withMask(
		[...VIDEO, 'Prompt', 'Reference Images', 'Mask', 'Mask Input', 'Mask URL', 'Mask Follows Motion'],
		'Mask Frame ID',
		'Expand Ratio',
		'Expand Mode',
		'Size',
		'Keep From Video',
		'Clean Mask',
		'Invert Mask',
		LENGTH,
		SOUND,
		...ALL_OPTIONS,
		'Model',
	),
	extend: video(
		['Prompt', 'Starts With', 'Start Input', 'Start URL', 'Ends With'],
		'Motion Video',
		'Keep From Video',
		LENGTH,
		SOUND,
		...ALL_OPTIONS,
		'Model',
	),
	outpaint: video(
		[...VIDEO, 'Prompt', 'Expand To', 'Top Scale', 'Bottom Scale', 'Left Scale', 'Right Scale'],
		LENGTH,
		SOUND,
		...ALL_OPTIONS,
		'Model',
	),
	get: {
		resource: 'task',
		fields: ['Task', 'Wait for Completion', 'Download Video', 'Simplify'],
		options: [],
	},
	getMany: {
		resource: 'task',
		fields: ['Return All', 'Limit', 'Filters', 'Simplify'],
		options: [['End Time', 'Model', 'Start Time', 'Status']],
	},
	cancel: { resource: 'task', fields: ['Task', 'Simplify'], options: [] },
};

let site: Site;
let editor: Editor;
openEditor((...opened) => ([site, editor] = opened));

async function openForm(operation: string, parameters = {}, type = NODE_TYPE): Promise<Locator> {
	const { resource } = FORMS[operation]!;
	const wan = { ...wanNode({ resource, operation, ...parameters }, site.credential), type };
	return await editor.openNode(await site.api.createWorkflow(line(operation, wan)), WAN);
}

it('has expectations for the form of every operation', () => {
	const operations = [...MODES, ...TASK_OPERATIONS].map(({ operation }) => operation);
	expect(Object.keys(FORMS).sort()).toEqual(operations.sort());
	expect(Object.keys(FILLED_FORMS).sort()).toEqual(operations.sort());
});

describe.each(Object.entries(FORMS))('the form of %s', (operation, { fields, options }) => {
	it('shows what the operation needs and nothing else', async () => {
		const panel = await openForm(operation);
		expect(await editor.labels(panel)).toEqual(['Resource', 'Operation', ...fields]);
		expect(await editor.offers(panel)).toEqual(options);
	});

	it('shows its values in light, in dark and in a narrow window', async () => {
		const panel = await openForm(operation, FILLED_FORMS[operation]);
		for (const theme of THEMES) {
			await editor.screenshotForm(panel, theme, join(SCREENSHOTS, `${operation}-${theme}.png`));
		}
		await editor.narrow();
		const [form, window] = [
			await editor.part('node-parameters', panel).boundingBox(),
			editor.page.viewportSize(),
		];
		expect(form!.x).toBeGreaterThanOrEqual(0);
		expect(form!.x + form!.width).toBeLessThanOrEqual(window!.width);
		await editor.screenshot(panel, 'light', join(SCREENSHOTS, `${operation}-narrow.png`));
		await editor.widen();
	});
});

it('shows the credential of the bucket only where the bucket is used, and its options', async () => {
	const panel = await openForm('edit');
	const slots = editor.part('node-credentials-slot', panel);
	expect(await slots.innerText()).not.toMatch(/OSS/);
	await editor.flip(panel, 'useOssBucket');
	await slots.getByText('Wan Alibaba Cloud OSS').first().waitFor();
	const withoutTransfer = ADVANCED_OPTIONS.filter((option) => option !== 'File Transfer');
	expect((await editor.offers(panel)).at(-1)).toEqual([...withoutTransfer, ...WITH_BUCKET]);
	await editor.screenshotForm(panel, 'light', join(SCREENSHOTS, 'bucket.png'));
});

describe.each(['edit', 'get'])('as a tool of an agent, the form of %s', (operation) => {
	it('has a description for the model, and no fields for files', async () => {
		const panel = await openForm(operation, {}, `${NODE_TYPE}Tool`);
		const labels = await editor.labels(panel);
		const [, , first] = labels;
		expect(first).toBe('Tool Description');
		expect(labels).not.toEqual(expect.arrayContaining(['Download Video']));
		expect(labels.includes('Task')).toBe(false);
		const offers = (await editor.offers(panel)).at(-1) ?? [];
		expect(offers.filter((option) => FOR_FILES.includes(option))).toEqual([]);
		const { toolDescription } = [...MODES, ...TASK_OPERATIONS].find((one) => one.operation === operation)!;
		expect(await editor.input(panel, 'toolDescription').inputValue()).toContain(toolDescription);
		await editor.screenshotForm(panel, 'light', join(SCREENSHOTS, `tool-${operation}.png`));
	});
});

it('finds a model by part of its name', async () => {
	const panel = await openForm('edit');
	await editor.part('rlc-input', panel).click();
	const models = editor.page.locator('[data-test-id="rlc-item"]:visible');
	await models.first().waitFor();
	expect(await models.allInnerTexts()).toEqual(['wan2.7-videoedit']);
});

// In a block of its own: jest runs what stands outside of blocks first.
describe('all of this', () => {
	it('contacts no host outside this machine', () => {
		expect(editor.outsideHosts).toEqual([]);
	});
});
