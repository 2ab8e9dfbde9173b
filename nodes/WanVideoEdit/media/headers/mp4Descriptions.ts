import type { Bytes } from '../bytes';
import { boxAt, boxesIn } from './mp4Boxes';

/** Descriptions of the samples of a track (stsd). */
export interface Descriptions {
	/** Four-character codes of the samples, each once; most tracks have one. For encrypted samples, the codec inside. */
	readonly codecs: readonly string[];
	readonly encrypted: boolean;
	/** Width and height of the first, as stored. */
	readonly width: number;
	readonly height: number;
}

/** Maximum number of descriptions. Most tracks have one; some programs add one per edit. */
const MOST_DESCRIPTIONS = 1000;
/** Bytes of a video description before its boxes. */
const FIELDS_OF_PICTURE = 78;
/** Codes of encrypted samples, with the codec in a box inside: common encryption, and Apple's. Source: ISO/IEC 14496-12, 8.12 */
const ENCRYPTED: readonly string[] = ['encv', 'drmi'];
/** Also has the codec in a box inside, but is not encrypted. */
const RESTRICTED = 'resv';

/** @throws Unreadable. Source: ISO/IEC 14496-12, 8.5.2 and 12.1.3 */
export function readDescriptions(table: Bytes | undefined): Descriptions {
	const codecs = new Set<string>();
	let encrypted = false;
	let [width, height] = [0, 0];
	if (table === undefined || table.length < 8) return { codecs: [], encrypted, width, height };
	let number = 0;
	for (const { type, body } of boxesIn(table.part(8, table.length))) {
		number += 1;
		if (number > Math.min(table.u32(4), MOST_DESCRIPTIONS)) break;
		if (number === 1 && body.length >= 28) [width, height] = [body.u16(24), body.u16(26)];
		encrypted ||= ENCRYPTED.includes(type);
		codecs.add(ENCRYPTED.includes(type) || type === RESTRICTED ? (codecInside(body) ?? type) : type);
	}
	return { codecs: [...codecs], encrypted, width, height };
}

/** The codec before encryption (frma). */
function codecInside(description: Bytes): string | undefined {
	if (description.length < FIELDS_OF_PICTURE) return undefined;
	try {
		for (const { type, body } of boxesIn(description.part(FIELDS_OF_PICTURE, description.length))) {
			if (type === 'sinf' || type === 'rinf') return boxAt(body, 'frma')?.text(0, 4);
		}
	} catch {
		// A damaged box does not matter: knowing that the track is encrypted is enough.
	}
	return undefined;
}
