import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { demandEnd } from '../../../nodes/WanVideoEdit/media/imageEnd';
import { inspect } from '../../../nodes/WanVideoEdit/media/inspect';
import { Reader } from '../../../nodes/WanVideoEdit/media/reader';
import { sourceOfBytes } from '../../../nodes/WanVideoEdit/media/source';
import { countPackets } from '../../../scripts/compareMedia/ffprobeReader';
import { ensureKinds, KINDS } from './make';

/** The files of all kinds. */
let folder: string;
let files: Map<string, Buffer>;
/** For those that a test makes. */
let scratch: string;

beforeAll(async () => {
	folder = await ensureKinds();
	files = new Map(
		await Promise.all(KINDS.map(async (name) => [name, await readFile(join(folder, name))] as const)),
	);
	scratch = await mkdtemp(join(tmpdir(), 'cut-media-'));
});

afterAll(async () => {
	await rm(scratch, { recursive: true, force: true });
});

/** The kind of a file whose content was read to the end; `unreadable` if any of it is missing. */
async function kindOf(bytes: Buffer): Promise<string> {
	const facts = await inspect(sourceOfBytes(bytes));
	if (facts.kind !== 'image') return facts.kind;
	return await demandEnd(new Reader(sourceOfBytes(bytes)), facts.format).then(
		() => facts.format,
		() => 'unreadable',
	);
}

async function filesOf(isWanted: (kind: string) => boolean): Promise<Array<[name: string, bytes: Buffer]>> {
	const wanted: Array<[string, Buffer]> = [];
	for (const [name, bytes] of files) if (isWanted(await kindOf(bytes))) wanted.push([name, bytes]);
	return wanted;
}

/** Truncates a file to a share of its size, or by a few bytes. */
const cutAt = (bytes: Buffer, at: number): Buffer =>
	bytes.subarray(0, at < 0 ? bytes.length + at : Math.floor(bytes.length * at));

describe('A truncated video of any kind', () => {
	/** By name: the packets of whole videos. */
	const whole = new Map<string, number>();
	const foundIn = async (file: string) => (await countPackets(file)).found;
	const foundInWhole = async (name: string): Promise<number> => {
		const found = whole.get(name) ?? (await foundIn(join(folder, name)));
		whole.set(name, found);
		return found;
	};
	const foundInLeft = async (bytes: Buffer): Promise<number> => {
		const file = join(scratch, 'left.mp4');
		await writeFile(file, bytes);
		return await foundIn(file);
	};

	it.each([0.3, 0.6, 0.9, 0.99, -1, -9])('is accepted at %d only if no frame is missing', async (at) => {
		const films = await filesOf((kind) => kind === 'video');
		expect(films.length).toBeGreaterThanOrEqual(80);
		let refused = 0;
		for (const [name, bytes] of films) {
			const left = cutAt(bytes, at);
			if ((await kindOf(left)) === 'video')
				expect([name, await foundInLeft(left)]).toEqual([name, await foundInWhole(name)]);
			else refused += 1;
		}
		// Some kinds end with an index, and a few with the frames of another track.
		expect(refused).toBeGreaterThanOrEqual(80);
	});
});

describe('A truncated image of any kind', () => {
	const isWhole = async (bytes: Buffer): Promise<boolean> =>
		await sharp(bytes, { failOn: 'warning' })
			.raw()
			.toBuffer()
			.then(
				() => true,
				() => false,
			);

	it.each([
		['JPEG', 18],
		['PNG', 20],
		['BMP', 9],
		['WEBP', 10],
		['TIFF', 20],
	])('is rejected as %s wherever a decoder misses something', async (format, least) => {
		const pictures = await filesOf((kind) => kind === format);
		expect(pictures.length).toBeGreaterThanOrEqual(least);
		for (const [name, bytes] of pictures) {
			for (const at of [0.5, 0.9, -13, -4]) {
				const left = cutAt(bytes, at);
				const isTaken = (await kindOf(left)) === format;
				// sharp cannot read BMP: the file must be complete to the last row.
				expect([name, at, isTaken && !(await isWhole(left))]).toEqual([name, at, false]);
			}
		}
	});
});
