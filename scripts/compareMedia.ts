import { Command } from 'commander';
import { compareBelow } from './compareMedia/compare';
import { isExplained, linesOf, Summary } from './compareMedia/report';

/** `npm run compare-media -- FOLDER…` */
const program = new Command('compare-media')
	.description(
		'Reads every film and picture below folders with the node and with ffprobe or sharp, and prints what differs. ' +
			'Ends with 1 where a difference is not explained in scripts/compareMedia/explained.ts.',
	)
	.argument('<folder...>', 'folders or files')
	.option('--json', 'a line of JSON for each file that differs, and one for the summary')
	.option('--quiet', 'leave out differences that are explained')
	.action(run);

async function run(folders: string[], { json, quiet }: { json?: boolean; quiet?: boolean }): Promise<void> {
	const summary = new Summary();
	for (const folder of folders) {
		for await (const compared of compareBelow(folder)) {
			summary.add(compared);
			if (compared.differences.length === 0 || (quiet && isExplained(compared))) continue;
			for (const line of json ? [JSON.stringify(compared)] : linesOf(compared)) console.log(line);
		}
	}
	for (const line of json ? [JSON.stringify(summary)] : ['', ...summary.lines()]) console.log(line);
	if (summary.hasUnexplained) process.exitCode = 1;
}

program.parseAsync().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 2;
});
