// cspell:ignore allf
import { numberOf } from './plan';

/** A style for the whole frame, and the words of a prompt that select it. */
interface Style {
	readonly words: RegExp;
	readonly filter: string;
}

const posterize = (step: number) => {
	const level = `trunc(val/${step})*${step}+${step / 2}`;
	return `format=gbrp,lutrgb=r='${level}':g='${level}':b='${level}'`;
};

const STYLES: readonly Style[] = [
	{
		words: /clay|plasticine|stop.?motion|黏土|粘土/i,
		filter: `boxblur=2:2,${posterize(40)},format=yuv420p,eq=saturation=1.7:contrast=1.1`,
	},
	{ words: /sketch|pencil|line art|drawing|素描|线稿/i, filter: 'edgedetect=low=0.06:high=0.16,negate' },
	{
		words: /anime|cartoon|comic|卡通|动漫/i,
		filter: `${posterize(64)},format=yuv420p,eq=saturation=2:contrast=1.15,unsharp=7:7:2.5`,
	},
	{
		words: /night|dark|moon|夜/i,
		filter: 'eq=brightness=-0.16:saturation=0.75,colorbalance=bs=0.45:bm=0.35:rm=-0.25,vignette=PI/4',
	},
	{
		words: /winter|snow|ice|frost|冬|雪/i,
		filter: 'eq=brightness=0.10:saturation=0.45,colorbalance=bs=0.25:bm=0.25:rm=-0.2:rs=-0.2',
	},
	{
		words: /sunset|autumn|golden|warm|秋|夕阳/i,
		filter: 'eq=saturation=1.4,colorbalance=rs=0.3:rm=0.3:bm=-0.35:bs=-0.2,vignette=PI/5',
	},
	{ words: /vintage|retro|sepia|复古|steampunk/i, filter: sepia() },
	{ words: /neon|cyberpunk|赛博/i, filter: 'hue=h=200:s=2.2,eq=contrast=1.3,unsharp=9:9:2' },
];

function sepia(): string {
	return 'colorchannelmixer=.39:.77:.19:0:.35:.69:.17:0:.27:.53:.13,noise=alls=12:allf=t,vignette=PI/4.5';
}

/** Filter for the whole frame: the style that the prompt names, or one that depends only on prompt and seed. */
export function styleOf(prompt: string, seed: number | undefined): string {
	const named = STYLES.find(({ words }) => words.test(prompt));
	if (named) return named.filter;
	const number = numberOf(`${prompt}\n${seed ?? ''}`);
	const turn = 60 + (number % 5) * 60;
	return [
		`hue=h=${turn}:s=1.3`,
		`hue=h=${turn}:s=1.2,${posterize(48)},format=yuv420p`,
		`hue=h=${turn}:s=1.5,unsharp=9:9:2.5,vignette=PI/5`,
	][Math.floor(number / 5) % 3] as string;
}

/** A color for a prompt, `0xRRGGBB`, of medium brightness. */
export function colorOf(prompt: string): string {
	const number = numberOf(prompt);
	const channel = (shift: number) => (64 + ((number >>> shift) % 128)).toString(16).padStart(2, '0');
	return `0x${channel(0)}${channel(8)}${channel(16)}`;
}
