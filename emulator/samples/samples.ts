import { createHash } from 'node:crypto';
import { access, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ffmpeg } from '../media/tools';
import { LAYERS, recipe } from './recipe';

/** Creates all sample inputs in a folder. */
export async function makeSamples(folder: string): Promise<void> {
	await mkdir(folder, { recursive: true });
	for (const step of recipe(folder)) await ffmpeg(['-y', ...step]);
	await Promise.all(LAYERS.map((name) => rm(join(folder, name))));
}

/** Folder of the samples in the machine's temporary folder; created once for each version of the recipe. */
export async function ensureSamples(): Promise<string> {
	const version = createHash('sha256')
		.update(JSON.stringify(recipe('')))
		.digest('hex')
		.slice(0, 12);
	const folder = join(tmpdir(), `dashscope-samples-${version}`);
	if (await exists(folder)) return folder;
	// Several processes may start at once: each creates its own, the first to finish is used.
	const unfinished = await mkdtemp(`${folder}-`);
	await makeSamples(unfinished);
	try {
		await rename(unfinished, folder);
	} catch (error) {
		await rm(unfinished, { recursive: true, force: true });
		if (!(await exists(folder))) throw error;
	}
	return folder;
}

const exists = (path: string): Promise<boolean> =>
	access(path).then(
		() => true,
		() => false,
	);
