import { Bytes } from '../../bytes';
import { Unreadable } from '../../facts';
import { type Pixels, Unsupported } from '../pixels';
import type { HuffmanCodes } from './huffman';

export interface Component {
	readonly id: number;
	/** Blocks of 8 × 8 px in one unit of an interleaved scan. */
	readonly h: number;
	readonly v: number;
	/** Blocks that hold pixels, in a row and in a column. */
	readonly across: number;
	readonly down: number;
	/** Blocks in a row of `coefficients`, padded to whole units. */
	readonly stride: number;
	/** 64 per block, row by row, with the zigzag order undone. Of the whole image, or of one row of units. */
	coefficients: Int16Array;
	readonly quantization: number;
}

export interface Frame {
	readonly width: number;
	readonly height: number;
	readonly progressive: boolean;
	readonly maxH: number;
	readonly maxV: number;
	/** Units of an interleaved scan, in a row and in a column. */
	readonly unitsAcross: number;
	readonly unitsDown: number;
	readonly components: readonly Component[];
}

/** Tables and settings from the segments before a scan. */
export interface Tables {
	/** By class (0 for DC, 1 for AC) × 4 + number. */
	readonly huffman: Map<number, HuffmanCodes>;
	/** By number: 64 factors. */
	readonly quantization: Map<number, Uint16Array>;
	/** Units between two restart markers; 0 for none. */
	restartInterval: number;
	/** Whether three components are red, green and blue, according to an Adobe segment. */
	isRgb: boolean;
}

/** Positions of the 64 coefficients. Source: ITU-T T.81, figure A.6 */
export const ZIGZAG = Uint8Array.from([
	...[0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6],
	...[7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31],
	...[39, 46, 53, 60, 61, 54, 47, 55, 62, 63],
]);

/** @throws Unreadable, Unsupported. Source: T.81, B.2.2 */
export function readFrame(segment: Bytes, progressive: boolean, pixels: Pixels): Frame {
	const [precision, height, width, count] = [segment.u8(0), segment.u16(1), segment.u16(3), segment.u8(5)];
	if (width === 0 || height === 0) throw new Unreadable('its header does not give its size');
	pixels.begin(width, height);
	if (precision !== 8) throw new Unsupported(`it has ${precision} bits per sample`);
	if (count !== 1 && count !== 3) throw new Unsupported(`it has ${count} color channels`);
	const described = Array.from({ length: count }, (_, index) => {
		const at = 6 + 3 * index;
		const sampling = segment.u8(at + 1);
		// A single component is never sampled down, whatever its factors are.
		const [h, v] = count === 1 && sampling > 0 ? [1, 1] : [sampling >> 4, sampling & 15];
		return { id: segment.u8(at), h, v, quantization: segment.u8(at + 2) };
	});
	if (described.some(({ h, v }) => h < 1 || h > 4 || v < 1 || v > 4)) {
		throw new Unreadable('its pixels are damaged');
	}
	const [maxH, maxV] = [Math.max(...described.map(({ h }) => h)), Math.max(...described.map(({ v }) => v))];
	const [unitsAcross, unitsDown] = [Math.ceil(width / (8 * maxH)), Math.ceil(height / (8 * maxV))];
	const components = described.map((one) => ({
		...one,
		across: Math.ceil(Math.ceil((width * one.h) / maxH) / 8),
		down: Math.ceil(Math.ceil((height * one.v) / maxV) / 8),
		stride: unitsAcross * one.h,
		coefficients: new Int16Array(0),
	}));
	return { width, height, progressive, maxH, maxV, unitsAcross, unitsDown, components };
}

/** Samples of an image to hold, with two bytes each: 26 megapixels with colors in half the size. */
const MOST_SAMPLES = 40_000_000;

/** Makes room for the coefficients of these rows of units. @throws Unsupported */
export function holdCoefficients({ components, unitsAcross }: Frame, unitsDown: number): void {
	const samples = components.map(({ h, v }) => 64 * unitsAcross * h * unitsDown * v);
	if (samples.reduce((sum, count) => sum + count, 0) > MOST_SAMPLES) {
		throw new Unsupported('it is progressive and too large');
	}
	components.forEach((component, index) => {
		component.coefficients = new Int16Array(samples[index] ?? 0);
	});
}

/** @throws Unreadable. Source: T.81, B.2.4.2 */
export function readHuffman(segment: Bytes, { huffman }: Tables): void {
	for (let at = 0; at < segment.length;) {
		const number = segment.u8(at);
		const counts = segment.part(at + 1, at + 17).data;
		const total = counts.reduce((sum, count) => sum + count, 0);
		huffman.set((number >> 4) * 4 + (number & 3), {
			counts,
			symbols: segment.part(at + 17, at + 17 + total).data,
		});
		at += 17 + total;
	}
}

/** @throws Unreadable. Source: T.81, B.2.4.1 */
export function readQuantization(segment: Bytes, { quantization }: Tables): void {
	for (let at = 0; at < segment.length;) {
		const number = segment.u8(at);
		const bytes = number >> 4 === 0 ? 1 : 2;
		const factors = new Uint16Array(64);
		ZIGZAG.forEach((place, index) => {
			const from = at + 1 + bytes * index;
			factors[place] = bytes === 1 ? segment.u8(from) : segment.u16(from);
		});
		quantization.set(number & 15, factors);
		at += 1 + 64 * bytes;
	}
}

/** Adobe's segment tells how colors are stored: 0 is RGB for three components. Source: Adobe TN 5116, 18 */
export function readAdobe(segment: Bytes, tables: Tables): void {
	if (segment.length >= 12 && segment.text(0, 5) === 'Adobe') tables.isRgb = segment.u8(11) === 0;
}
