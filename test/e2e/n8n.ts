/** `npm run n8n`: a real n8n with the node, the emulator behind its credential, and the example workflows. */
import { OWNER } from './support/api';
import { exampleFiles, loadExample, madeRunnable, prepareFiles } from './support/examples';
import { startSite } from './support/site';

const DEFAULT_PORT = 5678;

async function main(): Promise<void> {
	const port = Number(process.argv[2] ?? DEFAULT_PORT);
	if (!Number.isInteger(port)) throw new Error('npm run n8n -- [port]');
	console.log('Starting n8n …');
	const stopped = new Promise<void>((resolve) => {
		for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
	});
	const site = await startSite({ port });
	try {
		await prepareFiles(site);
		for (const file of exampleFiles()) {
			await site.api.createWorkflow(madeRunnable(loadExample(file), site));
		}
		console.log(
			[
				'',
				`n8n:          ${site.n8n.url}/home/workflows`,
				`log in with:  ${OWNER.email} / ${OWNER.password}`,
				`workflows:    ${exampleFiles().join(', ')}, with the credential '${site.credential.name}'`,
				`DashScope:    the emulator at ${site.emulator.url}; nothing costs anything, a video takes seconds`,
				'',
				'Ctrl-C ends it all; nothing is kept.',
			].join('\n'),
		);
		await stopped;
	} finally {
		await site.close();
	}
}

main().catch((error: unknown) => {
	console.error((error as Error).message);
	process.exitCode = 1;
});
