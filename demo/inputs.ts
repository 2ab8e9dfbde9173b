import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fetch } from 'undici';
import { probe, type MediaFacts } from '../emulator/media/probe';
import { fileNameOf } from './settings';

/** An image or video that the workflow uses, copied to where the page can show it. */
export interface InputFile {
	/** Relative to the page. */
	readonly path: string;
	readonly facts: MediaFacts;
}

const FOLDER = 'inputs';

/** Downloads every link once. */
export async function fetchInputs(links: readonly string[], output: string): Promise<Map<string, InputFile>> {
	await mkdir(join(output, FOLDER), { recursive: true });
	const files = new Map<string, InputFile>();
	for (const link of new Set(links)) {
		const path = `${FOLDER}/${fileNameOf(link)}`;
		const file = join(output, path);
		await fetchTo(file, link);
		files.set(link, { path, facts: await probe(file) });
	}
	return files;
}

async function fetchTo(file: string, link: string): Promise<void> {
	try {
		const answer = await fetch(link, { signal: AbortSignal.timeout(120_000) });
		if (!answer.ok || !answer.body) throw new Error(`HTTP status ${answer.status}`);
		await pipeline(Readable.fromWeb(answer.body), createWriteStream(file));
	} catch (error) {
		// The error of fetch itself says only "fetch failed".
		const { message, cause } = error as Error;
		throw new Error(`${link} cannot be downloaded: ${cause instanceof Error ? cause.message : message}`);
	}
}
