// cspell:ignore allf
import { colorNamed, dye } from './colors';
import { numberOf } from './plan';

/** A style for the whole frame, and the words of a prompt that select it. */
interface Style {
	readonly words: RegExp;
	readonly filter: string;
}

/** Steps in brightness only: in each color of its own they would draw bands through every soft change. */
const posterize = (step: number) => `format=yuv420p,lutyuv=y='trunc(val/${step})*${step}+${step / 2}'`;

/** One channel by moonlight: from its darkest value, mostly what was bright. */
const dim = (least: number, gain: number) => `clip(${least}+${gain}*pow(val/255,2.5),0,255)`;

const STYLES: readonly Style[] = [
	{
		words: /clay|plasticine|stop.?motion|黏土|粘土/i,
		filter: `boxblur=3:1:1:1,${posterize(30)},eq=saturation=1.6:contrast=1.15,unsharp=9:9:1.6:3:3:0`,
	},
	{
		words: /sketch|pencil|line art|drawing|素描|线稿/i,
		filter:
			"edgedetect=low=0.04:high=0.1,negate,format=yuv420p,lutyuv=y='clip(236-(235-val)*4,40,236)':u=124:v=131",
	},
	{
		words: /anime|cartoon|comic|卡通|动漫/i,
		filter: `${posterize(48)},eq=saturation=1.9:contrast=1.1,unsharp=7:7:2:3:3:0`,
	},
	{
		words: /night|dark|moon|夜/i,
		filter: `hue=s=0.35,format=gbrp,lutrgb=r='${dim(6, 130)}':g='${dim(10, 165)}':b='${dim(26, 230)}'`,
	},
	{
		words: /winter|snow|ice|frost|冬|雪/i,
		filter: 'eq=brightness=0.08:saturation=0.4,colorbalance=bs=0.2:bm=0.25:rm=-0.2:rs=-0.15',
	},
	{
		words: /sunset|autumn|golden|warm|秋|夕阳/i,
		filter: 'eq=saturation=1.35:contrast=1.1,colorbalance=rs=0.25:rm=0.25:gm=-0.08:bm=-0.35:bs=-0.2',
	},
	{ words: /vintage|retro|sepia|复古|steampunk/i, filter: sepia() },
	{
		words: /neon|cyberpunk|赛博/i,
		filter: 'hue=h=250:s=2.2,eq=contrast=1.5:brightness=-0.28:saturation=1.4,unsharp=5:5:1.2:3:3:0',
	},
];

function sepia(): string {
	return 'colorchannelmixer=.34:.66:.16:0:.3:.59:.14:0:.23:.45:.11,noise=alls=10:allf=t';
}

/** The look that a prompt names: a style, else a color. */
function lookNamed(prompt: string): string | undefined {
	const style = STYLES.find(({ words }) => words.test(prompt));
	if (style) return style.filter;
	const color = colorNamed(prompt);
	return color && dye(color, 0.8);
}

/** Filter for the whole frame: the style that the prompt names, or one that depends only on prompt and seed. */
export function styleOf(prompt: string, seed: number | undefined): string {
	const named = lookNamed(prompt);
	if (named) return named;
	const number = numberOf(`${prompt}\n${seed ?? ''}`);
	const turn = 60 + (number % 5) * 60;
	return [
		`hue=h=${turn}:s=1.2`,
		`hue=h=${turn}:s=1.1,${posterize(36)}`,
		`hue=h=${turn}:s=1.3,unsharp=9:9:1.5:3:3:0`,
	][Math.floor(number / 5) % 3] as string;
}

/** Filter for what a region shows instead: the color that the prompt names, else another one than before. */
export function regionLookOf(prompt: string, seed: number | undefined): string {
	const color = colorNamed(prompt);
	if (color) return dye(color, 0.9);
	return `hue=h=${120 + (numberOf(`${prompt}\n${seed ?? ''}`) % 5) * 30}:s=1.5`;
}
