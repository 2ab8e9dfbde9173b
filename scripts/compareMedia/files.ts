import { opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Files below a folder, or the file itself, sorted by name. Links are not followed. */
export async function* filesBelow(path: string): AsyncGenerator<string> {
	if ((await stat(path)).isFile()) {
		yield path;
		return;
	}
	const entries = [];
	for await (const entry of await opendir(path)) entries.push(entry);
	entries.sort((one, other) => (one.name < other.name ? -1 : 1));
	for (const entry of entries) {
		if (entry.isDirectory()) yield* filesBelow(join(path, entry.name));
		else if (entry.isFile()) yield join(path, entry.name);
	}
}
