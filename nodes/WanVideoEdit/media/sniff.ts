// cspell:ignore ftypavi ftypcrx ftyphe ftypmif ftypmsf
import type { Bytes } from './bytes';
import type { ImageFacts, VideoFacts } from './facts';
import { readBmp } from './headers/bmp';
import { readJpeg } from './headers/jpeg';
import { readMp4 } from './headers/mp4';
import { readPng } from './headers/png';
import { readTiff } from './headers/tiff';
import { readWebp } from './headers/webp';
import type { Reader } from './reader';

/** Result of sniffing: a reader for the format, or the name of a format that no slot takes. */
export type Sniffed = ((reader: Reader) => Promise<VideoFacts | ImageFacts>) | string | undefined;

/** Number of bytes that `sniff` reads. */
export const SNIFFED_BYTES = 512;

/** Text at a position, e.g. `WEBP` at 8. The first matching row wins. */
const MAGIC: ReadonlyArray<
	readonly [known: Sniffed & {}, ...words: ReadonlyArray<readonly [number, string]>]
> = [
	[readJpeg, [0, '\xff\xd8\xff']],
	[readPng, [0, '\x89PNG\r\n\x1a\n']],
	[readTiff, [0, 'II*\0']],
	[readTiff, [0, 'MM\0*']],
	[readWebp, [0, 'RIFF'], [8, 'WEBP']],
	['GIF', [0, 'GIF8']],
	['AVI', [0, 'RIFF'], [8, 'AVI ']],
	['WAV', [0, 'RIFF'], [8, 'WAVE']],
	['FLV', [0, 'FLV\x01']],
	['WMV', [0, '\x30\x26\xb2\x75\x8e\x66\xcf\x11']],
	['MPEG', [0, '\0\0\x01\xba']],
	['MPEG', [0, '\0\0\x01\xb3']],
	['MPEG-TS', [0, 'G'], [188, 'G']],
	['OGG', [0, 'OggS']],
	['MP3', [0, 'ID3']],
	['FLAC', [0, 'fLaC']],
	['PDF', [0, '%PDF-']],
	['PSD', [0, '8BPS']],
	['ICO', [0, '\0\0\x01\0']],
	['BigTIFF', [0, 'II+\0']],
	['BigTIFF', [0, 'MM\0+']],
	['JPEG XL', [0, '\xff\x0a']],
	['JPEG XL', [0, '\0\0\0\x0cJXL ']],
	['JPEG 2000', [0, '\0\0\0\x0cjP  ']],
	['ZIP', [0, 'PK\x03\x04']],
	['GZIP', [0, '\x1f\x8b']],
	['HEIC', [4, 'ftyphe']],
	['HEIC', [4, 'ftypmif1']],
	['HEIC', [4, 'ftypmsf1']],
	['AVIF', [4, 'ftypavi']],
	['M4A', [4, 'ftypM4A']],
	['M4A', [4, 'ftypM4B']],
	['CR3', [4, 'ftypcrx ']],
	...['ftyp', 'moov', 'mdat', 'wide', 'free', 'skip', 'pnot', 'styp', 'moof', 'uuid'].map(
		(box) => [readMp4, [4, box]] as const,
	),
	// Two letters alone are ambiguous: also require zeros in the reserved field, or a header of a known length.
	[readBmp, [0, 'BM'], [6, '\0\0\0\0']],
	...['\x0c', '\x10', '\x28', '\x34', '\x38', '\x40', '\x6c', '\x7c'].map(
		(length) => [readBmp, [0, 'BM'], [14, `${length}\0\0\0`]] as const,
	),
];

/** How text formats start, in lower case and without leading white space. */
const TEXTS: ReadonlyArray<readonly [format: string, begins: RegExp]> = [
	['SVG', /^(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)?(<!doctype svg[^>]*>\s*)?<svg\b/s],
	['HTML', /^(<!--.*?-->\s*)?<(!doctype html|html|head|body)\b/s],
	['XML', /^<\?xml\b|^<error\b/],
	['M3U8', /^#extm3u/],
	['JSON', /^[{[]\s*(["{}[\]\d-]|true|false|null|$)/],
	['plain text', /^[\x20-\x7e\s]{8,}$/],
];

/** Recognizes a file by its first bytes. */
export function sniff(head: Bytes): Sniffed {
	const start = head.text(0, head.length);
	const row = MAGIC.find(([, ...words]) => words.every(([at, word]) => start.startsWith(word, at)));
	if (row) return row[0];
	if (start.startsWith('\x1a\x45\xdf\xa3')) return start.includes('webm') ? 'WEBM' : 'MKV';
	const text = start
		.replace(/^\xef\xbb\xbf/, '')
		.trimStart()
		.toLowerCase();
	return TEXTS.find(([, begins]) => begins.test(text))?.[0];
}
