import type { IDataObject } from 'n8n-workflow';
import { copyFile, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { startEmulator } from '../../emulator';
import { ensureSamples } from '../../emulator/samples/samples';
import { decoded, heard, onsets } from '../unit/media/film/oracles';
import { made } from '../unit/media/realFiles';
import { Editor, THEMES } from './support/editor';
import { loadExample, madeRunnable } from './support/examples';
import { openEditor } from './support/openEditor';
import { SCREENSHOTS } from './support/paths';
import { API_KEY, FILES_URL, type Site } from './support/site';
import { until } from './support/until';
import { line, manualTrigger, WAN, wanNode } from './support/workflows';

let site: Site;
let editor: Editor;
openEditor((...opened) => ([site, editor] = opened));

const PROMPT = 'Convert the entire scene to a claymation style';

async function openWan(parameters: IDataObject, credential = site.credential): Promise<Locator> {
	const draft = line('Results', manualTrigger(), wanNode(parameters, credential));
	return await editor.openNode(await site.api.createWorkflow(draft), WAN);
}

const edit = (others: IDataObject = {}) => ({
	operation: 'edit',
	videoUrl: site.emulator.sample('product-short.mp4'),
	prompt: PROMPT,
	...others,
});

const outputOf = (panel: Locator) => editor.part('output-panel', panel);

/** @param timeout for several videos in one run, on a busy machine */
async function execute(panel: Locator, timeout?: number): Promise<Locator> {
	await editor.part('node-execute-button', panel).click();
	const output = outputOf(panel);
	await editor.part('node-run-status-success', output).waitFor({ timeout });
	return output;
}

const USUAL = /A video usually takes 1 to 5 minutes.*a task that has started continues and is billed/s;

it('says before and during a run how long it takes, and then shows the video and what it costs', async () => {
	const panel = await openWan(edit());
	const output = outputOf(panel);
	await output.getByText(USUAL).waitFor();
	await editor.part('node-execute-button', panel).click();
	await output.getByText('Executing node').waitFor();
	expect(await output.innerText()).toMatch(USUAL);
	await editor.part('node-run-status-success', output).waitFor();
	await output.getByText('Alibaba Cloud bills 6 seconds for this video.').waitFor();
	// The item has its file: nothing expires that anybody needs.
	expect(await output.innerText()).not.toMatch(/expires|usually takes/);
	await editor.part('ndv-view-binary-data', output).click();
	await editor.page.waitForFunction(() => (document.querySelector('video')?.videoWidth ?? 0) > 0);
	await editor.closeMessages();
	for (const theme of THEMES) {
		await editor.screenshot(panel, theme, join(SCREENSHOTS, `result-${theme}.png`));
	}
});

it('says of a result without a file when its link expires, and that the file is free', async () => {
	const output = await execute(await openWan(edit({ downloadVideo: false })));
	await output.getByText(/The link to the video expires on .* without paying again/).waitFor();
	await editor.closeMessages();
	await editor.screenshot(editor.part('ndv'), 'light', join(SCREENSHOTS, 'link.png'));
});

it('gives the file of a task that is chosen from the list, without paying again', async () => {
	const { api, emulator, credential } = site;
	const draft = line('Paid', manualTrigger(), wanNode(edit({ downloadVideo: false }), credential));
	await api.run(await api.createWorkflow(draft), 'Start');
	const [task, paid] = [emulator.tasks.at(-1)!, emulator.count('create')];

	const panel = await openWan({ resource: 'task', operation: 'get' });
	await editor.part('rlc-input', panel).click();
	const tasks = editor.page.locator('[data-test-id="rlc-item"]:visible');
	await tasks.first().waitFor();
	const [newest = ''] = await tasks.allInnerTexts();
	expect(newest).toMatch(/^\d\d-\d\d \d\d:\d\d UTC · Succeeded · Convert the entire .* · wan2\.7-videoedit$/);
	await editor.screenshot(panel, 'light', join(SCREENSHOTS, 'tasks.png'));
	await tasks.first().click();
	await editor.flip(panel, 'downloadVideo');
	const output = await execute(panel);
	await editor.part('ndv-view-binary-data', output).waitFor();
	expect(await output.innerText()).toContain(task.id);
	expect(emulator.count('create')).toBe(paid);
});

it('says after a Stop where the video of a running task is', async () => {
	const slow = await startEmulator({ runSeconds: { queue: 0, run: 3600 }, render: 'sample' });
	try {
		const data = { apiKey: API_KEY, region: 'custom', baseUrl: slow.url };
		const credential = await site.api.createCredential('wanDashScopeApi', 'Slow', data);
		const panel = await openWan(edit({ videoUrl: slow.sample('product-short.mp4') }), credential);
		await editor.part('node-execute-button', panel).click();
		await until('the task', () => slow.count('query') + slow.count('list') > 0);
		await editor.part('ndv-stop-execution-button', panel).click();
		await outputOf(panel).getByText('No output data').waitFor();
		expect(await outputOf(panel).innerText()).toMatch(USUAL);
		await editor.screenshot(panel, 'light', join(SCREENSHOTS, 'stopped.png'));
	} finally {
		await slow.close();
	}
});

it('says which shape a video can be expanded to when it cannot reach the chosen one, and pays nothing', async () => {
	const paid = site.emulator.count('create');
	const panel = await openWan(edit({ operation: 'outpaint', expandTo: '9:16' }));
	await editor.part('node-execute-button', panel).click();
	const output = outputOf(panel);
	await output
		.getByText(/the nearest that it can reach is 3:4/)
		.first()
		.waitFor();
	await editor.closeMessages();
	await editor.screenshot(panel, 'light', join(SCREENSHOTS, 'out-of-reach.png'));
	expect(site.emulator.count('create')).toBe(paid);
});

it('trims a long video and gives the result its sound, by clicks', async () => {
	const video = { operation: 'repaint', videoUrl: site.emulator.sample('long.mp4') };
	const panel = await openWan(edit(video));
	await addOption(panel, 'If Too Long');
	await editor.choose(panel, 'ifTooLong', 'Trim');
	await addOption(panel, 'Sound');
	await editor.choose(panel, 'sound', 'Original');
	const output = await execute(panel);
	await output.getByText(/'Video URL' is 12 s long: 0–5 s of it are used/).waitFor();
	await editor.part('ndv-view-binary-data', output).click();
	await editor.page.waitForFunction(() => (document.querySelector('video')?.duration ?? 0) > 4.9);
	await editor.closeMessages();
	await editor.screenshot(panel, 'light', join(SCREENSHOTS, 'trimmed.png'));
	expect(await output.innerText()).not.toMatch(/silent/);
});

/** A clip with a beep every two seconds and a key frame every second, as a link. */
async function longClip(seconds: number): Promise<string> {
	const name = `beeps-${seconds}.mp4`;
	const beeps = `aevalsrc=if(lt(mod(t\\,2)\\,0.1)\\,0.8*sin(2*PI*1000*t)\\,0):d=${seconds}:s=48000`;
	const clip = await made(
		name,
		['-f', 'lavfi', '-i', beeps, '-stream_loop', '-1', 'product-short.mp4'],
		...[
			'-map',
			'0:a',
			'-map',
			'1:v',
			'-t',
			String(seconds),
			'-r',
			'30',
			'-c:a',
			'aac',
			'-vf',
			'scale=480:270',
		],
		...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', '30', '-sc_threshold', '0'],
	);
	const served = join(await ensureSamples(), name);
	await copyFile(clip, served);
	borrowed.push(served);
	return site.emulator.sample(name);
}

/** Files among the emulator's samples that are not among them otherwise. */
const borrowed: string[] = [];
afterAll(async () => await Promise.all(borrowed.map(async (file) => await rm(file, { force: true }))));

it.each([
	[23, 3],
	[60, 6],
])('edits a clip of %d s in %d pieces and joins them, by clicks', async (seconds, count) => {
	const paid = site.emulator.count('create');
	const options = { audioSetting: 'origin' };
	const panel = await openWan(edit({ videoUrl: await longClip(seconds), options }));
	await addOption(panel, 'If Too Long');
	await editor.choose(panel, 'ifTooLong', 'Split and Join');
	const output = await execute(panel, 400_000);
	await output.getByText(`is ${seconds} s long: it is edited in ${count} pieces`).waitFor();
	expect(site.emulator.count('create') - paid).toBe(count);
	await editor.part('ndv-view-binary-data', output).click();
	await editor.page.waitForFunction(
		(least) => (document.querySelector('video')?.duration ?? 0) > least,
		seconds - 0.3,
	);
	await editor.closeMessages();
	await editor.screenshot(panel, 'light', join(SCREENSHOTS, `joined-${seconds}.png`));
	// Chromium plays it to its end, over all seams.
	const played = await editor.page.evaluate(async () => {
		const video = document.querySelector('video') as HTMLVideoElement;
		video.muted = true;
		video.playbackRate = 8;
		const ended = new Promise((resolve) => video.addEventListener('ended', resolve));
		await video.play();
		await ended;
		return { at: video.currentTime, link: video.currentSrc };
	});
	expect(played.at).toBeCloseTo(seconds, 0);
	// And what is heard is where it was.
	const content = await (await editor.page.request.get(played.link)).body();
	expect((await decoded(content)).complaint).toBe('');
	const heardAt = onsets(await heard(content));
	expect(heardAt).toHaveLength(Math.ceil(seconds / 2));
	heardAt.forEach((time, index) => expect(Math.abs(time - (heardAt[0] ?? 0) - 2 * index)).toBeLessThan(0.05));
});

it('paints a mask from a region with a name, by clicks, and shows it', async () => {
	const region = { operation: 'editRegion', maskType: 'fixed', advancedOptions: { outputMask: true } };
	const panel = await openWan(edit(region));
	await editor.choose(panel, 'maskKind', 'Shape');
	await editor.choose(panel, 'kind', 'Bottom Third');
	await editor.screenshotForm(panel, 'light', join(SCREENSHOTS, 'shapes.png'));
	const output = await execute(panel);
	const files = editor.part('ndv-view-binary-data', output);
	await files.first().waitFor();
	expect(await files.count()).toBe(2);
	await editor.closeMessages();
	await editor.screenshot(panel, 'light', join(SCREENSHOTS, 'painted.png'));
});

/** Adds an entry to 'Options'. */
async function addOption(panel: Locator, option: string): Promise<void> {
	await editor.part('collection-parameter-add', panel).first().click();
	const offers = editor.page.locator('[data-test-id="collection-parameter-option"]:visible');
	await offers.getByText(option, { exact: true }).click();
}

it('takes the form of an example from a user, and the browser saves the edited video', async () => {
	const { api, emulator, n8n } = site;
	const workflow = await api.createWorkflow(madeRunnable(loadExample('region-edit-web-form.json'), site));
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

it('plays the preview of an example, and makes it again at 1080P once it is approved', async () => {
	const { api, emulator, n8n } = site;
	const workflow = await api.createWorkflow(madeRunnable(loadExample('preview-then-final.json'), site));
	await api.publish(workflow);
	const { page } = editor;
	// The page plays the link to the result.
	await page.route(`${FILES_URL}/**`, async (route) => {
		const url = route.request().url().replace(FILES_URL, emulator.url);
		await route.fulfill({ response: await route.fetch({ url }) });
	});
	const before = emulator.tasks.length;
	const bodies = () => emulator.tasks.slice(before).map(({ body }) => body as { parameters: object });
	await until('the form', async () => (await page.goto(`${n8n.url}/form/wan-preview`))?.status() === 200);
	const response = await fetch(`${emulator.url}/samples/product-short.mp4`);
	const buffer = Buffer.from(await response.arrayBuffer());
	const file = { name: 'product.mp4', mimeType: 'video/mp4', buffer };
	await page.locator('input[type=file]').setInputFiles(file);
	await page.locator('textarea').fill('Convert it to claymation');
	const submit = page.locator('button[type=submit], #submit-btn');
	await submit.click();

	await page.getByText('The preview at 720P: 6 billed seconds.').waitFor();
	expect(bodies()).toEqual([]);
	await page.locator('select').selectOption('Make the preview');
	await submit.click();

	await page.getByText('Billed seconds so far: 6').waitFor();
	expect(bodies()).toMatchObject([{ parameters: { resolution: '720P', seed: 7 } }]);
	const preview = emulator.tasks.at(-1)?.id ?? '';
	expect(await page.locator('video source').getAttribute('src')).toContain(preview);
	const width = async () =>
		await page.locator('video').evaluate((played) => (played as HTMLVideoElement).videoWidth);
	await until('a picture of the preview', async () => (await width()) > 0);
	await page.locator('select').selectOption('Make it at 1080P');
	const download = page.waitForEvent('download');
	await submit.click();
	const saved = await readFile(await (await download).path());
	expect(bodies().slice(1)).toMatchObject([{ parameters: { resolution: '1080P', seed: 7 } }]);
	expect(saved.equals(await readFile(emulator.tasks.at(-1)!.outputPath!))).toBe(true);
});

// In a block of its own: jest runs what stands outside of blocks first.
describe('all of this', () => {
	it('contacts no host outside this machine, except for the font of n8n’s forms', () => {
		expect(editor.outsideHosts.filter((host) => host !== 'fonts.googleapis.com')).toEqual([]);
	});
});
