import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ffmpeg } from '../../../emulator/media/tools';
import { ensureSamples } from '../../../emulator/samples/samples';

/**
 * Path of a file that ffmpeg creates from a sample; created once for each list of arguments.
 * @param sample its name, or input options and its name
 */
export async function made(name: string, sample: string | string[], ...args: string[]): Promise<string> {
	const input = [sample].flat();
	const options = input.slice(0, -1);
	const folder = join(tmpdir(), 'wan-media-checks');
	await mkdir(folder, { recursive: true });
	const key = createHash('sha256')
		.update(JSON.stringify([sample, args]))
		.digest('hex')
		.slice(0, 12);
	const file = join(folder, `${key}-${name}`);
	if (existsSync(file)) return file;
	const unfinished = join(folder, `${process.pid}-${key}-${name}`);
	await ffmpeg([
		'-y',
		...options,
		'-i',
		join(await ensureSamples(), input[input.length - 1] ?? ''),
		...args,
		unfinished,
	]);
	await rename(unfinished, file);
	return file;
}

export const bytesMade = async (...args: Parameters<typeof made>): Promise<Buffer> =>
	readFile(await made(...args));
