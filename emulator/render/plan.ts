/** An ffmpeg run that creates a result. */
export interface RenderPlan {
	/** Arguments of each input, the last one its file: `['-t', '5', '-i', path]`. */
	readonly inputs: ReadonlyArray<readonly string[]>;
	/** Filter graph; its video output is `[v]`, its sound, if any, `[a]`. */
	readonly graph: readonly string[];
	/** Length of the result. */
	readonly seconds: number;
	readonly sound: boolean;
}

/** Frame rate of every result (SEED). */
export const FPS = 30;

/** A number that depends only on the text: it selects styles and colors. */
export function numberOf(text: string): number {
	let hash = 2166136261;
	for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16777619);
	// FNV mixes the low bits poorly for short texts; the shift adds the high ones.
	return (hash ^ (hash >>> 15)) >>> 0;
}

/** Filters that turn one image into an endless video: the filters before them run once. */
export const FROZEN = `loop=loop=-1:size=1:start=0,settb=1/${FPS},setpts=N`;
