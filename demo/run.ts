import { startEngine } from '../test/support/engine';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mayPay, requireAnswer } from './consent';
import { readOptions, type DemoOptions } from './options';
import { page } from './page';
import { planModes, type PlannedMode } from './plan';
import { collect, isGood, type ModeResult, type Results } from './results';
import { liveService, localService, type Service } from './service';
import { complaints, table } from './table';

const PACKAGE = join(__dirname, '..');

async function main(): Promise<void> {
	const options = readOptions(process.argv);
	if (options.live) requireAnswer(options.yes);
	const service = options.live ? liveService(options) : await localService(options);
	try {
		await mkdir(options.output, { recursive: true });
		const modes = await planModes(service.workflow, options.output);
		if (options.live && !(await mayPay(modes, options.yes))) {
			console.log('Nothing was sent.');
			return;
		}
		const results = await runModes(modes, service, options);
		await report(results, options);
	} finally {
		await service.close();
	}
}

/** Runs the workflow in an embedded n8n, with the built node. */
async function runModes(
	modes: readonly PlannedMode[],
	service: Service,
	{ output }: DemoOptions,
): Promise<ModeResult[]> {
	// Files of an earlier run must not be mistaken for those of this one.
	const stale = [...modes.map(({ mode }) => `${mode.slug}.mp4`), 'index.html', 'results.json'];
	for (const file of stale) await rm(join(output, file), { force: true });
	const engine = await startEngine({ packageDir: PACKAGE });
	try {
		const credentials = { wanDashScopeApi: service.credential };
		const { finished, stop } = engine.start(service.workflow, { credentials });
		const stopWatching = service.watch();
		// Like n8n's Stop button: the node cancels tasks that are still queued.
		process.once('SIGINT', stop);
		const run = await finished.finally(stopWatching);
		process.off('SIGINT', stop);
		const where = { engine, output, timeScale: service.timeScale };
		return await Promise.all(modes.map((mode) => collect(mode, run, where)));
	} finally {
		await engine.close();
	}
}

async function report(results: readonly ModeResult[], { output, live }: DemoOptions): Promise<void> {
	const index = join(output, 'index.html');
	await writeFile(index, page(results, { live }));
	await writeFile(
		join(output, 'results.json'),
		`${JSON.stringify({ live, results } satisfies Results, null, 2)}\n`,
	);
	console.log(`\n${table(results)}\n`);
	for (const complaint of complaints(results)) console.error(complaint);
	console.log(`Open it: ${index}`);
	if (!results.every(isGood)) process.exitCode = 1;
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
