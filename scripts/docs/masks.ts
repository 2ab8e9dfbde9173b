// cspell:ignore hstack
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ffmpeg } from '../../emulator/media/tools';
import { ensureSamples } from '../../emulator/samples/samples';
import { inspect } from '../../nodes/WanVideoEdit/media/inspect';
import { cleanMask } from '../../nodes/WanVideoEdit/media/masks/cleanMask';
import { maskPng } from '../../nodes/WanVideoEdit/media/masks/maskPng';
import { MASK_PRESETS } from '../../nodes/WanVideoEdit/media/masks/presets';
import { rasterize } from '../../nodes/WanVideoEdit/media/masks/rasterize';
import type { Shape } from '../../nodes/WanVideoEdit/media/masks/shapes';
import { sourceOfBytes } from '../../nodes/WanVideoEdit/media/source';

/** A frame of the sample video, and its size. */
const FRAME = { sample: 'product-short.mp4', at: 1, width: 640, height: 360 };
/** Of each half of a picture. */
const HALF = { width: 240, height: 135 };
const GAP = 8;
const GROUND = '0xF6F4F1';
const TINT = '0x7C3AED';
const MOST_BYTES = 30_000;

interface Example {
	readonly shapes: readonly Shape[];
	readonly inverted?: boolean;
}

const BOTTLE: Shape = { kind: 'rectangle', left: 26, top: 24, width: 18, height: 66 };

/** The masks of `docs/files-that-fit.md`, by the name of the picture. The page says the same numbers, as a test holds. */
export const EXAMPLES: Readonly<Record<string, Example>> = {
	'bottom-third': { shapes: [MASK_PRESETS.bottomThird.shape] },
	'top-right-corner': { shapes: [MASK_PRESETS.topRightCorner.shape] },
	rectangle: { shapes: [BOTTLE] },
	ellipse: { shapes: [{ kind: 'ellipse', left: 55, top: 10, width: 30, height: 53 }] },
	polygon: {
		shapes: [
			{
				kind: 'polygon',
				points: [
					[0, 100],
					[0, 70],
					[50, 50],
					[100, 70],
					[100, 100],
				],
			},
		],
	},
	inverted: { shapes: [BOTTLE], inverted: true },
};

/** Pictures of masks that the node's own code makes: a frame beside its mask, and a soft mask before and after cleaning. */
export async function drawMasks(target: string): Promise<void> {
	mkdirSync(target, { recursive: true });
	const scratch = mkdtempSync(path.join(tmpdir(), 'masks-'));
	try {
		const frame = path.join(scratch, 'frame.png');
		const video = path.join(await ensureSamples(), FRAME.sample);
		await ffmpeg(['-ss', String(FRAME.at), '-i', video, '-frames:v', '1', frame]);
		for (const [name, example] of Object.entries(EXAMPLES)) {
			const mask = path.join(scratch, `${name}.png`);
			writeFileSync(mask, await painted(example));
			await picture([frame, mask], TINTED, path.join(target, `${name}.png`));
		}
		const [soft, clean] = [path.join(scratch, 'soft.jpg'), path.join(scratch, 'clean.png')];
		await makeSoft(soft);
		writeFileSync(clean, await cleaned(readFileSync(soft)));
		await picture([soft, clean], '[0:v]null', path.join(target, 'cleaned.png'));
	} finally {
		rmSync(scratch, { recursive: true, force: true });
	}
}

async function painted({ shapes, inverted = false }: Example): Promise<Uint8Array> {
	const made = await rasterize(shapes, { ...FRAME, inverted }, noTurn);
	if (made.kind === 'refused') throw new Error(`A mask of the docs ${made.fault.is}`);
	return await maskPng(made.mask, noTurn);
}

/** As programs for pictures save it: smaller, with soft edges, as JPEG. */
async function makeSoft(file: string): Promise<void> {
	const mask = path.join(await ensureSamples(), 'mask-short.png');
	await ffmpeg(['-i', mask, '-vf', 'scale=320:180,boxblur=6:2', '-q:v', '3', '-frames:v', '1', file]);
}

async function cleaned(bytes: Uint8Array): Promise<Uint8Array> {
	const facts = await inspect(sourceOfBytes(bytes));
	if (facts.kind !== 'image') throw new Error('The soft mask is no picture');
	const made = await cleanMask(sourceOfBytes(bytes), facts, FRAME, { inverted: false }, noTurn);
	if (made.kind !== 'cleaned') throw new Error(`The soft mask was not cleaned: ${made.kind}`);
	return made.png;
}

const noTurn = async (): Promise<void> => {};

/** The frame, with a tint where its mask is white. */
const TINTED = [
	`color=${TINT}:s=${FRAME.width}x${FRAME.height}:d=1[color]`,
	`[1:v]format=gray,lut=c0='val*0.55'[share]`,
	`[color][share]alphamerge[tint]`,
	`[0:v][tint]overlay=format=rgb`,
].join(';');

/** Two pictures side by side. @param left what becomes of the first one */
async function picture([one, other]: readonly [string, string], left: string, target: string): Promise<void> {
	const size = `scale=${HALF.width}:${HALF.height}:flags=area,setsar=1,format=rgb24`;
	const graph = [
		`${left},${size},pad=${HALF.width + GAP}:${HALF.height}:0:0:color=${GROUND}[left]`,
		`[1:v]${size}[right]`,
		`[left][right]hstack,split[sheet][colors]`,
		`[colors]palettegen=max_colors=64:reserve_transparent=0[palette]`,
		`[sheet][palette]paletteuse=dither=none[out]`,
	].join(';');
	const inputs = ['-i', one, '-i', other, '-filter_complex', graph];
	await ffmpeg(['-y', ...inputs, '-map', '[out]', '-frames:v', '1', target]);
	const { size: bytes } = statSync(target);
	if (bytes > MOST_BYTES) throw new Error(`${target} has ${bytes} bytes, more than ${MOST_BYTES}`);
}
