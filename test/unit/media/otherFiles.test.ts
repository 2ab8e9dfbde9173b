import { inspect, type MediaFacts } from '../../../nodes/WanVideoEdit/media/inspect';
import { sourceOfBytes } from '../../../nodes/WanVideoEdit/media/source';
import { box, joined, zeros } from './headers';
import { bytesMade } from './realFiles';

const facts = (bytes: Uint8Array): Promise<MediaFacts> => inspect(sourceOfBytes(bytes));
const brand = (name: string) => box('ftyp', name, zeros(4), name);
const COPY = ['-c', 'copy'];
const SHORT = ['-t', '0.2'];

describe('An actual file of another format is named', () => {
	it.each([
		['GIF', 'film.gif', SHORT],
		['AVI', 'film.avi', SHORT],
		['MKV', 'film.mkv', COPY],
		['WEBM', 'film.webm', SHORT],
		['MPEG-TS', 'film.ts', COPY],
		['MPEG', 'film.mpg', SHORT],
		['FLV', 'film.flv', COPY],
		['WMV', 'film.wmv', SHORT],
		['M4A', 'sound.m4a', ['-vn']],
		['MP3', 'sound.mp3', ['-vn']],
		['OGG', 'sound.ogg', ['-vn']],
		['WAV', 'sound.wav', ['-vn', ...SHORT]],
		['FLAC', 'sound.flac', ['-vn', ...SHORT]],
	])('%s', async (format, name, args) => {
		expect(await facts(await bytesMade(name, 'clip.mp4', ...args))).toEqual({ kind: 'other', format });
	});
});

describe('A text is named', () => {
	it.each([
		['HTML', '<!DOCTYPE html><html><head><title>Not found</title></head></html>'],
		['HTML', '\n\n  <html lang="en"><body>Sign in</body></html>'],
		['HTML', '\xef\xbb\xbf<!doctype HTML>'],
		['HTML', '<!-- a remark --><html>'],
		['XML', '<?xml version="1.0" encoding="UTF-8"?><Error><Code>AccessDenied</Code></Error>'],
		['XML', '<Error><Code>AccessDenied</Code></Error>'],
		['SVG', '<svg xmlns="http://www.w3.org/2000/svg"></svg>'],
		['SVG', '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"></svg>'],
		['JSON', '{"code":"InvalidApiKey","message":"No API-key"}'],
		['JSON', ' [1, 2, 3]'],
		['M3U8', '#EXTM3U\n#EXT-X-VERSION:3'],
		['plain text', 'Not found. Ask the owner of this page.'],
	])('%s: %s', async (format, text) => {
		expect(await facts(joined(text))).toEqual({ kind: 'other', format });
	});
});

describe('A file signature is recognized', () => {
	it.each([
		['PDF', joined('%PDF-1.7\n%', zeros(20))],
		['ZIP', joined('PK\x03\x04', zeros(20))],
		['GZIP', joined('\x1f\x8b\x08', zeros(20))],
		['PSD', joined('8BPS', zeros(20))],
		['ICO', joined('\0\0\x01\0\x01\0', zeros(20))],
		['BigTIFF', joined('II+\0', zeros(20))],
		['BigTIFF', joined('MM\0+', zeros(20))],
		['JPEG XL', joined('\xff\x0a', zeros(20))],
		['JPEG XL', joined('\0\0\0\x0cJXL \r\n\x87\n', zeros(20))],
		['JPEG 2000', joined('\0\0\0\x0cjP  \r\n\x87\n', zeros(20))],
		['HEIC', brand('heic')],
		['HEIC', brand('mif1')],
		['AVIF', brand('avif')],
		['CR3', brand('crx ')],
		['M4A', brand('M4A ')],
	])('%s', async (format, bytes) => {
		expect(await facts(bytes)).toEqual({ kind: 'other', format });
	});
});
