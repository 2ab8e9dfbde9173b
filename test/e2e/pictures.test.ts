import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Editor } from './support/editor';
import { CONTAINER_FILES, exampleFiles, loadExample, madeRunnable } from './support/examples';
import { openEditor } from './support/openEditor';
import { SCREENSHOTS } from './support/paths';
import { type Site } from './support/site';
import { line, manualTrigger, WAN, wanNode } from './support/workflows';

/** For the top of the README: it is loaded by everyone who opens it. */
const MOST_BYTES = 150_000;
const JPEG_QUALITY = 82;

let site: Site;
let editor: Editor;
openEditor((...opened) => ([site, editor] = opened));

it.each(exampleFiles())(
	'takes a picture of %s on the canvas, where no node misses anything',
	async (file) => {
		const data = { apiKey: 'any', url: 'http://127.0.0.1:9' };
		const chatModel = await site.api.createCredential('openAiApi', 'Chat model', data);
		const bucket = await site.api.createCredential('wanOssApi', 'Bucket', {
			...site.emulator.bucket.credential,
		});
		const surroundings = { ...site, chatModel, bucket, files: CONTAINER_FILES };
		const example = madeRunnable(loadExample(file), surroundings);
		await editor.openCanvas(await site.api.createWorkflow(example));
		expect(await editor.part('node-issues').count()).toBe(0);
		await editor.screenshotCanvas(join(SCREENSHOTS, `canvas-${basename(file, '.json')}-light.png`));
	},
);

it('takes a picture of a canvas with the node and the video that it made', async () => {
	const { api, emulator, credential } = site;
	const prompt = 'Convert the entire scene to a claymation style';
	const edit = { operation: 'edit', videoUrl: emulator.sample('product-short.mp4'), prompt };
	const draft = line('First video', manualTrigger(), wanNode(edit, credential));
	await editor.openCanvas(await api.createWorkflow(draft));
	await editor.part('execute-workflow-button').click();
	const node = editor.page.locator(`[data-test-id="canvas-node"][data-node-name="${WAN}"]`);
	await editor.part('canvas-node-status-success', node).waitFor();
	await editor.closeMessages();
	const canvas = join(SCREENSHOTS, 'canvas-first-video.png');
	await editor.screenshotCanvas(canvas);
	const video = readFileSync(emulator.tasks.at(-1)!.outputPath!);

	const page = await editor.page.context().newPage();
	await page.setViewportSize({ width: 1120, height: 400 });
	await page.setContent(`<body style="margin:0;height:400px;display:flex;align-items:center;justify-content:space-evenly;background:#f5f5f5">
		<img style="max-width:520px;max-height:360px" src="data:image/png;base64,${readFileSync(canvas).toString('base64')}">
		<video muted style="width:540px;border-radius:8px" src="data:video/mp4;base64,${video.toString('base64')}"></video>`);
	await page.evaluate(async () => {
		const film = document.querySelector('video')!;
		film.currentTime = 1;
		await new Promise((resolve) => (film.onseeked = resolve));
	});
	const picture = join(SCREENSHOTS, 'first-video.jpg');
	writeFileSync(picture, await page.screenshot({ type: 'jpeg', quality: JPEG_QUALITY }));
	await page.close();
	expect(statSync(picture).size).toBeLessThanOrEqual(MOST_BYTES);
});
