/** `npm run n8n`: a real n8n with the node, the emulator behind its credential, and the example workflows. */
import { OWNER } from './support/api';
import { editOnRequest, startChatModel } from './support/chatModel';
import { exampleFiles, loadExample, madeRunnable, prepareFiles } from './support/examples';
import { API_KEY, startSite } from './support/site';

const DEFAULT_PORT = 5678;

async function main(): Promise<void> {
	const port = Number(process.argv[2] ?? DEFAULT_PORT);
	if (!Number.isInteger(port)) throw new Error('npm run n8n -- [port]');
	console.log('Starting n8n …');
	const stopped = new Promise<void>((resolve) => {
		// Ctrl-C comes twice, from the terminal and from tsx: the second must not end what the first has begun.
		for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve());
	});
	const site = await startSite({ port, openInternet: true });
	const model = await startChatModel(...editOnRequest(site.emulator.sample('product-short.mp4')));
	try {
		const data = { apiKey: 'any', url: model.url };
		const chatModel = await site.api.createCredential('openAiApi', 'Chat model (a script)', data);
		await prepareFiles(site);
		for (const file of exampleFiles()) {
			await site.api.createWorkflow(madeRunnable(loadExample(file), { ...site, chatModel }));
		}
		console.log(
			[
				'',
				`n8n:          ${site.n8n.url}/home/workflows`,
				`log in with:  ${OWNER.email} / ${OWNER.password}`,
				`workflows:    ${exampleFiles().join(', ')}; their credentials are chosen`,
				'',
				'Simulated:',
				`- DashScope in Beijing and Singapore is the emulator at ${site.emulator.url}, also by its real names. The key`,
				`  is '${API_KEY}'. Nothing costs anything, a video takes seconds, and a filter makes it, no model.`,
				'  The other hosts of DashScope cannot be reached.',
				'- Links to samples in the workflows lead to samples of the emulator; Wait nodes wait a second.',
				`- The folders of the workflows are below ${site.files}.`,
				'- The chat model of agent-edits.json is a script: it starts an edit, whatever is said, and waits for it.',
				'All other hosts are real.',
				'',
				'Ctrl-C ends it all; nothing is kept.',
			].join('\n'),
		);
		await stopped;
		console.log('Ending …');
	} finally {
		model.close();
		await site.close();
	}
}

main().catch((error: unknown) => {
	console.error((error as Error).message);
	process.exitCode = 1;
});
