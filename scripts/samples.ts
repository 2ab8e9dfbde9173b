import { resolve } from 'node:path';
import { ensureSamples, makeSamples } from '../emulator/samples/samples';

/**
 * `tsx scripts/samples.ts [folder]`: creates the sample inputs there, or shows where the emulator stores
 * them.
 */
async function main([folder]: string[]): Promise<void> {
	if (folder) await makeSamples(resolve(folder));
	console.log(folder ? resolve(folder) : await ensureSamples());
}

main(process.argv.slice(2)).catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
