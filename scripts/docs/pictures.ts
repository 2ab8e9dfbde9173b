import { mkdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { isGood, type ModeResult, type Results } from '../../demo/results';
import { ffmpeg } from '../../emulator/media/tools';

/** Size of each half of a picture. Inputs on the left, the output on the right. */
const SIDE = { width: 480, height: 270 };
const GAP = 12;
const ARROW = { width: 60, length: 24, height: 36 };
const GROUND = '0xF6F4F1';

const MOST_BYTES = 40_000;
/** JPEG qualities of ffmpeg, best first. */
const QUALITIES = [2, 3, 4, 5, 7, 9, 12];

/** Width and height of a thumbnail. */
const THUMBNAIL = { width: 240, height: 135 };
const MOST_THUMBNAIL_BYTES = 12_000;

/** Relative time of a frame: late enough that an extension is past its clip. */
const MOMENT = 0.6;

/**
 * One picture per mode, input beside output, from the results of `npm run demo`. @throws if a video is
 * missing
 */
export async function drawPictures(demoOutput: string, target: string): Promise<void> {
	const results = resultsIn(demoOutput);
	if (!results.every(isGood)) throw new Error('Not all videos are as promised: run the demo again first.');
	mkdirSync(target, { recursive: true });
	for (const result of results) {
		await draw(result, demoOutput, path.join(target, `${result.mode.operation}.jpg`));
	}
}

/** The first result of each mode. */
function resultsIn(demoOutput: string): ModeResult[] {
	const { results } = JSON.parse(readFileSync(path.join(demoOutput, 'results.json'), 'utf8')) as Results;
	const operations = results.map(({ mode }) => mode.operation);
	return results.filter(({ mode }, index) => operations.indexOf(mode.operation) === index);
}

/** Two thumbnails per mode, `edit-before.jpg` and `edit-after.jpg`, for the READMEs. */
export async function drawThumbnails(demoOutput: string, target: string): Promise<void> {
	mkdirSync(target, { recursive: true });
	for (const { mode, inputs, video, promise } of resultsIn(demoOutput)) {
		const file = (which: string) => path.join(target, `${mode.operation}-${which}.jpg`);
		const shown = inputs.slice(0, 2).map(({ path: input, facts }) => ({
			...{ file: path.join(demoOutput, input), at: facts.seconds * MOMENT },
			// An outpainted frame must look larger than the original.
			scale: mode.operation === 'outpaint' ? facts.width / promise.width : 1,
		}));
		await thumbnail(shown, file('before'));
		const result = { file: path.join(demoOutput, video ?? ''), at: promise.seconds * MOMENT, scale: 1 };
		await thumbnail([result], file('after'));
	}
}

/** Frames side by side. */
async function thumbnail(
	frames: ReadonlyArray<{ file: string; at: number; scale: number }>,
	target: string,
): Promise<void> {
	const cell = Math.floor(THUMBNAIL.width / frames.length);
	const graph = [
		`color=white:s=${THUMBNAIL.width}x${THUMBNAIL.height}:d=1,format=rgb24[sheet0]`,
		...frames.flatMap(({ scale }, index) => [
			`[${index}:v]scale=${Math.round(cell * scale)}:${Math.round(THUMBNAIL.height * scale)}:force_original_aspect_ratio=decrease,setsar=1,format=rgb24[frame${index}]`,
			`[sheet${index}][frame${index}]overlay=x=${index * cell}+(${cell}-w)/2:y=(H-h)/2:format=rgb[sheet${index + 1}]`,
		]),
	];
	const sources = frames.flatMap(({ file, at }) => [
		...(at > 0 ? ['-ss', at.toFixed(3)] : []),
		...['-i', file],
	]);
	for (const quality of QUALITIES) {
		await ffmpeg([
			...['-y', ...sources, '-filter_complex', graph.join(';'), '-map', `[sheet${frames.length}]`],
			...['-frames:v', '1', '-q:v', String(quality), target],
		]);
		if (statSync(target).size <= MOST_THUMBNAIL_BYTES) return;
	}
	throw new Error(`${target} is larger than ${MOST_THUMBNAIL_BYTES} bytes in every quality`);
}

async function draw(result: ModeResult, folder: string, file: string): Promise<void> {
	const { inputs, video, promise } = result;
	const rowHeight = Math.floor((SIDE.height - GAP * (inputs.length - 1)) / inputs.length);
	const [first] = inputs;
	// An outpainted frame must look larger than the original.
	const scale = result.mode.operation === 'outpaint' && first ? first.facts.width / promise.width : 1;
	const pictures = [
		...inputs.map(({ path: input, facts }, row) => ({
			...{ file: input, at: facts.seconds * MOMENT },
			...{ x: 0, y: row * (rowHeight + GAP), width: SIDE.width, height: rowHeight },
			scale,
		})),
		{
			...{ file: video ?? '', at: promise.seconds * MOMENT },
			...{ x: SIDE.width + ARROW.width, y: 0, ...SIDE },
			scale: 1,
		},
	];
	const graph = [
		`color=${GROUND}:s=${2 * SIDE.width + ARROW.width}x${SIDE.height}:d=1,format=rgb24[sheet]`,
		`color=0x98A2B3:s=${ARROW.length}x${ARROW.height}:d=1,format=rgba,geq=r='r(X,Y)':g='g(X,Y)':b='b(X,Y)':a='255*lte(abs(Y-H/2)/(H/2),1-X/W)'[arrow]`,
		`[sheet][arrow]overlay=x=${SIDE.width + (ARROW.width - ARROW.length) / 2}:y=(H-h)/2:format=rgb[sheet0]`,
		...pictures.flatMap(({ x, y, width, height, scale: share }, index) => [
			`[${index}:v]scale=${Math.round(width * share)}:${Math.round(height * share)}:force_original_aspect_ratio=decrease,setsar=1,format=rgb24[picture${index}]`,
			`[sheet${index}][picture${index}]overlay=x=${x}+(${width}-w)/2:y=${y}+(${height}-h)/2:format=rgb[sheet${index + 1}]`,
		]),
	];
	const sources = pictures.flatMap(({ file: source, at }) => [
		...(at > 0 ? ['-ss', at.toFixed(3)] : []),
		...['-i', path.join(folder, source)],
	]);
	for (const quality of QUALITIES) {
		await ffmpeg([
			...['-y', ...sources, '-filter_complex', graph.join(';'), '-map', `[sheet${pictures.length}]`],
			...['-frames:v', '1', '-q:v', String(quality), file],
		]);
		if (statSync(file).size <= MOST_BYTES) return;
	}
	throw new Error(`${file} is larger than ${MOST_BYTES} bytes in every quality`);
}
