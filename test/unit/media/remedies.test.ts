import type { MediaFacts } from '../../../nodes/WanVideoEdit/media/facts';
import { VACE_MEDIA, WAN27_MEDIA, type MediaLimit } from '../../../nodes/WanVideoEdit/media/limits';
import { mediaViolations } from '../../../nodes/WanVideoEdit/media/rules';
import type { InspectedSlot } from '../../../nodes/WanVideoEdit/media/slot';
import type { Slot } from '../../../nodes/WanVideoEdit/media/slot';

const source = { kind: 'url', url: 'https://example.com/a' } as const;
const slot = (name: Slot['name'], label: string, limit: MediaLimit): Slot => ({ name, label, limit, source });
const VIDEO = slot('video', 'Video', VACE_MEDIA.video);
const EDITED = slot('video', 'Video', WAN27_MEDIA.video);
const IMAGE = slot('referenceImage', 'Reference Images', WAN27_MEDIA.image);
const MASK = slot('mask', 'Mask', VACE_MEDIA.image);

const film = (width = 1280, height = 720, seconds = 3): MediaFacts => ({
	...{ kind: 'video', format: 'MP4', brand: 'isom', codec: 'avc1', codecs: ['avc1'] },
	...{ width, height, seconds, fps: 30, encrypted: false, hasAudio: false },
});
const still = (width: number, height: number): MediaFacts => ({
	...{ kind: 'image', format: 'PNG', width, height, alpha: false },
});
const other = (format: string): MediaFacts => ({ kind: 'other', format });
const broken = (reason: string): MediaFacts => ({ kind: 'unreadable', reason });
const seen = (one: Slot, facts: MediaFacts): InspectedSlot => ({ slot: one, bytes: 1000, facts });

const said = (inspected: InspectedSlot[], mode = 'Repaint', slots?: Slot[]) =>
	mediaViolations(inspected, mode, slots);

describe('The advice', () => {
	it('for a video of 13 s in Repaint states the limit, trimming, splitting, and how much Edit takes', () => {
		expect(said([seen(VIDEO, film(1280, 720, 13))])).toEqual([
			{
				says: "'Video' is 13 s long; Repaint takes up to 5 s",
				advice:
					"Set 'If Too Long' in the options: Trim uses the first 5 seconds, or another part with 'Start At'. Split and Join edits the whole video in pieces. The operation 'Edit' takes up to 10 s.",
			},
		]);
	});

	it('for a video of 13 s in Edit names no other operation', () => {
		expect(said([seen(EDITED, film(1280, 720, 13))], 'Edit')[0]?.advice).toBe(
			"Set 'If Too Long' in the options: Trim uses the first 10 seconds, or another part with 'Start At'. Split and Join edits the whole video in pieces.",
		);
	});

	it.each<[string, Slot, RegExp]>([
		['HEIC', IMAGE, /JPEG.*iPhone/],
		['AVIF', IMAGE, /PNG or JPEG/],
		['GIF', IMAGE, /one frame/],
		['GIF', VIDEO, /MP4 with H\.264/],
		['PDF', IMAGE, /PNG or JPEG/],
		['SVG', IMAGE, /PNG or JPEG/],
		['PSD', IMAGE, /PNG or JPEG/],
		['JPEG XL', IMAGE, /PNG or JPEG/],
		['MKV', VIDEO, /MP4 with H\.264/],
		['AVI', VIDEO, /MP4 with H\.264/],
		['WEBM', VIDEO, /MP4 with H\.264/],
		['WMV', EDITED, /MP4 with H\.264/],
		['FLV', EDITED, /MP4 with H\.264/],
		['MPEG', EDITED, /MP4 with H\.264/],
		['MPEG-TS', EDITED, /MP4 with H\.264/],
		['MKV', IMAGE, /one frame/],
		['HEIC', VIDEO, /use the video/],
		['MP3', VIDEO, /only sound/],
		['M4A', EDITED, /only sound/],
		['HTML', VIDEO, /link may have expired.*direct link/],
		['XML', IMAGE, /link may have expired/],
		['JSON', VIDEO, /server returned a page/],
		['plain text', VIDEO, /server returned a page/],
		['M3U8', VIDEO, /one MP4/],
		['ZIP', IMAGE, /Unpack/],
		['a format of the future', IMAGE, /PNG or JPEG/],
		['a format of the future', VIDEO, /MP4 with H\.264/],
		['toString', VIDEO, /MP4 with H\.264/],
	])('for %s is given', (format, one, advice) => {
		expect(said([seen(one, other(format))])).toEqual([
			{ says: expect.stringContaining(`is in ${format} format;`), advice: expect.stringMatching(advice) },
		]);
	});

	it.each<[string, Slot, RegExp]>([
		['it is cut off', VIDEO, /download or export it again/],
		['it is cut off: it has no header (moov)', VIDEO, /download or export it again/],
		['it is cut off', IMAGE, /download or export it again/],
		['it has a header but no content', VIDEO, /download or export it again/],
		['its pixels are damaged', MASK, /Export it again/],
		['it is empty', VIDEO, /earlier node/],
		['its format is unknown', IMAGE, /PNG or JPEG/],
		['it has no video track', VIDEO, /file with the video/],
	])('for a file that is reported as "%s" is given', (reason, one, advice) => {
		const [first] = said([seen(one, broken(reason))]);
		expect(first?.says).toContain(`(${reason})`);
		expect(first?.advice).toMatch(advice);
	});

	it('exists for everything that can be wrong', () => {
		const found = [
			...said([{ slot: VIDEO, bytes: 1e9, facts: { ...film(100, 100, 20), fps: 5 } as MediaFacts }]),
			...said([seen(EDITED, film(200, 2000, 1))], 'Edit'),
			...said([seen(EDITED, film(9000, 100, 1))], 'Edit'),
			...said([seen(IMAGE, still(100, 9000)), { slot: IMAGE, bytes: 1e9, facts: still(500, 500) }], 'Edit'),
			...said(
				[seen(VIDEO, film()), seen(slot('mask', 'Mask', VACE_MEDIA.video), film(640, 360, 1))],
				'Edit Region',
			),
		];
		expect(found.length).toBeGreaterThan(12);
		for (const { says, advice } of found)
			expect([says, advice]).toEqual([says, expect.stringMatching(/^[A-Z].{15,}\.$/)]);
	});
});

describe('A video for which no mask can fit', () => {
	const refusal = (size: string) => ({
		says: `'Video' is ${size} px, and a mask image must have the same size; Edit Region takes masks with sides of 360 to 2000 px`,
		advice: 'Scale the video to sides of 360 to 2000 px, e.g. 1280 × 720, and create the mask in that size.',
	});

	it.each<[string, MediaFacts, string]>([
		['4K', film(3840, 2160), '3840 × 2160'],
		['4K held upright', film(2160, 3840), '2160 × 3840'],
		['a little too wide', film(2048, 1080), '2048 × 1080'],
		['too small', film(640, 352), '640 × 352'],
	])('is what has to change: %s', (_, video, size) => {
		const { width, height } = video as { width: number; height: number };
		for (const mask of [still(width, height), still(1280, 720)]) {
			expect(said([seen(VIDEO, video), seen(MASK, mask)], 'Edit Region')).toEqual([refusal(size)]);
		}
	});

	it('is reported if only the video was checked', () => {
		expect(said([seen(VIDEO, film(3840, 2160))], 'Edit Region', [VIDEO, MASK])).toEqual([
			refusal('3840 × 2160'),
		]);
	});

	it.each([
		['a video of 1080p', [seen(VIDEO, film(1920, 1080)), seen(MASK, still(1920, 1080))]],
		['a video of 2000 × 360', [seen(VIDEO, film(2000, 360)), seen(MASK, still(2000, 360))]],
		[
			'a mask video, whose size nothing limits',
			[seen(VIDEO, film(3840, 2160)), seen(slot('mask', 'Mask', VACE_MEDIA.video), film(3840, 2160))],
		],
	])('is not %s', (_, inspected) => {
		expect(said(inspected, 'Edit Region')).toEqual([]);
	});

	it('is not blamed for a mask of another size if a mask can fit', () => {
		const found = said([seen(VIDEO, film(1920, 1080)), seen(MASK, still(3840, 2160))], 'Edit Region');
		expect(found).toEqual([
			{
				says: "'Mask' is 3840 × 2160 px; Edit Region needs the same size as 'Video', 1920 × 1080 px",
				advice: 'Export it at 1920 × 1080 px, with the same framing.',
			},
		]);
	});
});
