// cspell:ignore ftypmp
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureSamples } from '../../../../emulator/samples/samples';
import { WAN27_MEDIA } from '../../../../nodes/WanVideoEdit/media/limits';
import { failureOf, rejectionOf } from '../../drafts';
import { description, encrypted, joined, movie, webpLossy, zeros } from '../../media/headers';
import { bytesMade } from '../../media/realFiles';
import { FILES, Store } from './fileStore';
import { demand, LinkHost, inspectOver, MASK_SLOT, slotOf } from './linkHost';

const sample = async (name: string) => await readFile(join(await ensureSamples(), name));
const ONE = ['-frames:v', '1'];
const photo = async (name: string, ...args: string[]) =>
	await bytesMade(name, 'first-frame.png', ...args, ...ONE);
const half = (bytes: Buffer) => bytes.subarray(0, bytes.length / 2);

const REFERENCES = {
	...{ videoInput: 'binary', videoField: 'video', prompt: 'Put the hat on the dog' },
	referenceImages: { image: [{ input: 'binary', field: 'picture' }] },
};
/** Runs the file checks of an Edit with this reference image. */
const withPicture = async (picture: Uint8Array) =>
	new Store({ video: await sample('product-short.mp4'), picture });

describe('A reference image', () => {
	it.each([
		['PNG', 'photo.png', ['-pix_fmt', 'rgb24']],
		['PNG with an alpha channel', 'alpha.png', ['-pix_fmt', 'rgba']],
		['JPEG', 'photo.jpg', ['-q:v', '3']],
		['BMP', 'photo.bmp', []],
		['WEBP', 'photo.webp', []],
	])('that is cut off is rejected with advice, as %s', async (_, name, args) => {
		const store = await withPicture(half(await photo(name, ...args)));
		const failure = await rejectionOf(store.check(2, 'edit', REFERENCES));
		expect(failure.kind).toBe('badInput');
		expect(failure.message).toMatch(
			/^'[^']+' could not be read as a video or an image \(it is cut off\); Edit takes/,
		);
		expect(failure.description).toMatch(/^Part of the file is missing: download or export it again/);
	});

	it('with an opaque alpha channel is sent without it, and nothing is said', async () => {
		const store = await withPicture(await photo('alpha.png', '-pix_fmt', 'rgba'));
		const [, picture] = await store.check(0, 'edit', REFERENCES);
		expect(picture).toMatchObject({ facts: { format: 'PNG', alpha: false }, fitted: { changes: [] } });
		expect(store.hints).toEqual([]);
	});

	it('with transparent pixels is laid on white, with a hint', async () => {
		const filter = "format=rgba,geq=r='r(X,Y)':g='g(X,Y)':b='b(X,Y)':a='min(X,255)'";
		const store = await withPicture(await photo('fade.png', '-vf', filter));
		const [, picture] = await store.check(0, 'edit', REFERENCES);
		expect(picture).toMatchObject({ facts: { format: 'PNG', alpha: false } });
		expect(store.hints).toEqual([
			expect.stringMatching(/has transparent pixels, which are laid on white\.$/),
		]);
	});

	it('in a data URL is read to its end too', async () => {
		const url = (bytes: Buffer) => `data:image/png;base64,${bytes.toString('base64')}`;
		const values = (bytes: Buffer) => ({
			...REFERENCES,
			referenceImages: { image: [{ input: 'url', url: url(bytes) }] },
		});
		const file = await photo('photo.png', '-pix_fmt', 'rgb24');
		const store = await withPicture(file);
		expect(await store.check(0, 'edit', values(file))).toHaveLength(2);
		expect((await rejectionOf(store.check(0, 'edit', values(half(file))))).message).toMatch(/cut off/);
	});
});

describe('A mask', () => {
	const store = async (mask: Uint8Array, video = 'product-short.mp4') =>
		new Store({ video: await sample(video), mask });
	const mask = async (name: string, ...args: string[]) =>
		await bytesMade(name, 'mask-short.png', ...args, ...ONE);

	it.each([
		['PNG', 'cut.png', []],
		['JPEG', 'cut.jpg', ['-q:v', '2']],
		['BMP', 'cut.bmp', []],
		['WEBP', 'cut.webp', ['-lossless', '1']],
		['TIFF', 'cut.tiff', []],
	])('that is cut off is rejected with advice, as %s', async (_, name, args) => {
		const failure = await rejectionOf((await store(half(await mask(name, ...args)))).check(1));
		expect(failure.message).toMatch(/^'[^']+' could not be read as a video or an image \(it is cut off\)/);
		expect(failure.description).toMatch(/^Part of the file is missing: download or export it again/);
		expect(failure.description).not.toMatch(/as PNG/);
	});

	it('that is rejected for its colors has advice, and its other violations', async () => {
		const white = await mask('white.png', '-vf', 'format=gray,geq=lum=255');
		const failure = await rejectionOf((await store(white)).check(0));
		expect(failure.message).toBe(
			"'Mask' has no black pixels; Edit Region takes masks that are black where the video is kept",
		);
		expect(failure.description).toMatch(/^Paint the area to keep in black/);
		const large = await mask('large.png', '-vf', 'format=gray,geq=lum=255,scale=iw*2:-1');
		const two = await store(large);
		const asItIs = { ...FILES, options: { cleanMask: false } };
		const both = await rejectionOf(two.check(0, 'editRegion', asItIs));
		expect(both.message).toMatch(/needs the same size as 'Video'/);
		expect(both.description).toMatch(
			/^Export it at .*Also: .*has no black pixels.*Paint the area to keep in black/,
		);
	});

	it('does not block the event loop while its pixels are counted', async () => {
		const large = await bytesMade(
			'large.jpg',
			'mask-short.png',
			'-vf',
			'scale=1280:720,format=yuvj444p',
			...ONE,
		);
		let beats = 0;
		let isDone = false;
		const beat = (): void => {
			beats += 1;
			if (!isDone) setImmediate(beat);
		};
		setImmediate(beat);
		await (await store(large)).check(0).catch(() => undefined);
		isDone = true;
		expect(beats).toBeGreaterThan(10);
	});

	it('of WEBP has a hint to use PNG, and a PNG never has one', async () => {
		const webp = await store(await mask('mask.webp', '-lossless', '1'));
		await webp.check(0);
		expect(webp.hints).toEqual([expect.stringMatching(/\(this node cannot decode WEBP\)\. Use a PNG/)]);
		const png = await store(await mask('plain.png'));
		await png.check(0);
		expect(png.hints).toEqual([]);
	});

	it('for a 4K video that is a file, given as a link, is reported as a problem of the video', async () => {
		const video = await bytesMade(
			'4k.mp4',
			'product-short.mp4',
			'-vf',
			'scale=3840:2160',
			'-t',
			'0.2',
			'-preset',
			'ultrafast',
			'-an',
		);
		const values = { ...FILES, maskInput: 'url', maskUrl: 'https://example.com/mask.png' };
		const failure = await rejectionOf(new Store({ video }).check(0, 'editRegion', values));
		expect(failure.message).toMatch(/^'Video' is 3840 × 2160 px, and a mask image must have the same size/);
		expect(failure.description).toMatch(/^Scale the video to sides of 360 to 2000 px/);
	});
});

describe('A video', () => {
	const values = { videoInput: 'binary', videoField: 'video' };
	const check = async (video: Uint8Array, times = 1) => {
		const store = new Store({ video });
		for (let item = 0; item < times; item += 1) await store.check(item, 'repaint', values);
		return store.hints;
	};

	it('of HEVC passes with a hint, and so does an unknown codec', async () => {
		expect(await check(movie({ codec: 'hvc1' }))).toEqual([
			"'Video' (item 0) uses the codec HEVC. Alibaba Cloud documents H.264 only: if the task fails because of the format, export the video as MP4 with H.264.",
		]);
		expect(await check(movie({ codec: 'zzz9' }))).toEqual([expect.stringMatching(/uses the codec zzz9/)]);
		expect(await check(movie({ codec: 'avc1' }))).toEqual([]);
	});

	it('has its hint at most twenty times per execution', async () => {
		const hints = await check(movie({ codec: 'hvc1' }), 30);
		expect(hints).toHaveLength(20);
		expect(hints[19]).toMatch(/Hints about further files are left out\.$/);
	});

	it.each([
		['encrypted', movie({ descriptions: [encrypted('avc1')] }), /is encrypted/],
		['of VP9', movie({ descriptions: [description('vp09')] }), /uses the codec VP9 \(vp09\)/],
	])('that is %s is rejected before anything is uploaded', async (_, video, message) => {
		const failure = await rejectionOf(check(video));
		expect(failure.message).toMatch(message);
		expect(failure.description).toMatch(/H\.264/);
	});
});

describe('A linked image', () => {
	const IMAGE_SLOT = slotOf('referenceImage', 'Reference Images', WAN27_MEDIA.image);

	it.each([
		['PNG', 'photo.png', ['-pix_fmt', 'rgb24']],
		['JPEG', 'photo.jpg', ['-q:v', '3']],
	])('as %s is complete by its last bytes, and not downloaded', async (_, name, args) => {
		const host = new LinkHost(joined(zeros(0), await photo(name, '-vf', 'scale=2500:-1', ...args)));
		expect((await inspectOver(host, IMAGE_SLOT).check()).facts.kind).toBe('image');
		expect(host.given).toBeLessThan(70 * 1024);
	});

	it('with appended data is downloaded, and complete', async () => {
		const host = new LinkHost(
			joined(await photo('photo.jpg', '-q:v', '3'), '\0\0\0\x18ftypmp42', zeros(99), 'x'),
		);
		expect((await inspectOver(host, IMAGE_SLOT).check()).facts.kind).toBe('image');
	});

	it.each([
		['PNG', 'photo.png', ['-pix_fmt', 'rgb24']],
		['PNG with an alpha channel', 'alpha.png', ['-pix_fmt', 'rgba']],
		['JPEG', 'photo.jpg', ['-q:v', '3']],
		['BMP', 'photo.bmp', []],
		['WEBP', 'photo.webp', []],
	])('that is cut off is rejected as %s', async (_, name, args) => {
		const seen = await inspectOver(new LinkHost(half(await photo(name, ...args))), IMAGE_SLOT).check();
		expect(seen.facts).toEqual({ kind: 'unreadable', reason: 'it is cut off' });
		expect(failureOf(() => demand([seen])).description).toMatch(
			/^Part of the file is missing: download or export it again/,
		);
	});

	it('with an alpha channel is checked for transparent pixels', async () => {
		const opaque = new LinkHost(await photo('alpha.png', '-pix_fmt', 'rgba'));
		const seen = await inspectOver(opaque, IMAGE_SLOT).check();
		expect(seen).toMatchObject({ facts: { alpha: false }, fitted: { changes: [] } });
	});

	it('as a WEBP mask is complete by its header', async () => {
		const cut = webpLossy(640, 360);
		const seen = await inspectOver(new LinkHost(cut.subarray(0, cut.length - 8)), MASK_SLOT).check();
		expect(seen.facts).toEqual({ kind: 'unreadable', reason: 'it is cut off' });
	});
});
