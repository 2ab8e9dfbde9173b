import type { INodeParameters } from 'n8n-workflow';
import type { MediaFacts } from '../emulator/media/probe';

/** The documented properties of a mode's video, calculated for one node (SEED, ALI-27, ALI-VACE). */
export interface VideoPromise {
	readonly width: number;
	readonly height: number;
	readonly seconds: number;
	readonly sound: boolean;
	/** Billed seconds: of the output, for wan2.7 also those of the input. */
	readonly billedSeconds: number;
}

/** Every result has 30 frames per second and is H.264 in MP4 (SEED). */
export const EVERY_VIDEO = { fps: 30, codec: 'h264', format: 'MP4' } as const;

type Size = readonly [width: number, height: number];

const PIXELS = { '720P': 1280 * 720, '1080P': 1920 * 1080 } as const;
const VACE_SECONDS = 5;

/** @param first facts about the first image or video that the node uses */
export function promiseOf(operation: string, parameters: INodeParameters, first: MediaFacts): VideoPromise {
	const options = (parameters.options ?? {}) as Record<string, unknown>;
	const given: Size = [first.width, first.height];
	const chosen = String(options.size ?? '1280*720')
		.split('*')
		.map(Number) as unknown as Size;
	const upTo5 = Math.min(first.seconds, VACE_SECONDS);
	switch (operation) {
		case 'edit': {
			const wanted = Number(options.duration ?? 0);
			const seconds = wanted > 0 ? Math.min(wanted, first.seconds) : first.seconds;
			const resolution = parameters.resolution === '1080P' ? '1080P' : '720P';
			const [width, height] = scaledTo(given, PIXELS[resolution]);
			return { width, height, seconds, sound: true, billedSeconds: 2 * seconds };
		}
		case 'imageReference':
			return silent(chosen, VACE_SECONDS);
		case 'repaint':
			return { ...silent(within720P(given), upTo5), sound: options.sound === 'original' };
		case 'editRegion':
			return silent(chosen, upTo5);
		case 'extend':
			return silent(within720P(given), VACE_SECONDS);
		case 'outpaint': {
			const scale = (side: string) => Number(parameters[`${side}Scale`] ?? 1.5);
			const grown: Size = [
				first.width * (scale('left') + scale('right') - 1),
				first.height * (scale('top') + scale('bottom') - 1),
			];
			return silent(within720P(grown), upTo5);
		}
		default:
			throw new Error(`Unknown operation ${operation}`);
	}
}

const silent = ([width, height]: Size, seconds: number): VideoPromise => ({
	width,
	height,
	seconds,
	sound: false,
	billedSeconds: seconds,
});

const within720P = (size: Size): Size =>
	size[0] * size[1] > PIXELS['720P'] ? scaledTo(size, PIXELS['720P']) : size;

function scaledTo([width, height]: Size, pixels: number): Size {
	const scale = Math.sqrt(pixels / (width * height));
	return [Math.round(width * scale), Math.round(height * scale)];
}
