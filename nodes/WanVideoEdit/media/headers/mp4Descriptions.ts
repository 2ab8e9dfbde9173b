import type { Bytes } from '../bytes';
import { boxAt, boxesIn } from './mp4Boxes';

/** What a track says of its samples (stsd). */
export interface Descriptions {
	/** Four characters of each kind of sample, each once: most tracks have one. Of encrypted ones, what is encrypted. */
	readonly codecs: readonly string[];
	readonly encrypted: boolean;
	/** Pixels of the first, as stored. */
	readonly width: number;
	readonly height: number;
}

/** Most tracks have one; each edit of some programs adds one. */
const MOST_DESCRIPTIONS = 1000;
/** Bytes of a picture's description before its boxes. */
const FIELDS_OF_PICTURE = 78;
/** Stand in the place of the codec, which is inside: common encryption, and Apple's. Source: ISO/IEC 14496-12, 8.12 */
const ENCRYPTED: readonly string[] = ['encv', 'drmi'];
/** Holds the codec inside as well, and hides nothing. */
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

/** What was there before it was encrypted (frma). */
function codecInside(description: Bytes): string | undefined {
	if (description.length < FIELDS_OF_PICTURE) return undefined;
	try {
		for (const { type, body } of boxesIn(description.part(FIELDS_OF_PICTURE, description.length))) {
			if (type === 'sinf' || type === 'rinf') return boxAt(body, 'frma')?.text(0, 4);
		}
	} catch {
		// That it is encrypted says enough.
	}
	return undefined;
}
