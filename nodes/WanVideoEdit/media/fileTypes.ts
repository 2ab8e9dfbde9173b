import type { MediaFacts } from './inspect';

/** Extension and MIME type of a format. */
export interface FileType {
	/** Lower case, without the dot. */
	readonly extension: string;
	readonly mimeType: string;
}

/** By the format names that `inspect` returns (IANA media types; Matroska, AVI and FLV have none there). */
const FILE_TYPES: Readonly<Record<string, FileType>> = {
	MP4: { extension: 'mp4', mimeType: 'video/mp4' },
	MOV: { extension: 'mov', mimeType: 'video/quicktime' },
	JPEG: { extension: 'jpg', mimeType: 'image/jpeg' },
	PNG: { extension: 'png', mimeType: 'image/png' },
	BMP: { extension: 'bmp', mimeType: 'image/bmp' },
	TIFF: { extension: 'tiff', mimeType: 'image/tiff' },
	WEBP: { extension: 'webp', mimeType: 'image/webp' },
	WEBM: { extension: 'webm', mimeType: 'video/webm' },
	MKV: { extension: 'mkv', mimeType: 'video/x-matroska' },
	AVI: { extension: 'avi', mimeType: 'video/x-msvideo' },
	FLV: { extension: 'flv', mimeType: 'video/x-flv' },
	MPEG: { extension: 'mpg', mimeType: 'video/mpeg' },
	'MPEG-TS': { extension: 'ts', mimeType: 'video/mp2t' },
};

const SOME_BYTES: FileType = { extension: 'bin', mimeType: 'application/octet-stream' };

/** File type from the content, whatever the file name and the HTTP headers say. */
export const fileTypeOf = (facts: MediaFacts): FileType =>
	('format' in facts ? FILE_TYPES[facts.format] : undefined) ?? SOME_BYTES;
