import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type Compared, compareBelow, compareFile } from '../../../scripts/compareMedia/compare';
import { isMeasured } from '../../../scripts/compareMedia/differences';
import { readByNode } from '../../../scripts/compareMedia/nodeReader';
import type { Measured, Reading } from '../../../scripts/compareMedia/reading';
import { isExplained, linesOf, Summary } from '../../../scripts/compareMedia/report';
import { ensureKinds, KINDS } from './make';

/** The files of all kinds. */
let folder: string;
/** For those that a test makes. */
let scratch: string;
let compared: Compared[];

async function allBelow(path: string): Promise<Compared[]> {
	const all = [];
	for await (const one of compareBelow(path)) all.push(one);
	return all;
}

beforeAll(async () => {
	folder = await ensureKinds();
	scratch = await mkdtemp(join(tmpdir(), 'compare-media-'));
	compared = await allBelow(folder);
});

afterAll(async () => {
	await rm(scratch, { recursive: true, force: true });
});

const measuredByBoth = (kind: Measured['kind']): Compared[] =>
	compared.filter(({ node, other }) => node.kind === kind && other.kind === kind);

describe('The readers of the node, compared with ffprobe and sharp', () => {
	it('cover at least 80 kinds of videos and 80 of images', () => {
		expect(compared.map(({ file }) => basename(file)).sort()).toEqual([...KINDS].sort());
		expect(measuredByBoth('film').length).toBeGreaterThanOrEqual(80);
		expect(measuredByBoth('picture').length).toBeGreaterThanOrEqual(80);
	});

	it('agree except for the differences explained here', () => {
		const differing = compared.filter(({ differences }) => differences.length > 0);
		const fields = differing.map(({ file, differences }) => [
			basename(file),
			...differences.map(({ field, because }) => (because === undefined ? `${field}, unexplained` : field)),
		]);
		expect(fields.sort()).toEqual(
			[
				['big.tiff', 'readable'],
				['bgra.bmp', 'alpha'],
				['ycbcr.tiff', 'alpha'],
			].sort(),
		);
	});

	it('recognize the formats that no slot takes by name', () => {
		const others = compared.filter(({ node }) => node.kind === 'other');
		const formats = Object.fromEntries(
			others.map(({ file, node }) => [basename(file), node.kind === 'other' ? node.format : '']),
		);
		expect(formats).toMatchObject({
			'h264.mkv': 'MKV',
			'vp8.webm': 'WEBM',
			'mpeg4.avi': 'AVI',
			'h264.ts': 'MPEG-TS',
			'h264.flv': 'FLV',
			'wmv.wmv': 'WMV',
			'moving.gif': 'GIF',
			'still.avif': 'AVIF',
		});
	});
});

describe('The comparison shows', () => {
	const WRONG: Array<[field: string, file: string, wrong: (right: Measured) => Partial<Measured>]> = [
		['format', 'mov.mov', () => ({ format: 'MP4' })],
		['width', 'odd-sides.mp4', ({ width }) => ({ width: width + 1 })],
		['height', 'turned-6.jpg', ({ height }) => ({ height: height - 1 })],
		['seconds', 'edit-list.mp4', () => ({ seconds: 1 })],
		['seconds', 'held-first-picture.mp4', ({ seconds = 0 }) => ({ seconds: seconds + 0.03 })],
		['fps', 'held-first-picture.mp4', () => ({ fps: 24.5 })],
		['fps', 'ntsc.mp4', () => ({ fps: 30 })],
		['codec', 'hevc-hev1.mp4', () => ({ codec: 'avc1' })],
		['audio', 'sound-first.mp4', () => ({ audio: false })],
		['audio', 'h264-baseline.mp4', () => ({ audio: true })],
		['alpha', 'palette-alpha.png', () => ({ alpha: false })],
		['alpha', 'interlaced.png', () => ({ alpha: true })],
	];

	it.each(WRONG)('a reader with a wrong %s of %s', async (field, file, wrong) => {
		const { differences } = await compareFile(join(folder, file), async (path) => {
			const right = await readByNode(path);
			if (!isMeasured(right)) throw new Error('It is not measured');
			return { ...right, ...wrong(right) };
		});
		expect(differences).toEqual([expect.objectContaining({ field, because: undefined })]);
	});

	it('a reader that does not rotate an image', async () => {
		const { differences } = await compareFile(join(folder, 'turned-6.webp'), async (path) => {
			const right = await readByNode(path);
			return isMeasured(right) ? { ...right, width: right.height, height: right.width } : right;
		});
		expect(differences.map(({ field, because }) => [field, because])).toEqual([
			['width', undefined],
			['height', undefined],
		]);
	});

	const refuse = async (): Promise<Reading> => ({ kind: 'unreadable', reason: 'it is not understood' });
	const crash = async (): Promise<Reading> => {
		throw new RangeError('Offset is outside the bounds');
	};
	it.each([
		['refuses a good film', 'first.mp4', refuse],
		['refuses a good picture', 'progressive.jpg', refuse],
		['takes a film for another format', 'first.mp4', async () => ({ kind: 'other', format: 'AVI' }) as const],
		['throws', 'colors.png', crash],
	])('a reader that %s', async (_, file, read) => {
		const { differences } = await compareFile(join(folder, file), read);
		expect(differences).toEqual([expect.objectContaining({ field: 'readable', because: undefined })]);
	});

	it.each([
		['h264-baseline.mp4', 'avc1'],
		['hevc-hvc1.mp4', 'hvc1'],
	])('a damaged header whose codec ffprobe reads anyway: %s', async (film, codec) => {
		const file = join(scratch, `damaged-${film}`);
		const bytes = await readFile(join(folder, film));
		bytes.writeUInt16BE(130, bytes.lastIndexOf(codec) + 28);
		await writeFile(file, bytes);
		const { differences } = await compareFile(file);
		await rm(file);
		expect(differences).toEqual([{ field: 'width', node: '130', other: '128', because: undefined }]);
	});
});

describe('A difference is explained', () => {
	/** Writes a video again with other bytes, and compares it. */
	async function altered(name: string, alter: (bytes: Buffer) => Buffer): Promise<Compared> {
		const file = join(scratch, 'altered.mp4');
		await writeFile(file, alter(await readFile(join(folder, name))));
		const one = await compareFile(file);
		await rm(file);
		return one;
	}

	it('if a video is cut off, which ffprobe does not report', async () => {
		const { node, other, differences } = await altered('header-first.mp4', (bytes) =>
			bytes.subarray(0, bytes.length * 0.6),
		);
		expect([node.kind, other.kind]).toEqual(['unreadable', 'film']);
		expect(differences.map(({ because }) => because)).toEqual([expect.stringContaining('fewer packets')]);
	});

	it('if the declared content is longer than the file, but no frame is missing', async () => {
		const one = await altered('header-first.mp4', (bytes) => {
			const at = bytes.indexOf('mdat') - 4;
			bytes.writeUInt32BE(bytes.readUInt32BE(at) + 1000, at);
			return bytes;
		});
		expect(one.differences.map(({ because }) => because)).toEqual([
			expect.stringContaining('promises more bytes'),
		]);
	});

	it('not if a reader treats a complete video as cut off', async () => {
		const cutOff = async (): Promise<Reading> => ({ kind: 'unreadable', reason: 'it is cut off' });
		const one = await compareFile(join(folder, 'header-first.mp4'), cutOff);
		expect(one.differences).toEqual([expect.objectContaining({ because: undefined })]);
		expect(isExplained(one)).toBe(false);
	});
});

describe('The report', () => {
	it('counts every file once, in subfolders too, whichever reader finishes first', async () => {
		const below = join(scratch, 'below', 'deeper');
		await mkdir(below, { recursive: true });
		const files = ['4k.mp4', 'still.gif', 'turned-6.jpg', 'h264.mkv', 'first.mp4', 'bgr24.bmp', 'big.tiff'];
		for (const file of files) await cp(join(folder, file), join(below, file));
		const summary = new Summary();
		const read = await allBelow(join(scratch, 'below'));
		read.forEach((one) => summary.add(one));
		await rm(join(scratch, 'below'), { recursive: true });
		expect(read.map(({ file }) => basename(file))).toEqual([...files].sort());
		expect(summary.toJSON()).toMatchObject({
			films: 2,
			pictures: 3,
			others: 2,
			same: 6,
			explained: 1,
			unexplained: 0,
		});
	});

	it('lists an unexplained difference', async () => {
		const one = await compareFile(join(folder, 'first.mp4'), async (path) => {
			const right = await readByNode(path);
			return { ...right, width: 99 } as Reading;
		});
		const summary = new Summary();
		summary.add(one);
		expect(linesOf(one)).toEqual([`${join(folder, 'first.mp4')}: width: node 99, ffprobe 128`]);
		expect(summary.hasUnexplained).toBe(true);
		expect(summary.lines()).toContain('0 the same, 0 with explained differences, 1 with others');
	});
});
