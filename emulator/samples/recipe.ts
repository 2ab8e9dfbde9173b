import { join } from 'node:path';
import { backdrop, ball, bottle, BOTTLE, clothes, FRAME, shadow } from './layers';

/** An ffmpeg run; its last argument is the output file. */
export type Step = readonly string[];

/** Files that are only used to create others. */
export const LAYERS = ['layer-bottle.png', 'layer-shadow.png', 'layer-ball.png', 'layer-phone.mov'] as const;

/** Position of the bottle at second t: it glides to the right and rocks slightly. */
const BOTTLE_X = '210+90*t';
const BOTTLE_Y = '(700-overlay_h-50)-14*abs(sin(2.4*t))';

const VIDEO = ['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '23', '-pix_fmt', 'yuv420p', '-r', '30'];
const SOUND = ['-c:a', 'aac', '-b:a', '96k', '-ac', '2'];
const MP4 = ['-threads', '2', '-movflags', '+faststart'];

/** As a phone that is held upright films it: the picture lies on its side, and the file says so. */
const PHONE = "crop=406:720:x='120+90*mod(t,5)':y=0,scale=360:640,setsar=1,transpose=clock";

/** A quiet melody of four alternating notes. */
const MELODY = (seconds: number) => {
	const note = `(262*pow(2,(4*mod(floor(t*2),2)+3*mod(floor(t),2))/12))`;
	return `aevalsrc=exprs='0.16*sin(2*PI*${note}*t)*exp(-3*mod(t,0.5))':s=44100:d=${seconds}`;
};

/** All runs that create the samples, in order. They do not depend on the machine: no fonts, no devices. */
export function recipe(folder: string): Step[] {
	const file = (name: string) => join(folder, name);
	const loop = (name: string): string[] => ['-loop', '1', '-framerate', '30', '-i', file(name)];
	const frameOf = (name: string, at: number, output: string): Step => [
		...['-ss', String(at), '-i', file(name), '-frames:v', '1', file(output)],
	];
	const derived = (from: string, filter: string, seconds: number, output: string, more: string[]): Step => [
		...['-t', String(seconds), '-i', file(from), '-vf', filter, ...VIDEO, ...more, '-t', String(seconds)],
		...[...MP4, file(output)],
	];

	const scene = [
		`[0:v][1:v]overlay=x='${BOTTLE_X}-10':y=606[shaded]`,
		`[2:v]format=rgba,rotate='5*t':c=none[ball]`,
		`[shaded][ball]overlay=x='1150-150*t':y='564-60*abs(sin(3*t))'[rolled]`,
		`[rolled][3:v]overlay=x='${BOTTLE_X}':y='${BOTTLE_Y}',format=yuv420p[v]`,
	].join(';');
	const region = [
		`color=black:s=${FRAME.join('x')}:r=30[ground]`,
		`[0:v]lutrgb=r=255:g=255:b=255[white]`,
		`[ground][white]overlay=x='${BOTTLE_X}':y='${BOTTLE_Y}':shortest=1,format=gray,lut=c0='if(gt(val,127),255,0)'`,
	].join(';');
	const plain = (color: string, size: string) =>
		`color=${color}:s=${size}[ground];[ground][0:v]overlay=(W-w)/2:(H-h)/2,format=rgb24`;

	return [
		backdrop(file('background.png')),
		bottle(file(LAYERS[0])),
		shadow(file(LAYERS[1])),
		ball(file(LAYERS[2])),
		[
			...[...loop('background.png'), ...loop(LAYERS[1]), ...loop(LAYERS[2]), ...loop(LAYERS[0])],
			...['-f', 'lavfi', '-i', MELODY(5), '-filter_complex', scene, '-map', '[v]', '-map', '4:a'],
			...[...VIDEO, ...SOUND, '-t', '5', ...MP4, file('product.mp4')],
		],
		derived('product.mp4', 'scale=640:360', 3, 'product-short.mp4', SOUND),
		derived('product.mp4', 'crop=406:720:x=120+90*t:y=0,scale=360:640,setsar=1', 3, 'portrait.mp4', SOUND),
		derived('product-short.mp4', 'null', 1, 'clip.mp4', SOUND),
		derived('product-short.mp4', 'hflip', 1, 'last-clip.mp4', SOUND),
		derived('product-short.mp4', 'null', 3, 'silent.mp4', ['-an']),
		[
			...[
				'-stream_loop',
				'-1',
				'-i',
				file('product-short.mp4'),
				'-vf',
				'scale=480:270',
				...VIDEO,
				'-crf',
				'36',
			],
			...['-c:a', 'aac', '-b:a', '32k', '-t', '12', ...MP4, file('long.mp4')],
		],
		[
			...['-stream_loop', '-1', '-i', file('product.mp4'), '-vf', 'scale=480:270', ...VIDEO, '-crf', '40'],
			// A key frame every second: it can be cut into pieces.
			...['-g', '30', '-c:a', 'aac', '-b:a', '32k', '-t', '40', ...MP4, file('product-film.mp4')],
		],
		['-i', file('product-film.mp4'), '-c', 'copy', '-t', '23', ...MP4, file('product-23s.mp4')],
		[
			...['-stream_loop', '-1', '-i', file('product.mp4'), '-vf', PHONE, ...VIDEO, ...SOUND],
			// Phones set a key frame every second.
			...['-g', '30', '-t', '12', '-threads', '2', file(LAYERS[3])],
		],
		['-i', file(LAYERS[3]), '-c', 'copy', '-metadata:s:v', 'rotate=90', file('phone.mov')],
		[
			'-loop',
			'1',
			'-framerate',
			'30',
			'-t',
			'0.1',
			'-i',
			file(LAYERS[0]),
			'-filter_complex',
			region,
			'-frames:v',
			'1',
			file('mask.png'),
		],
		['-i', file('mask.png'), '-vf', 'scale=640:360:flags=neighbor', file('mask-short.png')],
		[
			...[...loop(LAYERS[0]), '-filter_complex', `${region},scale=640:360:flags=neighbor,format=yuv420p`],
			...[...VIDEO, '-an', '-t', '3', ...MP4, file('mask.mp4')],
		],
		[
			'-i',
			file(LAYERS[0]),
			'-filter_complex',
			plain('0xF2F2EE', '400x520'),
			'-frames:v',
			'1',
			file('subject.png'),
		],
		[
			'-i',
			file(LAYERS[0]),
			'-vf',
			`pad=${BOTTLE[0] + 100}:${BOTTLE[1] + 60}:50:30:color=black@0`,
			file('transparent.png'),
		],
		clothes(file('clothes.png')),
		frameOf('product-short.mp4', 0, 'first-frame.png'),
		frameOf('product-short.mp4', 2.5, 'last-frame.png'),
		['-i', file('subject.png'), '-vf', 'scale=100:100', file('tiny.png')],
	];
}
