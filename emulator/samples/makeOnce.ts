import { createHash } from 'node:crypto';
import { access, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A folder in the machine's temporary folder whose files are created once for each version of their recipe, and are
 * there for all processes.
 * @param recipe all that the files depend on
 * @param make creates them in an empty folder
 */
export async function makeOnce(
	name: string,
	recipe: unknown,
	make: (folder: string) => Promise<void>,
): Promise<string> {
	const version = createHash('sha256').update(JSON.stringify(recipe)).digest('hex').slice(0, 12);
	const folder = join(tmpdir(), `${name}-${version}`);
	if (await exists(folder)) return folder;
	// Several processes may start at once: each creates its own, the first to finish is used.
	const unfinished = await mkdtemp(`${folder}-`);
	await make(unfinished);
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
