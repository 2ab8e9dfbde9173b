import { probe } from '../emulator/media/probe';
import { ffmpeg } from '../emulator/media/tools';
import { EVERY_VIDEO, type VideoPromise } from './promises';

/** A measured figure and the value that the mode promises. */
export interface Figure {
	readonly label: string;
	readonly measured: string;
	readonly promised: string;
	readonly kept: boolean;
}

/** Models round sides to blocks of 16 pixels and the duration to whole frames. */
const TOLERANCE = { pixels: 16, seconds: 0.2, fps: 0.1, billedSeconds: 1 };

/** Measures a finished video. @throws MediaToolError if it cannot be played to the end */
export async function figuresOf(
	file: string,
	promise: VideoPromise,
	billedSeconds: number | null,
): Promise<Figure[]> {
	const { width, height, seconds, fps, codec, format, audioCodec } = await probe(file);
	await ffmpeg(['-xerror', '-i', file, '-f', 'null', '-']);
	const near = (one: number, other: number, tolerance: number) => Math.abs(one - other) <= tolerance;
	return [
		{
			label: 'Size',
			measured: `${width} × ${height}`,
			promised: `${promise.width} × ${promise.height}`,
			kept: near(width, promise.width, TOLERANCE.pixels) && near(height, promise.height, TOLERANCE.pixels),
		},
		{
			label: 'Length',
			measured: inSeconds(seconds),
			promised: inSeconds(promise.seconds),
			kept: near(seconds, promise.seconds, TOLERANCE.seconds),
		},
		{
			label: 'Frame Rate',
			measured: `${rounded(fps)} fps`,
			promised: `${EVERY_VIDEO.fps} fps`,
			kept: near(fps, EVERY_VIDEO.fps, TOLERANCE.fps),
		},
		{
			label: 'Format',
			measured: `${codecName(codec)} in ${format}`,
			promised: `${codecName(EVERY_VIDEO.codec)} in ${EVERY_VIDEO.format}`,
			kept: codec === EVERY_VIDEO.codec && format === EVERY_VIDEO.format,
		},
		{
			label: 'Audio',
			measured: audioCodec ? codecName(audioCodec) : 'none',
			promised: promise.sound ? 'some' : 'none',
			kept: promise.sound === (audioCodec !== undefined),
		},
		{
			label: 'Billed',
			measured: billedSeconds === null ? 'unknown' : inSeconds(billedSeconds),
			promised: inSeconds(promise.billedSeconds),
			kept: billedSeconds !== null && near(billedSeconds, promise.billedSeconds, TOLERANCE.billedSeconds),
		},
	];
}

const codecName = (codec: string): string => (codec === 'h264' ? 'H.264' : codec.toUpperCase());

const rounded = (value: number): number => Math.round(value * 100) / 100;

/** `5 s`, `5.03 s` */
export const inSeconds = (seconds: number): string => `${rounded(seconds)} s`;
