import type { VideoFacts } from '../../../nodes/WanVideoEdit/media/facts';
import { inspect } from '../../../nodes/WanVideoEdit/media/inspect';
import { sourceOfBytes } from '../../../nodes/WanVideoEdit/media/source';
import { box, description, encrypted, type MovieOptions, movie, u32, zeros } from './headers';
import { bytesMade } from './realFiles';

async function video(bytes: Uint8Array): Promise<VideoFacts> {
	const found = await inspect(sourceOfBytes(bytes));
	if (found.kind !== 'video') throw new Error(JSON.stringify(found));
	return found;
}
const described = async (...descriptions: Buffer[]) => await video(movie({ descriptions }));

describe('The codec of a video', () => {
	it.each(['avc1', 'avc3', 'hvc1', 'hev1', 'vp09', 'av01', 'mp4v', 'mjpa', 'apch', 'dvh1', 's263'])(
		'is read: %s',
		async (codec) => {
			expect(await video(movie({ codec }))).toMatchObject({ codec, codecs: [codec], encrypted: false });
		},
	);

	it.each([
		['vp09', 'vp9.mp4', ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8']],
		['av01', 'av1.mp4', ['-c:v', 'libaom-av1', '-cpu-used', '8', '-strict', '-2', '-s', '64x64']],
		['mp4v', 'part2.mp4', ['-c:v', 'mpeg4']],
		['hev1', 'hevc.mp4', ['-c:v', 'libx265', '-preset', 'ultrafast', '-tag:v', 'hev1']],
		['jpeg', 'jpeg.mov', ['-c:v', 'mjpeg']],
	])('is read from an actual file: %s', async (codec, name, args) => {
		const bytes = await bytesMade(name, 'product-short.mp4', ...args, '-an', '-t', '0.2');
		expect(await video(bytes)).toMatchObject({ codec, codecs: [codec], encrypted: false });
	});

	it('is read from every description, each once', async () => {
		const film = await described(description('avc1'), description('hvc1'), description('avc1'));
		expect(film).toMatchObject({ codec: 'avc1', codecs: ['avc1', 'hvc1'] });
	});

	it('comes with the size of the first description', async () => {
		const film = await described(description('avc1', 640, 360), description('avc1', 1280, 720));
		expect(film).toMatchObject({ width: 640, height: 360 });
	});

	it('is read from up to a thousand descriptions, and no more', async () => {
		const many = Array.from({ length: 999 }, () => description('avc1'));
		expect((await described(...many, description('hvc1'))).codecs).toEqual(['avc1', 'hvc1']);
	});
});

describe('An encrypted video', () => {
	it.each(['encv', 'drmi'])('is recognized by %s, and its codec is what is encrypted', async (name) => {
		expect(await described(encrypted('hvc1', name))).toMatchObject({ codec: 'hvc1', encrypted: true });
	});

	it('is recognized even if only a part is encrypted', async () => {
		const film = await described(description('avc1'), encrypted('avc1'));
		expect(film).toMatchObject({ codecs: ['avc1'], encrypted: true });
	});

	it.each([
		['nothing', description('encv')],
		['no codec', description('encv', 640, 360, box('sinf', box('schm', zeros(12))))],
		['boxes that do not fit', description('encv', 640, 360, u32(900), zeros(20))],
	])('keeps that name if it has %s of its codec', async (_, entry) => {
		expect(await described(entry)).toMatchObject({ codec: 'encv', encrypted: true });
	});

	it('is not assumed if only the container is restricted', async () => {
		const packed = description('resv', 640, 360, box('rinf', box('frma', 'avc1')));
		expect(await described(packed)).toMatchObject({ codec: 'avc1', encrypted: false });
	});
});

describe('The brand of a video', () => {
	it.each<[string, MovieOptions, string]>([
		['isom', {}, 'MP4'],
		['M4V', { brand: 'M4V ' }, 'MP4'],
		['qt', { brand: 'qt  ' }, 'MOV'],
		['', { brand: '' }, 'MOV'],
		['3gp5', { brand: '3gp5' }, 'MP4'],
		['3g2a', { brand: '3g2a' }, 'MP4'],
	])('is read without blanks: "%s"', async (brand, options, format) => {
		expect(await video(movie(options))).toMatchObject({ brand, format });
	});

	it.each([
		['3gp6', 's263', 'phone.3gp', ['-c:v', 'h263', '-s', '176x144']],
		['3gp4', 'avc1', 'phone.3gp', ['-c', 'copy']],
		['3g2a', 'avc1', 'phone.3g2', ['-c', 'copy']],
	])('of a phone is not a separate format: %s with %s', async (brand, codec, name, args) => {
		const film = await video(await bytesMade(name, 'product-short.mp4', '-t', '0.5', ...args, '-an'));
		expect(film).toMatchObject({ format: 'MP4', codec });
		expect(film.brand.slice(0, 3)).toBe(brand.slice(0, 3));
	});
});
