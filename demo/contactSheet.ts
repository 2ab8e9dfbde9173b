import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ffmpeg } from '../emulator/media/tools';
import { isGood, type ModeResult, type Results } from './results';

/**
 * `tsx demo/contactSheet.ts [demo-output]`: creates docs/images/demo.jpg from the results of `npm run demo`.
 * One row per mode: its name, a frame of each input, two frames of the output.
 */
const TARGET = join(__dirname, '../docs/images/demo.jpg');

const WIDTH = 1600;
const GAP = 16;
const NAMES = 352;
const CELL = { width: 395, height: 222 };
const HEADER = 48;
const INK = { ground: '0xF6F4F1', name: '0x1F2430', soft: '0x667085' };

const MOST_BYTES = 250_000;
/** JPEG qualities of ffmpeg, best first. */
const QUALITIES = [2, 3, 4, 5, 7, 9, 12];

/**
 * The ffmpeg package contains no font: the first one on the machine is used; without one, there are no
 * labels.
 */
const FONTS = [
	'/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf',
	'/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf',
	'/usr/share/fonts/dejavu-sans-fonts/DejaVuSans.ttf',
	'/System/Library/Fonts/Supplemental/Arial.ttf',
	'C:/Windows/Fonts/arial.ttf',
];

/** Relative times of the output's frames. */
const MOMENTS = [0.3, 0.9];

interface Picture {
	readonly file: string;
	/** Seconds; 0 for a still. */
	readonly at: number;
	readonly x: number;
	readonly y: number;
	readonly width: number;
}

interface Label {
	readonly text: string;
	readonly x: number;
	readonly y: number;
	readonly size: number;
	readonly color: string;
}

const column = (number: number): number => GAP + NAMES + number * (CELL.width + GAP);

function picturesOf(result: ModeResult, y: number, folder: string): Picture[] {
	const { inputs, video, promise } = result;
	const width = Math.floor((CELL.width - GAP * (inputs.length - 1)) / inputs.length);
	return [
		...inputs.map(({ path, facts }, index) => ({
			file: join(folder, path),
			at: facts.seconds * (MOMENTS[0] ?? 0),
			x: column(0) + index * (width + GAP),
			y,
			width,
		})),
		...MOMENTS.map((moment, index) => ({
			file: join(folder, video ?? ''),
			at: promise.seconds * moment,
			x: column(index + 1),
			y,
			width: CELL.width,
		})),
	];
}

function labelsOf({ mode, inputs, promise, task }: ModeResult, y: number): Label[] {
	const [first] = inputs;
	const lines = [
		first ? `In: ${size(first.facts)}` : '',
		`Out: ${size(promise)}${promise.sound ? ', sound' : ''}`,
		task?.model ?? '',
	];
	return [
		{ text: mode.name, x: GAP, y: y + 52, size: 24, color: INK.name },
		...lines.map((text, line) => ({ text, x: GAP, y: y + 94 + 30 * line, size: 19, color: INK.soft })),
	];
}

const size = ({ width, height, seconds }: { width: number; height: number; seconds: number }): string =>
	`${width} × ${height}${seconds > 0 ? `, ${Math.round(seconds * 10) / 10} s` : ''}`;

function headings(live: boolean): Label[] {
	const texts = [
		{ text: 'Input', x: column(0) },
		...MOMENTS.map((moment, index) => ({ text: `Output at ${moment * 100} %`, x: column(index + 1) })),
		...(live ? [] : [{ text: 'Local emulator: filters, no AI', x: GAP }]),
	];
	return texts.map((text) => ({ ...text, y: 16, size: 19, color: INK.soft }));
}

async function draw({ live, results }: Results, folder: string, scratch: string): Promise<string> {
	const top = (row: number) => HEADER + row * (CELL.height + GAP);
	const pictures = results.flatMap((result, row) => picturesOf(result, top(row), folder));
	const labels = [...headings(live), ...results.flatMap((result, row) => labelsOf(result, top(row)))];
	const graph = [
		`color=${INK.ground}:s=${WIDTH}x${top(results.length)}:d=1[sheet0]`,
		...pictures.flatMap(({ x, y, width }, index) => [
			`[${index}:v]scale=${width}:${CELL.height}:force_original_aspect_ratio=decrease,setsar=1,format=rgb24[picture${index}]`,
			`[sheet${index}][picture${index}]overlay=x=${x}+(${width}-w)/2:y=${y}+(${CELL.height}-h)/2:format=rgb[sheet${index + 1}]`,
		]),
		`[sheet${pictures.length}]${await lettering(labels, scratch)}[sheet]`,
	];
	const sheet = join(scratch, 'sheet.png');
	const inputs = pictures.flatMap(({ file, at }) => [...(at > 0 ? ['-ss', at.toFixed(3)] : []), '-i', file]);
	await ffmpeg([...inputs, '-filter_complex', graph.join(';'), '-map', '[sheet]', '-frames:v', '1', sheet]);
	return sheet;
}

/** Texts come from files, since many characters have a special meaning in a filter's argument. */
async function lettering(labels: readonly Label[], scratch: string): Promise<string> {
	const font = FONTS.find(existsSync);
	if (!font) return 'null';
	const filters = await Promise.all(
		labels.map(async ({ text, x, y, size, color }, index) => {
			const file = join(scratch, `label${index}.txt`);
			await writeFile(file, text);
			return `drawtext=expansion=none:fontfile='${font}':textfile='${file}':x=${x}:y=${y}:fontsize=${size}:fontcolor=${color}`;
		}),
	);
	return filters.join(',');
}

/** In the best quality that fits. */
async function compress(sheet: string): Promise<void> {
	await mkdir(dirname(TARGET), { recursive: true });
	for (const quality of QUALITIES) {
		await ffmpeg(['-y', '-i', sheet, '-q:v', String(quality), '-pix_fmt', 'yuvj444p', TARGET]);
		if ((await stat(TARGET)).size <= MOST_BYTES) return;
	}
	throw new Error(`${TARGET} is larger than ${MOST_BYTES} bytes in every quality`);
}

async function main(folder = 'demo-output'): Promise<void> {
	const run = JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8')) as Results;
	if (!run.results.every(isGood))
		throw new Error('Not all videos are as promised: run the demo again first.');
	const scratch = await mkdtemp(join(tmpdir(), 'contact-sheet-'));
	try {
		await compress(await draw(run, folder, scratch));
	} finally {
		await rm(scratch, { recursive: true, force: true });
	}
	console.log(TARGET);
}

main(process.argv[2]).catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
