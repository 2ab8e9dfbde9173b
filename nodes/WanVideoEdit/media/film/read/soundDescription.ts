import { Bytes, joined } from '../../bytes';
import { boxesIn } from '../../headers/mp4Boxes';
import { box, u16, u32 } from '../write/boxes';
import { objectTypeOf } from '../elementaryStream';

/** Codecs of sound that an MP4 file can carry, with the box that describes them. Source: mp4ra.org, sample entry codes */
const CODECS: ReadonlyMap<string, { readonly name: string; readonly box: string }> = new Map([
	['mp4a', { name: 'AAC', box: 'esds' }],
	['ac-3', { name: 'AC-3', box: 'dac3' }],
	['ec-3', { name: 'E-AC-3', box: 'dec3' }],
	['Opus', { name: 'Opus', box: 'dOps' }],
	['fLaC', { name: 'FLAC', box: 'dfLa' }],
	['alac', { name: 'Apple Lossless', box: 'alac' }],
]);
/** Kinds of sound in mp4a that players know. Source: mp4ra.org, object types */
const OBJECT_TYPES: ReadonlyMap<number, string> = new Map([
	[0x40, 'AAC'],
	[0x66, 'AAC'],
	[0x67, 'AAC'],
	[0x68, 'AAC'],
	[0x69, 'MP3'],
	[0x6b, 'MP3'],
]);
/** Names of sound that is left out, for messages. Source: QuickTime File Format Specification, sound formats */
const OTHERS: ReadonlyArray<readonly [name: string, codes: readonly string[]]> = [
	['PCM', ['raw ', 'twos', 'sowt', 'in24', 'in32', 'fl32', 'fl64', 'lpcm', 'ipcm', 'fpcm', 'NONE']],
	['µ-law', ['ulaw']],
	['A-law', ['alaw']],
	['ADPCM', ['ima4', 'ms\0\x02', 'ms\0\x11']],
	['MP3', ['.mp3', 'ms\0\x55']],
	['AMR', ['samr', 'sawb']],
	['QDesign Music', ['QDM2', 'QDMC']],
	['APAC', ['apac']],
	['encrypted', ['enca', 'drms']],
];

/** Bytes of a sound description before its boxes. */
const FIELDS = 28;
/** Bytes that QuickTime puts between, by the version of the description. Source: QuickTime File Format Specification */
const MORE_FIELDS: readonly number[] = [0, 16, 36];

/** A sound description in the form of ISO/IEC 14496-12, or the name of what an MP4 file cannot carry. */
export type SoundDescription =
	| { readonly codec: string; readonly entry: Uint8Array }
	| { readonly codec: string; readonly entry: undefined };

/** @param isIso whether version 1 means that of ISO/IEC 14496-12, 12.2.3, which has no fields between. @throws Unreadable */
export function readSoundDescription(type: string, body: Bytes, isIso: boolean): SoundDescription {
	const known = CODECS.get(type);
	if (known === undefined) return { codec: otherName(type), entry: undefined };
	const version = isIso ? 0 : body.u16(8);
	const specific = find(known.box, body.part(FIELDS + (MORE_FIELDS[version] ?? 0), body.length));
	if (specific === undefined) return { codec: known.name, entry: undefined };
	const codec = type === 'mp4a' ? OBJECT_TYPES.get(objectTypeOf(specific) ?? 0) : known.name;
	if (codec === undefined) return { codec: type, entry: undefined };
	const channels = version === 2 ? body.u32(40) : body.u16(16);
	const rate = version === 2 ? doubleAt(body, 32) : body.u32(24) / 0x10000;
	const fields = [u32(0), u16(0), u16(1), u32(0), u32(0), u16(channels), u16(16), u32(0), u32(fixed(rate))];
	return { codec, entry: box(type, joined(fields), box(known.box, specific.data)) };
}

function otherName(type: string): string {
	return OTHERS.find(([, codes]) => codes.includes(type))?.[0] ?? type.replace(/[^\x20-\x7e]/g, '?').trim();
}

/** The box of a codec; QuickTime puts it into a box `wave`. */
function find(type: string, boxes: Bytes): Bytes | undefined {
	try {
		for (const { type: found, body } of boxesIn(boxes)) {
			if (found === type) return body;
			const inside = found === 'wave' ? find(type, body) : undefined;
			if (inside) return inside;
		}
	} catch {
		// Bytes behind the last box do not matter.
	}
	return undefined;
}

const doubleAt = ({ data }: Bytes, at: number): number =>
	new DataView(data.buffer, data.byteOffset, data.length).getFloat64(at);

/** A rate as a 16.16 fixed-point number, or 0 if it is too large: the codec's own description then says it. */
const fixed = (rate: number): number =>
	rate >= 0 && rate < 0x10000 ? Math.round(rate * 0x10000) % 2 ** 32 : 0;
