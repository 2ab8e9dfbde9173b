import { Unreadable } from '../../facts';

/** Codes of up to 16 bits: the number of codes of each length, and their symbols in that order (DHT). */
export interface HuffmanCodes {
	readonly counts: Uint8Array;
	readonly symbols: Uint8Array;
}

/** By the next 16 bits: length of the code × 256 + symbol, or 0 if no code starts with these bits. */
export type HuffmanTable = Uint16Array;

/** @throws Unreadable if there are more codes than fit. Source: ITU-T T.81, C.2 */
export function huffmanTable({ counts, symbols }: HuffmanCodes): HuffmanTable {
	const table = new Uint16Array(65_536);
	let filled = 0;
	let next = 0;
	counts.forEach((count, index) => {
		const share = 1 << (15 - index);
		for (let code = 0; code < count; code += 1) {
			if (filled + share > table.length) throw new Unreadable('its pixels are damaged');
			table.fill((index + 1) * 256 + (symbols[next] ?? 0), filled, filled + share);
			filled += share;
			next += 1;
		}
	});
	return table;
}
