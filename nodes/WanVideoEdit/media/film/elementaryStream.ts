import type { Bytes } from '../bytes';

/** Tags of descriptors. Source: ISO/IEC 14496-1, 7.2.2.1 */
const TAG = { stream: 3, decoder: 4, specific: 5 } as const;

/** What an elementary stream descriptor (esds) says of its decoder. Source: ISO/IEC 14496-1, 7.2.6 */
interface Decoder {
	readonly objectType: number;
	/** AudioSpecificConfig of AAC; empty for MP3. */
	readonly specific: Uint8Array;
}

/** @param esds body of the box. Undefined if it has no decoder. @throws Unreadable */
export function readDecoder(esds: Bytes): Decoder | undefined {
	const stream = descriptorAt(esds, 4, TAG.stream);
	if (stream === undefined) return undefined;
	const flags = stream.u8(2);
	let at = 3;
	if (flags & 0x80) at += 2;
	if (flags & 0x40) at += 1 + stream.u8(at);
	if (flags & 0x20) at += 2;
	const decoder = descriptorAt(stream, at, TAG.decoder);
	if (decoder === undefined) return undefined;
	const specific = decoder.length > 13 ? descriptorAt(decoder, 13, TAG.specific) : undefined;
	return { objectType: decoder.u8(0), specific: specific?.data ?? new Uint8Array(0) };
}

/** Source: mp4ra.org, object types. @throws Unreadable */
export const objectTypeOf = (esds: Bytes): number | undefined => readDecoder(esds)?.objectType;

/** A length has seven bits a byte, and at most four bytes. Source: ISO/IEC 14496-1, 8.3.3 */
function descriptorAt(bytes: Bytes, start: number, tag: number): Bytes | undefined {
	if (bytes.u8(start) !== tag) return undefined;
	let length = 0;
	let at = start + 1;
	for (let more = true; more && at < start + 5; at += 1) {
		const byte = bytes.u8(at);
		length = length * 128 + (byte & 0x7f);
		more = (byte & 0x80) !== 0;
	}
	return bytes.part(at, Math.min(bytes.length, at + length));
}
