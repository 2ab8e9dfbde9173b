import { Zlib } from 'fflate/browser';
import type { Bytes } from '../../bytes';
import type { PngChunk } from '../pixels';

const SIGNATURE = 'ICC_PROFILE\0';
/** Larger profiles are for printers. */
const MOST_BYTES = 256 * 1024;
/** Name of the profile, its end, and the method of compression (zlib). Source: PNG specification, 11.3.2.3 */
const CHUNK_START = [...'ICC', '\0', '\0'].map((letter) => letter.charCodeAt(0));

/** Collects the ICC profile of a JPEG, which may lie in several segments. Source: ICC.1, annex B.4 */
export class JpegProfile {
	private readonly parts = new Map<number, Uint8Array>();

	/** @param segment content of an APP2 segment, which may be something else */
	add(segment: Bytes): void {
		const start = SIGNATURE.length + 2;
		if (segment.length < start || segment.text(0, SIGNATURE.length) !== SIGNATURE) return;
		this.parts.set(segment.u8(SIGNATURE.length), segment.part(start, segment.length).data);
	}

	/** The profile as chunk of a PNG, if there is one for RGB. */
	get chunk(): PngChunk | undefined {
		const parts = [...this.parts].sort(([one], [other]) => one - other).flatMap(([, part]) => [part]);
		const length = parts.reduce((sum, part) => sum + part.length, 0);
		if (length < 128 || length > MOST_BYTES) return undefined;
		const [first = new Uint8Array(0)] = parts;
		if (String.fromCharCode(...first.subarray(16, 20)) !== 'RGB ') return undefined;
		const content: number[] = [...CHUNK_START];
		const zlib = new Zlib({ level: 6 }, (piece) => {
			for (const byte of piece) content.push(byte);
		});
		for (const part of parts) zlib.push(part);
		zlib.push(new Uint8Array(0), true);
		return { type: 'iCCP', content: Uint8Array.from(content) };
	}
}
