import sharp from 'sharp';
import type { ImageFacts } from '../../../nodes/WanVideoEdit/media/facts';
import { inspect } from '../../../nodes/WanVideoEdit/media/inspect';
import { type CleanedMask, cleanMask } from '../../../nodes/WanVideoEdit/media/masks/cleanMask';
import type { Size } from '../../../nodes/WanVideoEdit/media/pixels/areaAverage';
import { sourceOfBytes } from '../../../nodes/WanVideoEdit/media/source';
import { pngOf } from './masks';
import { stream } from './watchedSource';

export const turn = async () => {};
export const NOTHING = { gray: 0, transparent: 0, size: undefined, inverted: false, turned: false };

export async function factsOf(file: Uint8Array): Promise<ImageFacts> {
	const facts = await inspect(sourceOfBytes(file));
	if (facts.kind !== 'image') throw new Error(JSON.stringify(facts));
	return facts;
}

export async function cleaned(file: Uint8Array, target?: Size, inverted = false): Promise<CleanedMask> {
	return await cleanMask(stream(file, 777), await factsOf(file), target, { inverted }, turn);
}

export async function madeOf(file: Uint8Array, target?: Size, inverted = false) {
	const made = await cleaned(file, target, inverted);
	if (made.kind !== 'cleaned') throw new Error(JSON.stringify(made));
	const { data, info } = await sharp(made.png).raw().toBuffer({ resolveWithObject: true });
	expect(info).toMatchObject({ channels: 3, width: made.facts.width, height: made.facts.height });
	expect(await factsOf(made.png)).toEqual(made.facts);
	const text = [...data]
		.filter((_, at) => at % 3 === 0)
		.map((value) => ({ 0: '.', 255: '#' })[value] ?? '?')
		.join('');
	const lines = Array.from({ length: info.height }, (_, y) =>
		text.slice(y * info.width, (y + 1) * info.width),
	);
	return { ...made, lines };
}

export const gray = (...rows: number[][]) => pngOf(rows);
export const faultOf = async (...args: Parameters<typeof cleaned>) => {
	const made = await cleaned(...args);
	if (made.kind !== 'refused') throw new Error(made.kind);
	return made.fault;
};

export const ONE = ['-frames:v', '1'];
export const VARIANTS: Array<[string, string, string[]]> = [
	['PNG', 'rgb.png', ['-pix_fmt', 'rgb24']],
	['PNG of 16 bits', 'rgb16.png', ['-pix_fmt', 'rgb48be']],
	['PNG of one bit', 'mono.png', ['-pix_fmt', 'monob']],
	['PNG with alpha of 16 bits', 'alpha16.png', ['-pix_fmt', 'rgba64be']],
	['interlaced PNG', 'interlaced.png', ['-pix_fmt', 'rgb24', '-flags', '+ildct']],
	['PNG with a palette', 'palette.png', ['-pix_fmt', 'pal8']],
	['BMP', 'color.bmp', ['-pix_fmt', 'bgr24']],
	['BMP of one bit', 'mono.bmp', ['-pix_fmt', 'monob']],
	['JPEG', 'mask.jpg', ['-q:v', '2', '-pix_fmt', 'yuvj444p']],
	['JPEG in smaller colors', 'small.jpg', ['-q:v', '4', '-pix_fmt', 'yuvj420p']],
];
/** A disc off the center, with an anti-aliased edge. */
export const DISC = "scale=320:180,format=gray,geq=lum='clip((H/4-hypot(X-W/3,Y-H/3))+0.5,0,1)*255'";
