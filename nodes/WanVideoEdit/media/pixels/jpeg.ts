import type { Bytes } from '../bytes';
import { Unreadable } from '../facts';
import { MOST_HELD } from '../reader';
import {
	type Component,
	type Frame,
	holdCoefficients,
	readAdobe,
	readFrame,
	readHuffman,
	readQuantization,
	type Tables,
} from './jpeg/frame';
import { inverse } from './jpeg/inverse';
import { JpegProfile } from './jpeg/profile';
import { readScan } from './jpeg/scan';
import { type Pixels, type ReadPixels, Unsupported } from './pixels';

/** Maximum number of scans to decode. Programs write about ten; each takes time for the whole image. */
const MOST_SCANS = 20;
/** Pixels to compute before yielding. */
const PIXELS_A_TURN = 50_000;

/**
 * Reads the pixels of a baseline or progressive JPEG. Holds the file in memory, and of a progressive one two bytes per
 * sample. Source: ITU-T T.81
 */
export const readJpegPixels: ReadPixels = async (reader, pixels, turn) => {
	const file = await reader.peek(MOST_HELD);
	await alone(async () => {
		for (const step of decode(file, pixels)) {
			void step;
			await turn();
		}
	});
};

let last: Promise<void> = Promise.resolve();

/** Decodes one image at a time: each holds up to 24 MB, and decoding in parallel would not be faster. */
async function alone(work: () => Promise<void>): Promise<void> {
	const mine = last.then(work);
	last = mine.catch(() => undefined);
	await mine;
}

/** Yields when it is time to let other work run. */
function* decode(file: Bytes, pixels: Pixels): Generator<void> {
	const tables: Tables = { huffman: new Map(), quantization: new Map(), restartInterval: 0, isRgb: false };
	const frame = yield* readScans(file, tables, pixels);
	// The rows of a single scan were given while it was read.
	if (frame !== undefined) yield* giveAll(frame, tables, pixels);
}

/** Decodes all scans of the first image, and returns it unless its pixels have been given. */
function* readScans(file: Bytes, tables: Tables, pixels: Pixels): Generator<void, Frame | undefined> {
	let frame: Frame | undefined;
	let scans = 0;
	let isGiven = false;
	const profile = new JpegProfile();
	for (let at = 2; ;) {
		// Some programs write a wrong length, which leaves bytes before the next marker. Skip them.
		at = file.data.indexOf(0xff, at);
		if (at < 0) throw new Unreadable('it is cut off');
		const marker = file.u8(at + 1);
		// Skip escaped data, padding and markers without a length.
		if (marker === 0 || marker === 0xff || marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
			at += marker === 0xff ? 1 : 2;
			continue;
		}
		if (marker === 0xd9) {
			if (frame === undefined || scans === 0) throw new Unreadable('it has no pixels');
			return isGiven ? undefined : frame;
		}
		const next = at + 2 + file.u16(at + 2);
		const segment = file.part(at + 4, next);
		at = next;
		if (marker === 0xc4) readHuffman(segment, tables);
		else if (marker === 0xdb) readQuantization(segment, tables);
		else if (marker === 0xdd) tables.restartInterval = segment.u16(0);
		else if (marker === 0xe2) profile.add(segment);
		else if (marker === 0xee) readAdobe(segment, tables);
		else if (marker === 0xda) {
			scans += 1;
			if (frame === undefined || isGiven) throw new Unreadable('its pixels are damaged');
			if (scans > MOST_SCANS) throw new Unsupported('it has too many scans');
			isGiven = !frame.progressive && scans === 1 && segment.u8(0) === frame.components.length;
			if (scans === 1) {
				holdCoefficients(frame, isGiven ? 1 : frame.unitsDown);
				if (pixels.describe !== undefined && frame.components.length === 3) {
					const { chunk } = profile;
					if (chunk !== undefined) pixels.describe(chunk);
				}
			}
			const onUnits = isGiven ? unitsGiver(frame, tables, pixels) : undefined;
			at = yield* readScan(file.data, at, segment, frame, tables, onUnits && ((y) => onUnits(y, 0)));
		} else if (marker >= 0xc0 && marker <= 0xc2) {
			if (frame !== undefined) throw new Unsupported('it contains several images');
			frame = readFrame(segment, marker === 0xc2, pixels);
		} else if (marker >= 0xc3 && marker <= 0xcf && marker !== 0xc8) {
			throw new Unsupported('it is a rare kind of JPEG');
		}
	}
}

/** Pixel rows of a component for one row of units. */
interface Plane {
	readonly component: Component;
	readonly factors: Uint16Array;
	readonly stride: number;
	readonly rows: Uint8ClampedArray;
}

/**
 * Gives the pixels of a row of units.
 * @param y row of units in the image
 * @param held row of units in the coefficients
 * @returns number of pixels
 */
type GiveUnits = (y: number, held: number) => number;

/** @throws Unreadable */
function unitsGiver(frame: Frame, tables: Tables, pixels: Pixels): GiveUnits {
	const planes = frame.components.map((component): Plane => {
		const factors = tables.quantization.get(component.quantization);
		if (factors === undefined) throw new Unreadable('its pixels are damaged');
		const stride = 8 * component.stride;
		return { component, factors, stride, rows: new Uint8ClampedArray(stride * 8 * component.v) };
	});
	return (unit, held) => {
		for (const plane of planes) workOut(plane, held);
		const top = 8 * frame.maxV * unit;
		const height = Math.min(8 * frame.maxV, frame.height - top);
		for (let y = 0; y < height; y += 1) {
			pixels.at?.(0, top + y, 1);
			giveRow(frame, planes, y, tables.isRgb, pixels);
		}
		return frame.width * height;
	};
}

/** Gives all pixels from the coefficients of a whole image. */
function* giveAll(frame: Frame, tables: Tables, pixels: Pixels): Generator<void> {
	const giveUnits = unitsGiver(frame, tables, pixels);
	let given = 0;
	for (let unit = 0; unit < frame.unitsDown; unit += 1) {
		given += giveUnits(unit, unit);
		if (given >= PIXELS_A_TURN) {
			given = 0;
			yield;
		}
	}
}

function workOut(
	{ component: { stride: across, v, coefficients }, factors, stride, rows }: Plane,
	unit: number,
) {
	for (let block = 0; block < across * v; block += 1) {
		const to = Math.floor(block / across) * 8 * stride + (block % across) * 8;
		inverse(coefficients, 64 * (unit * across * v + block), factors, rows, to, stride);
	}
}

function giveRow(frame: Frame, planes: readonly Plane[], y: number, isRgb: boolean, pixels: Pixels): void {
	const [first, second, third] = planes.map(({ component: { h, v }, stride, rows }) => ({
		row: rows.subarray(Math.floor((y * v) / frame.maxV) * stride),
		scale: h / frame.maxH,
	}));
	for (let x = 0; x < frame.width; x += 1) {
		const one = first?.row[Math.floor(x * first.scale)] ?? 0;
		if (second === undefined || third === undefined) {
			pixels.add(one, one, one, 255);
			continue;
		}
		const two = second.row[Math.floor(x * second.scale)] ?? 0;
		const three = third.row[Math.floor(x * third.scale)] ?? 0;
		if (isRgb) pixels.add(one, two, three, 255);
		else {
			const [blue, red] = [two - 128, three - 128];
			// Source: ITU-T T.871 (JFIF), 7
			pixels.add(one + 1.402 * red, one - 0.344136 * blue - 0.714136 * red, one + 1.772 * blue, 255);
		}
	}
}
