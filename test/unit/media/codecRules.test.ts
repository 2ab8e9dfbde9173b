import { codecOf } from '../../../nodes/WanVideoEdit/media/codecs';
import { inspect } from '../../../nodes/WanVideoEdit/media/inspect';
import { type MediaLimit, VACE_MEDIA, WAN27_MEDIA } from '../../../nodes/WanVideoEdit/media/limits';
import { mediaViolations } from '../../../nodes/WanVideoEdit/media/rules';
import { sourceOfBytes } from '../../../nodes/WanVideoEdit/media/source';
import { box, description, encrypted, joined, movie, zeros } from './headers';
import { bytesMade } from './realFiles';

const source = { kind: 'url', url: 'https://example.com/a' } as const;

/** The messages about a video. */
async function said(bytes: Uint8Array, limit: MediaLimit = VACE_MEDIA.video, mode = 'Repaint') {
	const facts = await inspect(sourceOfBytes(bytes));
	const slot = { name: 'video', label: 'Video', limit, source } as const;
	return mediaViolations([{ slot, bytes: bytes.length, facts }], mode);
}

const SHORT = ['-an', '-t', '2'];
const H264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'];

describe('A video is not rejected by its brand:', () => {
	it.each([
		'isom',
		'iso2',
		'iso5',
		'iso6',
		'mp41',
		'mp42',
		'avc1',
		'M4V ',
		'MSNV',
		'dash',
		'3gp4',
		'3gp5',
		'3g2a',
		'f4v ',
		'XAVC',
		'mmp4',
	])('%s', async (brand) => {
		expect(await said(movie({ brand }))).toEqual([]);
		expect(await said(movie({ brand }), WAN27_MEDIA.video, 'Edit')).toEqual([]);
	});

	it.each(['isom', 'mp42', 'avc1', 'M4V '])('qt, if it lists %s as compatible', async (compatible) => {
		expect(await said(movie({ brand: 'qt  ', compatible }))).toEqual([]);
	});

	it.each([
		['film.3gp', [...H264, '-s', '704x576']],
		['film.3g2', H264],
		['film.m4v', H264],
		['film.mp4', [...H264, '-brand', '3gp5']],
		['film.mp4', [...H264, '-brand', 'M4V ']],
	])('an actual H.264 video as %s (%j)', async (name, args) => {
		expect(await said(await bytesMade(name, 'product-short.mp4', ...args, ...SHORT))).toEqual([]);
	});

	it('but VACE rejects an actual MOV, with advice, and Edit accepts it', async () => {
		const file = await bytesMade('film.mov', 'product-short.mp4', ...H264, ...SHORT);
		const [first] = await said(file);
		expect(first?.says).toBe("'Video' is in MOV format; Repaint takes a video in MP4 format");
		expect(first?.advice).toMatch(/MP4 with H\.264.*ffmpeg -i in\.mov -c copy out\.mp4/);
		expect(await said(file, WAN27_MEDIA.video, 'Edit')).toEqual([]);
	});
});

describe('A codec that MP4 players need not support is rejected, with advice:', () => {
	it.each([
		['vp09', 'VP9'],
		['vp08', 'VP8'],
		['av01', 'AV1'],
		['mp4v', 'MPEG-4 Part 2'],
		['s263', 'H.263'],
		['jpeg', 'Motion JPEG'],
		['mjpa', 'Motion JPEG'],
		['apcn', 'ProRes'],
		['ap4h', 'ProRes'],
		['AVdn', 'DNxHD'],
		['CFHD', 'CineForm'],
		['dvcp', 'DV'],
		['vvc1', 'VVC'],
		['rle ', 'Animation'],
	])('%s', async (codec, name) => {
		const found = await said(movie({ codec }));
		expect(found).toEqual([
			{
				says: `'Video' uses the codec ${name} (${codec.trim()}); Repaint takes H.264`,
				advice: 'Convert it to MP4 with H.264 video, for example with HandBrake or any video editor.',
			},
		]);
	});

	it.each([
		['VP9 (vp09)', 'vp9.mp4', ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8']],
		['MPEG-4 Part 2 (mp4v)', 'part2.mp4', ['-c:v', 'mpeg4']],
		['Motion JPEG (mp4v)', 'jpeg.mp4', ['-c:v', 'mjpeg']],
		['ProRes (apcn)', 'prores.mov', ['-c:v', 'prores', '-profile:v', '2']],
	])('an actual %s', async (what, name, args) => {
		const file = await bytesMade(name, 'product-short.mp4', ...args, ...SHORT);
		const [first] = await said(file, WAN27_MEDIA.video, 'Edit');
		expect(first?.says).toContain(`uses the codec ${what.includes('JPEG') ? 'MPEG-4 Part 2 (mp4v)' : what}`);
	});

	it('even if only a part of the video uses it', async () => {
		const film = movie({ descriptions: [description('avc1'), description('vp09')] });
		expect((await said(film))[0]?.says).toMatch(/uses the codec VP9/);
	});
});

describe('An encrypted video is rejected', () => {
	it.each(['encv', 'drmi'])('as %s, whatever is encrypted', async (name) => {
		for (const codec of ['avc1', 'hvc1']) {
			const [first] = await said(movie({ descriptions: [encrypted(codec, name)] }));
			expect(first?.says).toMatch(/^'Video' is encrypted; Repaint takes/);
			expect(first?.advice).toMatch(/copy protection/);
		}
	});
});

describe('A codec', () => {
	it.each(['avc1', 'avc3'])('of H.264 passes without a hint: %s', (code) => {
		expect(codecOf(code)).toEqual({ name: 'H.264', verdict: 'passes' });
	});

	it.each(['hvc1', 'hev1', 'dvh1'])('of HEVC passes with a hint: %s', async (codec) => {
		expect(codecOf(codec)).toEqual({ name: 'HEVC', verdict: 'hint' });
		expect(await said(movie({ codec }))).toEqual([]);
	});

	it('that is unknown passes with a hint, and its name is printable', async () => {
		expect(codecOf('zzz9')).toEqual({ name: 'zzz9', verdict: 'hint' });
		expect(codecOf('a\0\x07b')).toEqual({ name: 'a??b', verdict: 'hint' });
		expect(codecOf('')).toEqual({ name: 'unnamed', verdict: 'hint' });
		expect(await said(movie({ codec: 'zzz9' }))).toEqual([]);
	});
});

describe('Files without a video track', () => {
	it('are rejected for what is missing, not for their brand', async () => {
		const [first] = await said(joined(box('ftyp', '3gp5', zeros(4)), box('mdat', zeros(50))));
		expect(first?.says).toMatch(/cut off/);
	});
});
