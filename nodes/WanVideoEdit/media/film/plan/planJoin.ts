import { type Film, type SoundFile } from '../film';
import { type ShownVideo, shownVideo } from '../timeline';
import { differenceOf, isSameSound, prefixesOf } from './alike';
import { editsOf } from './planCopy';
import type { Impossible, Plan } from './plan';
import { laySound, soundPart, type SoundSpan } from './soundTrack';
import { layVideo, type LaidVideo, type VideoPart, videoTrack } from './videoTrack';

/** Maximum number of films in one: their index has a byte, and one is left for the sound. */
const MOST_FILMS = 255;
/** Ticks per second at most that suit all films exactly. Beyond, they are rounded to the second one: a usual one. */
const FINEST_TIMESCALE = 1_000_000;
const USUAL_TIMESCALE = 90_000;

/** Sound of another file. Of each source of a plan, nothing is used twice. */
export interface SoundUnder {
	readonly file: SoundFile;
	/** In the order of the film. */
	readonly stretches: ReadonlyArray<{
		/** Start in seconds, on the timeline of the sound's own file. */
		readonly from: number;
		/** Length at most; by default to the end of the new film. */
		readonly seconds?: number;
		/** Index of the film with whose first picture it begins. 0 by default. */
		readonly film?: number;
	}>;
}

/**
 * Films in a row, as one. The lengths of their videos rule: sound is laid under each anew, so that it cannot drift.
 * Sources of the plan: the films, then the file of the sound.
 * @param sound takes the place of the films' own sound
 * @returns if a film does not fit to the first one: why, and its index in `at`
 * @throws Unreadable if times do not fit into the tables of a file
 */
export function planJoin(films: readonly Film[], sound?: SoundUnder): { readonly plan: Plan } | Impossible {
	const [first] = films;
	if (first === undefined || films.length > MOST_FILMS) return misfit('count', films.length);
	const shown: ShownVideo[] = [];
	for (const [index, film] of films.entries()) {
		const video = shownVideo(film.video);
		if (video === undefined || (index > 0 && hidesItsStart(video))) return misfit('edits', index);
		const reason = differenceOf(first, film) ?? (sound ? undefined : soundMisfit(films, film));
		if (reason) return misfit(reason, index);
		shown.push(video);
	}
	if (sound && !sound.file.sound) return misfit('noSound', films.length);
	if (sound?.file.sound && !soundPart(sound.file.sound)) return misfit('edits', films.length);
	const prefixes = prefixesOf(films);
	if (prefixes === undefined) return misfit('parameterSets', films.length - 1);

	const timescale = commonTimescale(films.map(({ video }) => video.timescale));
	const parts = shown.map((film, source) => partOf(film, source, prefixes.length > 0));
	const laid = layVideo(parts, timescale);
	const starts = startsOf(shown, laid);
	const seconds = starts[films.length] ?? 0;
	const spans = sound ? spansUnder(sound, films.length, starts) : ownSpans(films, shown, starts);
	const track = laySound(spans);
	return {
		plan: {
			tracks: [videoTrack(first.video, laid, editsOfFirst(shown, laid, seconds)), ...(track ? [track] : [])],
			prefixes,
			seconds,
			leftOut: [...new Set(films.flatMap(({ leftOut }) => leftOut))],
		},
	};
}

/**
 * The film with the sound of another file (or of the film's own source) from a second on. Shorter sound ends early,
 * longer sound ends with the film. Sources of the plan: the film, then the file of the sound.
 */
export const planSound = (
	film: Film,
	file: SoundFile,
	stretch: { readonly from: number; readonly seconds?: number },
): { readonly plan: Plan } | Impossible => planJoin([film], { file, stretches: [stretch] });

const misfit = (reason: Impossible['impossible'], at: number): Impossible => ({
	impossible: reason,
	at,
	keyFrames: [],
});

/** Why a film's own sound does not go with that of the films before it. */
function soundMisfit(films: readonly Film[], { sound }: Film): Impossible['impossible'] | undefined {
	if (sound === undefined) return undefined;
	if (soundPart(sound) === undefined) return 'edits';
	const first = films.find((film) => film.sound !== undefined)?.sound ?? sound;
	return isSameSound(first, sound) ? undefined : 'soundFormat';
}

/** Frames that are decoded but not shown can stand at the start of a film only. */
function hidesItsStart({ cuts, timeline, part }: ShownVideo): boolean {
	return (timeline.leastFrom[cuts[0]?.sample ?? 0] ?? 0) < part.start;
}

function partOf({ video, timeline, part, cuts }: ShownVideo, source: number, prefixed: boolean): VideoPart {
	const from = cuts[0]?.sample ?? 0;
	let to = from + 1;
	const isEnd = (sample: number): boolean =>
		timeline.seams[sample] === 1 && (timeline.leastFrom[sample] ?? 0) >= part.end;
	while (to < video.samples.count && !isEnd(to)) to += 1;
	return { source, video, timeline, from, to, prefixed };
}

/** Seconds of the new film at which each film's first picture is shown (0 for the first film), and its end. */
function startsOf(shown: readonly ShownVideo[], { starts, timescale }: LaidVideo): number[] {
	const [first] = shown;
	const last = shown[shown.length - 1];
	if (first === undefined || last === undefined) return [];
	const hidden = first.part.start - firstOf(first);
	const zero = first.part.delay - hidden / first.video.timescale;
	const seconds = starts.map((start, index) => (index === 0 ? 0 : zero + start / timescale));
	// What the last film hides at its end stays hidden.
	const begin = shown.length === 1 ? 0 : (seconds[shown.length - 1] ?? 0) - firstSecondOf(last);
	seconds[shown.length] = Math.min(seconds[shown.length] ?? 0, begin + last.end);
	return seconds;
}

/** Composition time of a film's first picture, whether it is shown or not. */
const firstOf = ({ timeline, cuts }: ShownVideo): number => timeline.leastFrom[cuts[0]?.sample ?? 0] ?? 0;

/** Seconds at which a film shows its first picture. */
const firstSecondOf = (film: ShownVideo): number =>
	film.part.delay + Math.max(0, firstOf(film) - film.part.start) / film.video.timescale;

/** The edits of the first film, as long as the new one. */
function editsOfFirst([first]: readonly ShownVideo[], laid: LaidVideo, seconds: number) {
	if (first === undefined) return [];
	const scale = laid.timescale / first.video.timescale;
	return editsOf(first, { ...laid, firstShown: laid.firstShown / scale }, seconds, first.cuts[0]?.sample).map(
		(edit) => (edit.mediaTime < 0 ? edit : { ...edit, mediaTime: Math.round(edit.mediaTime * scale) }),
	);
}

function ownSpans(
	films: readonly Film[],
	shown: readonly ShownVideo[],
	starts: readonly number[],
): SoundSpan[] {
	return films.flatMap(({ sound }, source): SoundSpan[] => {
		const film = shown[source];
		const at = starts[source] ?? 0;
		const seconds = (starts[source + 1] ?? 0) - at;
		return sound && film
			? [{ source, sound, from: source === 0 ? 0 : firstSecondOf(film), seconds, at }]
			: [];
	});
}

function spansUnder({ file, stretches }: SoundUnder, source: number, starts: readonly number[]): SoundSpan[] {
	return stretches.flatMap(({ from, seconds = Infinity, film = 0 }): SoundSpan[] => {
		const at = starts[film] ?? 0;
		const left = (starts[source] ?? 0) - at;
		return file.sound ? [{ source, sound: file.sound, from, seconds: Math.min(seconds, left), at }] : [];
	});
}

function commonTimescale([first = 1, ...others]: readonly number[]): number {
	const exact = others.reduce((common, other) => (common / divisor(common, other)) * other, first);
	return exact === first || exact <= FINEST_TIMESCALE ? exact : USUAL_TIMESCALE;
}

function divisor(one: number, other: number): number {
	return other === 0 ? one : divisor(other, one % other);
}
