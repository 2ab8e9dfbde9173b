import { type Difference, differences, isMeasured } from './differences';
import { explanationOf } from './explained';
import { readByFfprobe } from './ffprobeReader';
import { filesBelow } from './files';
import { readByLibrary } from './libraryReader';
import { readByNode } from './nodeReader';
import type { Reading } from './reading';

/** Maximum number of files read at once. */
const AT_ONCE = 2;

export type ReaderName = 'sharp' | 'ffprobe';

/** A difference, and its explanation. */
export interface Judged extends Difference {
	/** Undefined if it is unexplained. */
	readonly because: string | undefined;
}

/** A file read by two readers. */
export interface Compared {
	readonly file: string;
	readonly by: ReaderName;
	readonly node: Reading;
	readonly other: Reading;
	readonly differences: readonly Judged[];
}

/** Compares all files below a folder, sorted by name. @throws if the folder cannot be opened */
export async function* compareBelow(folder: string): AsyncGenerator<Compared> {
	const running: Array<Promise<Compared>> = [];
	for await (const file of filesBelow(folder)) {
		running.push(compareFile(file));
		const first = running.length < AT_ONCE ? undefined : running.shift();
		if (first) yield await first;
	}
	for (const last of running) yield await last;
}

/**
 * Reads a file with both readers. Never throws: a reader that throws counts as a difference.
 * @param read the reader that is compared with ffprobe and sharp
 */
export async function compareFile(file: string, read = readByNode): Promise<Compared> {
	const node = await read(file).catch(thrown);
	const library = await readByLibrary(file).catch(thrown);
	const other = library ?? (await readByFfprobe(file).catch(thrown));
	const by = library ? 'sharp' : 'ffprobe';
	const judged = [];
	for (const difference of differences(node, other)) {
		judged.push({ ...difference, because: await explanationOf({ file, by, node, other, difference }) });
	}
	return { file, by, node, other, differences: judged };
}

const thrown = (cause: unknown): Reading => ({ kind: 'unreadable', reason: `threw ${String(cause)}` });

export const isFilm = ({ node, other }: Compared): boolean => node.kind === 'film' || other.kind === 'film';
export const isPicture = ({ node, other }: Compared): boolean =>
	node.kind === 'picture' || other.kind === 'picture';
export const isNeither = ({ node, other }: Compared): boolean => !isMeasured(node) && !isMeasured(other);
