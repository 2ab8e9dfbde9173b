import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ffmpeg } from '../media/tools';
import { makeOnce } from './makeOnce';
import { LAYERS, recipe } from './recipe';

/** Creates all sample inputs in a folder. */
export async function makeSamples(folder: string): Promise<void> {
	await mkdir(folder, { recursive: true });
	for (const step of recipe(folder)) await ffmpeg(['-y', ...step]);
	await Promise.all(LAYERS.map((name) => rm(join(folder, name))));
}

/** Folder of the samples in the machine's temporary folder; created once for each version of the recipe. */
export const ensureSamples = async (): Promise<string> =>
	await makeOnce('dashscope-samples', recipe(''), makeSamples);
