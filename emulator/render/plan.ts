/** One run of ffmpeg that makes a result. */
export interface RenderPlan {
	/** Arguments of each input, the last one its file: `['-loop', '1', '-i', path]`. */
	readonly inputs: ReadonlyArray<readonly string[]>;
	/** Filter graph; its picture leaves as `[v]`, its sound, if any, as `[a]`. */
	readonly graph: readonly string[];
	/** Length of the result. */
	readonly seconds: number;
	readonly sound: boolean;
}

/** Frame rate of every result (SEED). */
export const FPS = 30;

/** A number that only depends on the text: it picks styles and colors. */
export function numberOf(text: string): number {
	let hash = 2166136261;
	for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16777619);
	// FNV leaves the low bits poor for short texts; the shift mixes the high ones in.
	return (hash ^ (hash >>> 15)) >>> 0;
}

/** A still picture as an endless video. */
export const still = (path: string): readonly string[] => [
	'-loop',
	'1',
	'-framerate',
	String(FPS),
	'-i',
	path,
];
