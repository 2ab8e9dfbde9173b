import type { Violation } from '../rules/rules';
import type { ImageFacts, VideoFacts } from './facts';
import { oneFrame } from './limits';
import { fps, pixels, seconds } from './units';
import type { InspectedSlot, Slot } from './slot';

/** An image or video file, and its slot. */
interface Picture<Facts = VideoFacts | ImageFacts> {
	readonly slot: Slot;
	readonly facts: Facts;
}

/** Differences to ignore, in frames per second and in seconds. */
const SAME_FPS = 0.1;
const SAME_SECONDS = 0.1;
/** The lengths of both clips are rounded. */
const SUM_TOLERANCE = 0.1;

/** Files of an item that do not match each other. Slots whose facts are unknown are skipped. */
export function crossFileViolations(inspected: readonly InspectedSlot[], modeLabel: string): Violation[] {
	const fits = new Fits(modeLabel);
	const picture = (name: Slot['name']) => inspected.find(({ slot }) => slot.name === name);
	const [video, mask] = [picture('video'), picture('mask')];
	const [firstClip, lastClip] = [picture('firstClip'), picture('lastClip')];

	fits.sameSize(mask, video);
	fits.sameRate(mask, video);
	fits.sameLength(mask, video);
	fits.sameRate(lastClip, firstClip);
	fits.shortTogether(firstClip, lastClip);
	fits.sameSize(picture('motionVideo'), firstClip ?? lastClip);
	fits.sameRate(picture('motionVideo'), firstClip ?? lastClip);
	return fits.found;
}

class Fits {
	readonly found: Violation[] = [];

	constructor(private readonly mode: string) {}

	sameSize(one: InspectedSlot | undefined, other: InspectedSlot | undefined): void {
		if (!hasPicture(one) || !hasPicture(other)) return;
		if (one.facts.width === other.facts.width && one.facts.height === other.facts.height) return;
		const advice = `Export it at ${pixels(other.facts)}, with the same framing.`;
		this.differ(one, `is ${pixels(one.facts)}`, 'size', other, pixels(other.facts), advice);
	}

	sameRate(one: InspectedSlot | undefined, other: InspectedSlot | undefined): void {
		if (!isVideo(one) || !isVideo(other)) return;
		if (Math.abs(one.facts.fps - other.facts.fps) <= SAME_FPS) return;
		const rate = fps(other.facts.fps);
		this.differ(one, `has ${fps(one.facts.fps)}`, 'frame rate', other, rate, `Export it at ${rate}.`);
	}

	sameLength(one: InspectedSlot | undefined, other: InspectedSlot | undefined): void {
		if (!isVideo(one) || !isVideo(other)) return;
		if (Math.abs(one.facts.seconds - other.facts.seconds) <= SAME_SECONDS) return;
		const is = `is ${seconds(one.facts.seconds)} long`;
		const advice = 'Trim the longer one, so that both start and end together.';
		this.differ(one, is, 'length', other, seconds(other.facts.seconds), advice);
	}

	/** The limit of each clip is also the limit of both together. */
	shortTogether(first: InspectedSlot | undefined, last: InspectedSlot | undefined): void {
		if (!isVideo(first) || !isVideo(last)) return;
		const sum = first.facts.seconds + last.facts.seconds;
		const { max = Infinity } = first.slot.limit.seconds ?? {};
		const frames = oneFrame(first.facts.fps) + oneFrame(last.facts.fps);
		if (sum <= max + frames + SUM_TOLERANCE) return;
		this.found.push({
			says: `'${first.slot.label}' and ${this.subject(last)} are ${seconds(sum)} long together; ${this.mode} takes up to ${max} s`,
			advice: `Trim them: keep the end of the first clip and the start of the last one, ${max} s in total.`,
		});
	}

	private differ(
		one: Picture,
		is: string,
		what: string,
		other: Picture,
		whose: string,
		advice: string,
	): void {
		this.found.push({
			says: `${this.subject(one)} ${is}; ${this.mode} needs the same ${what} as '${other.slot.label}', ${whose}`,
			advice,
		});
	}

	private subject({ slot }: Picture | InspectedSlot): string {
		return `'${slot.label}'`;
	}
}

const isVideo = (one: InspectedSlot | undefined): one is InspectedSlot & Picture<VideoFacts> =>
	one?.facts.kind === 'video';

const hasPicture = (one: InspectedSlot | undefined): one is InspectedSlot & Picture =>
	one?.facts.kind === 'video' || one?.facts.kind === 'image';
