import { Command } from 'commander';
import { pollingSection } from './section';

new Command('bench:polling')
	.description('Compares the poll schedule with the schedules of other clients, in a simulation.')
	.parse();

async function main(): Promise<void> {
	const { markdown, complaints } = await pollingSection();
	console.log(markdown);
	for (const complaint of complaints) console.error(complaint);
	if (complaints.length > 0) process.exitCode = 1;
	else console.log('Each pace beats its rivals in lag and in requests.');
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
