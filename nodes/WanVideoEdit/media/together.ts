import { Rules } from '../rules/rules';
import type { ImageFacts, VideoFacts } from './facts';
import { oneFrame } from './limits';
import { fps, pixels, seconds } from './measures';
import type { InspectedSlot } from './rules';
import type { Slot } from './slot';

/** A file with a picture in it, and its slot. */
interface Picture<Facts = VideoFacts | ImageFacts> {
	readonly slot: Slot;
	readonly facts: Facts;
}

/** Differences that count as none: frames per second, and seconds. */
const SAME_FPS = 0.1;
const SAME_SECONDS = 0.1;
/** Two clips are rounded twice. */
const SUM_TOLERANCE = 0.1;

/** What does not fit among the files of an item. Slots without a picture to compare with keep silent. */
export function togetherViolations(
	inspected: readonly InspectedSlot[],
	item: number,
	modeLabel: string,
): string[] {
	const fits = new Fits(item, modeLabel);
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
	return fits.rules.violations;
}

class Fits {
	readonly rules: Rules;

	constructor(
		item: number,
		private readonly mode: string,
	) {
		this.rules = new Rules(item, mode);
	}

	sameSize(one: InspectedSlot | undefined, other: InspectedSlot | undefined): void {
		if (!hasPicture(one) || !hasPicture(other)) return;
		const holds = one.facts.width === other.facts.width && one.facts.height === other.facts.height;
		this.same(holds, one, `is ${pixels(one.facts)}`, 'size', other, pixels(other.facts));
	}

	sameRate(one: InspectedSlot | undefined, other: InspectedSlot | undefined): void {
		if (!isVideo(one) || !isVideo(other)) return;
		const holds = Math.abs(one.facts.fps - other.facts.fps) <= SAME_FPS;
		this.same(holds, one, `has ${fps(one.facts.fps)}`, 'frame rate', other, fps(other.facts.fps));
	}

	sameLength(one: InspectedSlot | undefined, other: InspectedSlot | undefined): void {
		if (!isVideo(one) || !isVideo(other)) return;
		const holds = Math.abs(one.facts.seconds - other.facts.seconds) <= SAME_SECONDS;
		const is = `is ${seconds(one.facts.seconds)} long`;
		this.same(holds, one, is, 'length', other, seconds(other.facts.seconds));
	}

	/** Together as short as each of them has to be. */
	shortTogether(first: InspectedSlot | undefined, last: InspectedSlot | undefined): void {
		if (!isVideo(first) || !isVideo(last)) return;
		const sum = first.facts.seconds + last.facts.seconds;
		const { max = Infinity } = first.slot.limit.seconds ?? {};
		const frames = oneFrame(first.facts.fps) + oneFrame(last.facts.fps);
		this.rules.require(
			sum <= max + frames + SUM_TOLERANCE,
			`'${first.slot.label}' and ${this.rules.subject(last.slot.label)} are ${seconds(sum)} long together; ${this.mode} takes up to ${max} s`,
		);
	}

	private same(holds: boolean, one: Picture, is: string, what: string, other: Picture, whose: string): void {
		this.rules.require(
			holds,
			`${this.rules.subject(one.slot.label)} ${is}; ${this.mode} takes the ${what} of '${other.slot.label}', which is ${whose}`,
		);
	}
}

const isVideo = (one: InspectedSlot | undefined): one is InspectedSlot & Picture<VideoFacts> =>
	one?.facts.kind === 'video';

const hasPicture = (one: InspectedSlot | undefined): one is InspectedSlot & Picture =>
	one?.facts.kind === 'video' || one?.facts.kind === 'image';
