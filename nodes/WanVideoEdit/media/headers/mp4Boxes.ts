import type { Bytes } from '../bytes';
import { Unreadable } from '../facts';
import type { Reader } from '../reader';

/** Header of an MP4 or MOV box. Source: ISO/IEC 14496-12, 4.2 */
export interface BoxHeader {
	readonly type: string;
	/** Bytes after the header; Infinity for a box that extends to the end of the file. */
	readonly length: number;
}

export interface Box {
	readonly type: string;
	readonly body: Bytes;
}

/** Reads the header of the next box; undefined at the end. @throws Unreadable */
export async function nextBox(reader: Reader): Promise<BoxHeader | undefined> {
	const start = await reader.peek(16);
	if (start.length < 8) return undefined;
	const { type, size, header } = headerAt(start, 0);
	await reader.skip(header);
	return { type, length: size - header };
}

/** Maximum number of boxes inside a box. A video with a dozen tracks has twenty. */
const MOST_INSIDE = 1000;

/** The boxes inside a box. @throws Unreadable if they do not fit into it */
export function* boxesIn(body: Bytes): Generator<Box> {
	let count = 0;
	// Fewer bytes than a header may remain: QuickTime ends some lists with four zero bytes.
	for (let at = 0; at + 8 <= body.length;) {
		count += 1;
		if (count > MOST_INSIDE) throw new Unreadable('its header has too many parts');
		const { type, size, header } = headerAt(body, at);
		const end = size === Infinity ? body.length : at + size;
		yield { type, body: body.part(at + header, end) };
		at = end;
	}
}

/** The first box at a path of types inside a box. */
export function boxAt(body: Bytes, ...path: string[]): Bytes | undefined {
	let found: Bytes | undefined = body;
	for (const wanted of path) {
		found = found && firstOf(found, wanted);
	}
	return found;
}

function firstOf(body: Bytes, wanted: string): Bytes | undefined {
	for (const box of boxesIn(body)) {
		if (box.type === wanted) return box.body;
	}
	return undefined;
}

function headerAt(bytes: Bytes, at: number) {
	const type = bytes.text(at + 4, 4);
	const short = bytes.u32(at);
	if (short === 0) return { type, size: Infinity, header: 8 };
	const [size, header] = short === 1 ? [bytes.u64(at + 8), 16] : [short, 8];
	if (size < header) throw new Unreadable('a box has no length');
	return { type, size, header };
}
