/** `npm run n8n`: a real n8n with the node, the emulator behind its credential, and the example workflows. */
import { startEmulator } from '../../emulator';
import { OWNER } from './support/api';
import { editOnRequest, startChatModel } from './support/chatModel';
import { exampleFiles, loadExample, madeRunnable, prepareFiles } from './support/examples';
import { withProgress } from './support/progress';
import { API_KEY, startSite, TIME_SCALE } from './support/site';

const DEFAULT_PORT = 5678;

/** The example to begin with. */
const FIRST = 'first-video.json';

/** What a person needs for every mode. */
const SAMPLES = [
	{ name: 'product.mp4', what: 'video, 5 seconds' },
	{ name: 'product-film.mp4', what: 'video, 40 seconds (Split and Join)' },
	{ name: 'mask.png', what: 'mask image for this video' },
	{ name: 'clip.mp4', what: 'clip, 1 second (Extend)' },
	{ name: 'subject.png', what: 'image of a subject' },
	{ name: 'background.png', what: 'image of a background' },
	{ name: 'clothes.png', what: 'reference image for Edit' },
] as const;

async function main(): Promise<void> {
	const port = Number(process.argv[2] ?? DEFAULT_PORT);
	if (!Number.isInteger(port)) throw new Error('npm run n8n -- [port]');
	const stopped = new Promise<void>((resolve) => {
		// Ctrl-C comes twice, from the terminal and from tsx: the second must not end what the first has begun.
		for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve());
	});
	const site = await withProgress('Starting n8n with an empty database', async () =>
		startSite({ port, openInternet: true }),
	);
	// By its own address, not by a real name of Alibaba Cloud: its links open in n8n and in the browser.
	const emulator = await startEmulator({ timeScale: TIME_SCALE });
	const model = await startChatModel(...editOnRequest(emulator.sample('product-short.mp4')));
	try {
		// The editor chooses a credential by itself where there is one of its kind only.
		await site.api.ask('DELETE', `/rest/credentials/${site.credential.id}`);
		const credential = await site.api.createCredential('wanDashScopeApi', 'Wan DashScope account', {
			apiKey: API_KEY,
			region: 'custom',
			baseUrl: emulator.url,
		});
		const bucket = await site.api.createCredential('wanOssApi', 'Bucket of the emulator', {
			...emulator.bucket.credential,
		});
		const data = { apiKey: 'any', url: model.url };
		const chatModel = await site.api.createCredential('openAiApi', 'Chat model (a script)', data);
		const surroundings = { files: site.files, emulator, credential, chatModel, bucket };
		await prepareFiles(surroundings);
		const workflows: string[] = [];
		let first = '';
		for (const file of exampleFiles()) {
			const workflow = madeRunnable(loadExample(file), surroundings);
			const link = `${site.n8n.url}/workflow/${await site.api.createWorkflow(workflow)}`;
			workflows.push(`- ${workflow.name}`);
			if (file === FIRST) first = `open "${workflow.name}" (${link}) and click Execute workflow`;
		}
		const samples = SAMPLES.map(({ name, what }) => `- ${what.padEnd(32)} ${emulator.sample(name)}`);
		console.log(
			[
				'',
				`n8n:          ${site.n8n.url}/home/workflows`,
				`log in with:  ${OWNER.email} / ${OWNER.password}`,
				`first:        ${first}`,
				'',
				'Workflows, ready to execute:',
				...workflows,
				'',
				'Links to paste into the node, in a workflow of your own:',
				...samples,
				'',
				'Simulated:',
				`- DashScope is the emulator at ${emulator.url}, the Base URL of the credential '${credential.name}'.`,
				`  Credentials for Beijing and Singapore lead to emulators, too; the key for Beijing is '${API_KEY}'. The links above`,
				'  need the credential with the Base URL. Other hosts of DashScope cannot be reached.',
				'- Nothing costs anything, a video takes seconds, and a filter makes it, no model.',
				'- Links to samples in the workflows lead to samples of the emulator; Wait nodes wait a second.',
				`- The folders of the workflows are below ${site.files}.`,
				'- The chat model of the workflow with an agent is a script: it starts an edit, whatever is said, and waits for it.',
				'All other hosts are real.',
				'',
				'Ctrl-C ends it all; nothing is kept.',
			].join('\n'),
		);
		await stopped;
		console.log('Ending …');
	} finally {
		model.close();
		await emulator.close();
		await site.close();
	}
}

main().catch((error: unknown) => {
	console.error((error as Error).message);
	process.exitCode = 1;
});
