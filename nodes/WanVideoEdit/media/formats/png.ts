import { Unreadable, type ImageFacts } from '../facts';
import type { Reader } from '../reader';

/** Chunks before the pixels; usually fewer than ten. */
const MOST_CHUNKS = 1000;

/** @throws Unreadable. Source: PNG specification, third edition */
export async function readPng(reader: Reader): Promise<ImageFacts> {
	await reader.skip(8);
	const header = await reader.take(8 + 13 + 4);
	if (header.text(4, 4) !== 'IHDR') throw new Unreadable('it does not begin with its header');
	const [width, height, colourType] = [header.u32(8), header.u32(12), header.u8(17)];
	if (width === 0 || height === 0) throw new Unreadable('its size is not in its header');
	const facts = { kind: 'image', format: 'PNG', width, height } as const;
	if (colourType === 4 || colourType === 6) return { ...facts, alpha: true };
	return { ...facts, alpha: await hasTransparentColour(reader) };
}

/** The chunk tRNS stands before the first pixels. */
async function hasTransparentColour(reader: Reader): Promise<boolean> {
	for (let count = 0; count < MOST_CHUNKS; count += 1) {
		const chunk = await reader.take(8);
		const type = chunk.text(4, 4);
		if (type === 'tRNS') return true;
		if (type === 'IDAT') return false;
		if (type === 'IEND') throw new Unreadable('it has no pixels');
		await reader.skip(chunk.u32(0) + 4);
	}
	throw new Unreadable('it has no pixels');
}
