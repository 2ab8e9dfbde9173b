import { Bytes } from '../bytes';
import { boxAt } from '../headers/mp4Boxes';

/** What a decoder has to know before the first picture, from a sample description. */
export interface ParameterSets {
	/** Bytes of the length in front of each NAL unit. */
	readonly lengthSize: number;
	/** NAL units without their lengths, in the order in which they go in front of a picture: (VPS,) SPS, PPS. */
	readonly units: readonly Uint8Array[];
}

/** Bytes of a sample description up to its boxes, with the head of its own. */
const FIELDS = 8 + 78;
/** VPS, SPS and PPS of HEVC. Source: ITU-T H.265, 7.4.2.2 */
const HEVC_SETS: readonly number[] = [32, 33, 34];

/** Of H.264 and HEVC; undefined for others. @throws Unreadable. Source: ISO/IEC 14496-15, 5.3.3.1 and 8.3.3.1 */
export function readParameterSets(description: Uint8Array): ParameterSets | undefined {
	if (description.length < FIELDS) return undefined;
	const boxes = new Bytes(description).part(FIELDS, description.length);
	const avcC = boxAt(boxes, 'avcC');
	if (avcC) return readAvcC(avcC);
	const hvcC = boxAt(boxes, 'hvcC');
	return hvcC && readHvcC(hvcC);
}

function readAvcC(record: Bytes): ParameterSets {
	const sps = readUnits(record, 6, record.u8(5) & 0x1f);
	const pps = readUnits(record, sps.end + 1, record.u8(sps.end));
	return { lengthSize: (record.u8(4) & 3) + 1, units: [...sps.units, ...pps.units] };
}

function readHvcC(record: Bytes): ParameterSets {
	const arrays: Array<{ type: number; units: Uint8Array[] }> = [];
	let at = 23;
	for (let left = record.u8(22); left > 0; left -= 1) {
		const { units, end } = readUnits(record, at + 3, record.u16(at + 1));
		arrays.push({ type: record.u8(at) & 0x3f, units });
		at = end;
	}
	const sets = HEVC_SETS.flatMap((type) => arrays.filter((array) => array.type === type));
	return { lengthSize: (record.u8(21) & 3) + 1, units: sets.flatMap(({ units }) => units) };
}

/** Units with a length of two bytes each. */
function readUnits(record: Bytes, start: number, count: number): { units: Uint8Array[]; end: number } {
	const units: Uint8Array[] = [];
	let at = start;
	for (let left = count; left > 0; left -= 1) {
		const end = at + 2 + record.u16(at);
		units.push(record.part(at + 2, end).data);
		at = end;
	}
	return { units, end: at };
}

/** The units as they stand in a sample. */
export function inBand({ lengthSize, units }: ParameterSets): Uint8Array {
	const bytes = new Uint8Array(units.reduce((sum, { length }) => sum + lengthSize + length, 0));
	let at = 0;
	for (const unit of units) {
		for (let byte = 0; byte < lengthSize; byte += 1) {
			bytes[at + byte] = (unit.length / 2 ** (8 * (lengthSize - 1 - byte))) & 0xff;
		}
		bytes.set(unit, at + lengthSize);
		at += lengthSize + unit.length;
	}
	return bytes;
}

/** Access unit delimiters with their length: nothing may stand in front of one. Source: ITU-T H.264, 7.4.1.2.3; H.265, 7.4.2.4.4 */
const DELIMITERS: ReadonlyArray<readonly number[]> = [
	[0, 0, 0, 2, 0x09],
	[0, 0, 0, 3, 0x46],
];

/** Bytes of a sample that tell whether it begins with a delimiter. */
export const MOST_OF_DELIMITER = 7;

/** Bytes of the delimiter at the start of a sample; 0 without one. */
export function lengthOfDelimiter(start: Uint8Array): number {
	const found = DELIMITERS.find((pattern) => pattern.every((byte, index) => start[index] === byte));
	return found === undefined ? 0 : 4 + (found[3] ?? 0);
}

/** Whether two pieces of bytes are the same. */
export const isSame = (one: Uint8Array, other: Uint8Array): boolean =>
	one.length === other.length && one.every((byte, index) => byte === other[index]);
