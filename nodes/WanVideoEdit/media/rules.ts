import { Rules } from '../rules/rules';
import type { ImageFacts, MediaFacts, VideoFacts } from './facts';
import { oneFrame, type MediaLimit } from './limits';
import { alternatives, fps, megabytes, pixels, seconds } from './measures';
import { type Slot, titleOf } from './slot';
import { togetherViolations } from './together';

/** A slot whose file was looked at. */
export interface InspectedSlot {
	readonly slot: Slot;
	/** Of the file, where known. */
	readonly bytes: number | undefined;
	readonly facts: MediaFacts;
}

/** Containers round lengths and rates: such a difference is none. Seconds and frames per second. */
const SECONDS_TOLERANCE = 0.05;
const FPS_TOLERANCE = 0.05;

/**
 * What is wrong with each file for its slot, and with the files among each other. Whole sentences, as `Rules` has
 * them. A slot that was not looked at is left out by the caller; rules that need it keep silent.
 */
export function mediaViolations(
	inspected: readonly InspectedSlot[],
	item: number,
	modeLabel: string,
): string[] {
	const rules = new Rules(item, modeLabel);
	for (const one of inspected) {
		for (const { is, takes } of faultsOf(one)) {
			rules.add([`${rules.subject(titleOf(one.slot))} ${is}; ${modeLabel} takes ${takes}`]);
		}
	}
	rules.add(togetherViolations(inspected, item, modeLabel));
	return rules.violations;
}

/** The two halves of a sentence about a file. */
interface Fault {
	readonly is: string;
	readonly takes: string;
}

function faultsOf({ slot: { limit }, bytes, facts }: InspectedSlot): Fault[] {
	const tooLarge: Fault[] =
		bytes !== undefined && bytes > limit.maxBytes
			? [{ is: `is ${megabytes(bytes)} large`, takes: `up to ${megabytes(limit.maxBytes)}` }]
			: [];
	return [...tooLarge, ...contentFaults(facts, limit)];
}

function contentFaults(facts: MediaFacts, limit: MediaLimit): Fault[] {
	const takes = `${takesVideos(limit) ? 'a video' : 'an image'} of the format ${alternatives(limit.formats)}`;
	switch (facts.kind) {
		case 'unreadable':
			return [{ is: `could not be read as a video or an image (${facts.reason})`, takes }];
		case 'other':
			return [{ is: `is of the format ${facts.format}`, takes }];
		case 'image':
			if (takesVideos(limit)) return [{ is: `is an image of the format ${facts.format}`, takes }];
			break;
		case 'video':
			if (!takesVideos(limit)) return [{ is: `is a video of the format ${facts.format}`, takes }];
			break;
	}
	if (!limit.formats.includes(facts.format)) return [{ is: `is of the format ${facts.format}`, takes }];
	return [
		...sizeFaults(facts, limit),
		...(facts.kind === 'video' ? timeFaults(facts, limit) : alphaFaults(facts, limit)),
	];
}

const takesVideos = ({ formats }: MediaLimit): boolean => formats.includes('MP4');

function sizeFaults(facts: VideoFacts | ImageFacts, { sides, maxAspect }: MediaLimit): Fault[] {
	const [shorter, longer] = [facts.width, facts.height].sort((a, b) => a - b) as [number, number];
	const is = `is ${pixels(facts)}`;
	const faults: Fault[] = [];
	if (sides && (shorter < sides.min || longer > sides.max)) {
		faults.push({ is, takes: `sides of ${sides.min} to ${sides.max} px` });
	}
	if (maxAspect !== undefined && longer > maxAspect * shorter) {
		faults.push({ is, takes: `shapes from 1:${maxAspect} to ${maxAspect}:1` });
	}
	return faults;
}

function timeFaults(facts: VideoFacts, { seconds: length, minFps }: MediaLimit): Fault[] {
	const faults: Fault[] = [];
	const { min = 0, max = Infinity } = length ?? {};
	const longest = max + oneFrame(facts.fps) + SECONDS_TOLERANCE;
	if (facts.seconds < min - SECONDS_TOLERANCE || facts.seconds > longest) {
		const takes = min === 0 ? `up to ${max} s` : `${min} to ${max} s`;
		faults.push({ is: `is ${seconds(facts.seconds)} long`, takes });
	}
	if (minFps !== undefined && facts.fps < minFps - FPS_TOLERANCE) {
		faults.push({ is: `has ${fps(facts.fps)}`, takes: `${minFps} fps or more` });
	}
	return faults;
}

const alphaFaults = ({ format, alpha }: ImageFacts, limit: MediaLimit): Fault[] =>
	format === 'PNG' && alpha && limit.alpha === false
		? [{ is: 'has transparency', takes: 'PNG without it' }]
		: [];
