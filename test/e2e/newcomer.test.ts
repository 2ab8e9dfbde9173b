// cspell:ignore tongyi
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { MODES } from '../../nodes/WanVideoEdit/modes';
import type { INode } from 'n8n-workflow';
import { Editor } from './support/editor';
import { openEditor } from './support/openEditor';
import { ROOT } from './support/paths';
import { API_KEY, type Site } from './support/site';
import { until } from './support/until';

/** What the README promises to someone who has a credential, for the operation of a new node and for another one. */
const MOST_CLICKS = 8;

let site: Site;
let editor: Editor;
openEditor((...opened) => ([site, editor] = opened));

/** Words that someone searches for who has read about Wan, but not the name of the node. */
const SEARCHES = [
	'edit video',
	'ai video',
	'video editing',
	'extend video',
	'wan 2.7',
	'wanx',
	'tongyi',
	'aliyun',
	'通义',
	'通义万相',
	'万相',
	'阿里云',
	'百炼',
	'视频',
	'视频编辑',
];

/** Counts what a person does. Filling in a field is one text, however long. */
class Person {
	clicks = 0;
	texts = 0;

	async click(target: Locator): Promise<void> {
		this.clicks += 1;
		await target.click();
	}

	async type(target: Locator, text: string): Promise<void> {
		this.texts += 1;
		await target.fill(text);
	}
}

/** What has to be typed into the form of an operation: parameter and text, or sample. */
const TYPED: Readonly<Record<string, ReadonlyArray<readonly [parameter: string, text: string]>>> = {
	edit: [
		['videoUrl', 'product-short.mp4'],
		['prompt', 'Convert the entire scene to a claymation style'],
	],
	imageReference: [
		['prompt', 'A bottle stands on a table by a window'],
		['url', 'subject.png'],
	],
	repaint: [
		['videoUrl', 'product-short.mp4'],
		['prompt', 'An old engraving of a bottle'],
	],
	editRegion: [
		['videoUrl', 'product-short.mp4'],
		['prompt', 'A blue vase'],
		['maskUrl', 'mask-short.png'],
	],
	extend: [
		['prompt', 'The bottle moves on'],
		['startUrl', 'clip.mp4'],
	],
	outpaint: [
		['videoUrl', 'product-short.mp4'],
		['prompt', 'A bottle in a wide room'],
	],
};

const MODELS: Readonly<Record<string, string>> = {
	'wan2.7-videoedit': 'wan2.7-videoedit',
	vace: 'wan2.1-vace-plus',
};

/** Adds the node to an empty workflow, by its name in the node panel. */
async function addNode(person: Person): Promise<Locator> {
	await editor.openNewWorkflow();
	await person.click(editor.part('canvas-add-button'));
	await editor.part('node-creator-search-bar').fill('edit video');
	await person.click(editor.part('node-creator-item-name').filter({ hasText: /^Wan Video Edit$/ }));
	// Of the page on which n8n describes a community node.
	await person.click(editor.page.getByText('Add to workflow'));
	const panel = editor.part('ndv');
	await editor.part('parameter-input-operation', panel).waitFor();
	return panel;
}

/** Chooses the operation, fills in its form, and executes the node. */
async function edit(person: Person, panel: Locator, operation: string): Promise<void> {
	const { label } = MODES.find((mode) => mode.operation === operation)!;
	const operations = editor.part('parameter-input-operation', panel);
	if ((await operations.locator('input').inputValue()) !== label) {
		await person.click(operations);
		await person.click(editor.entry(label));
	}
	for (const [parameter, text] of TYPED[operation]!) {
		await person.type(
			editor.input(panel, parameter),
			/\.\w+$/.test(text) ? site.emulator.sample(text) : text,
		);
	}
	await person.click(editor.part('node-execute-button', panel));
	// The output of an earlier run stays until this one ends.
	const before = site.emulator.tasks.length;
	await until(`the task of ${operation}`, () => site.emulator.tasks.length > before);
	await until(`the end of ${operation}`, () => site.emulator.tasks.at(-1)?.status === 'SUCCEEDED');
	await editor.part('node-run-status-success', editor.part('output-panel', panel)).waitFor();
}

/** Opens the file in the output, and waits until the browser shows its picture. */
async function view(person: Person, panel: Locator): Promise<void> {
	await person.click(editor.part('ndv-view-binary-data', panel));
	await editor.page.waitForFunction(() => (document.querySelector('video')?.videoWidth ?? 0) > 0);
}

/** The node as the open workflow was saved with it. */
async function savedNode(): Promise<INode> {
	const [, id = ''] = /\/workflow\/(\w+)/.exec(editor.page.url()) ?? [];
	const { nodes } = await site.api.ask<{ nodes: INode[] }>('GET', `/rest/workflows/${id}`);
	return nodes.find(({ type }) => type.endsWith('.wanVideoEdit'))!;
}

it('fills in the form of every edit mode', () => {
	expect(Object.keys(TYPED).sort()).toEqual(MODES.map(({ operation }) => operation).sort());
});

it('is found in the node panel by every alias, also by Chinese ones', async () => {
	const codex = JSON.parse(readFileSync(join(ROOT, 'nodes/WanVideoEdit/WanVideoEdit.node.json'), 'utf8')) as {
		alias: string[];
	};
	await editor.openNewWorkflow();
	await editor.part('canvas-add-button').click();
	const names = editor.part('node-creator-item-name');
	const notFound: string[] = [];
	for (const word of new Set([...codex.alias, ...SEARCHES])) {
		await editor.part('node-creator-search-bar').fill('');
		await names.filter({ hasText: 'Trigger manually' }).waitFor();
		await editor.part('node-creator-search-bar').fill(word);
		const found = names.filter({ hasText: /^Wan Video Edit$/ });
		await found.waitFor({ timeout: 10_000 }).catch(() => notFound.push(word));
	}
	expect(notFound).toEqual([]);
});

it('uses the model of each operation after the credential was created in the node', async () => {
	const { api, emulator, credential } = site;
	await api.deleteCredential(credential);
	const person = new Person();
	const panel = await addNode(person);
	const top = await editor.part('node-credentials-slot', panel).boundingBox();
	const resource = await editor.part('parameter-input-resource', panel).boundingBox();
	expect(top!.y).toBeLessThan(resource!.y);

	await person.click(editor.part('node-credentials-empty-state', panel).locator('button'));
	const dialog = editor.part('editCredential-modal');
	await person.type(editor.input(dialog, 'apiKey'), API_KEY);
	await person.click(editor.part('credential-save-button', dialog));
	await dialog.waitFor({ state: 'hidden' });

	for (const { operation, family } of MODES) {
		await edit(person, panel, operation);
		expect(emulator.tasks.at(-1)?.body).toMatchObject({ model: MODELS[family] });
		// Nobody chose a model: a saved one would stay when the node's own changes.
		expect((await savedNode()).parameters).not.toHaveProperty('model');
	}
	expect(emulator.count('create')).toBe(MODES.length);
});

describe.each(Object.entries(TYPED))('%s', (operation, typed) => {
	it(`leads from an empty workflow to a video on the screen in ${MOST_CLICKS} clicks, paid once`, async () => {
		const paid = site.emulator.count('create');
		const person = new Person();
		const panel = await addNode(person);
		await edit(person, panel, operation);
		await view(person, panel);
		expect(person.clicks).toBeLessThanOrEqual(MOST_CLICKS);
		expect(person.texts).toBe(typed.length);
		expect(site.emulator.count('create') - paid).toBe(1);
		console.log(`${operation}: ${person.clicks} clicks, ${person.texts} texts`);
	});
});
