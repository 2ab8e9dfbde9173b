import { joined } from '../../bytes';

/** Numbers as bytes, most significant first. */
export const u16 = (...values: readonly number[]): Uint8Array =>
	numbers(2, values, (view, at, value) => view.setUint16(at, value));
export const u32 = (...values: readonly number[]): Uint8Array =>
	numbers(4, values, (view, at, value) => view.setUint32(at, value));
/** Of whole numbers up to 2^53. */
export const u64 = (...values: readonly number[]): Uint8Array =>
	u32(...values.flatMap((value) => [Math.floor(value / 2 ** 32), value % 2 ** 32]));

function numbers(
	width: number,
	values: readonly number[],
	set: (view: DataView, at: number, value: number) => void,
): Uint8Array {
	const bytes = new Uint8Array(width * values.length);
	const view = new DataView(bytes.buffer);
	values.forEach((value, index) => set(view, width * index, value));
	return bytes;
}

/** Text of one byte a character. */
export const text = (characters: string): Uint8Array =>
	Uint8Array.from(characters, (character) => character.charCodeAt(0));

export const zeros = (count: number): Uint8Array => new Uint8Array(count);

/** A box of less than 4 GiB. Source: ISO/IEC 14496-12, 4.2 */
export function box(type: string, ...parts: readonly Uint8Array[]): Uint8Array {
	const length = parts.reduce((sum, part) => sum + part.length, 8);
	return joined([u32(length), text(type), ...parts]);
}

/** A box with a version and flags. */
export const fullBox = (
	type: string,
	version: number,
	flags: number,
	...parts: readonly Uint8Array[]
): Uint8Array => box(type, u32(version * 2 ** 24 + flags), ...parts);

/** A table of 32-bit numbers, in rows: the number of rows goes before them. */
export function table(type: string, columns: number, values: Uint32Array): Uint8Array {
	const bytes = new Uint8Array(8 + 8 + 4 * values.length);
	const view = new DataView(bytes.buffer);
	view.setUint32(0, bytes.length);
	bytes.set(text(type), 4);
	view.setUint32(12, values.length / columns);
	for (let index = 0; index < values.length; index += 1) view.setUint32(16 + 4 * index, values[index] ?? 0);
	return bytes;
}
