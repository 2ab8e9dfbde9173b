import type { Violation } from '../rules/rules';
import { codecOf } from './codecs';
import type { ImageFacts, MediaFacts, VideoFacts } from './facts';
import type { Fault } from './fault';
import { oneFrame, type MediaLimit, WAN27_MEDIA } from './limits';
import { alternatives, fps, megabytes, pixels, seconds } from './units';
import { type InspectedSlot, type Slot, titleOf } from './slot';
import { crossFileViolations } from './crossFileRules';
import { MAKE_MP4, remedyForUnreadable, type Wanted, remedyFor } from './remedies';

/** Containers round lengths and frame rates, so ignore such differences. In seconds and frames per second. */
const SECONDS_TOLERANCE = 0.05;
const FPS_TOLERANCE = 0.05;

/**
 * Problems of each file with its slot, and of the files with each other. Whole sentences as in `Rules`, each with a
 * way out. Slots that were not inspected are missing in `inspected`; rules that need them are skipped.
 * @param slots all slots of the request, if more than were inspected
 */
export function mediaViolations(
	inspected: readonly InspectedSlot[],
	modeLabel: string,
	slots: readonly Slot[] = inspected.map(({ slot }) => slot),
): Violation[] {
	const hopeless = beyondMasks(inspected, slots);
	// A corrected mask would be rejected again, so report nothing about the mask.
	const checked = hopeless.length > 0 ? inspected.filter(({ slot }) => slot.name !== 'mask') : inspected;
	const own = checked.flatMap((one) =>
		faultsOf(sizedByVideo(one, inspected)).map((fault) => [one.slot, fault] as const),
	);
	return [
		...[...hopeless, ...own].map(([slot, fault]) => advised(slot, fault, modeLabel)),
		...crossFileViolations(checked, modeLabel),
	];
}

/** A mask whose size differs from its video has to be remade in that size, so do not report its own size limits too. */
function sizedByVideo(one: InspectedSlot, inspected: readonly InspectedSlot[]): InspectedSlot {
	const video = inspected.find(({ slot }) => slot.name === 'video')?.facts;
	const { slot, facts } = one;
	if (slot.name !== 'mask' || facts.kind !== 'image' || video?.kind !== 'video') return one;
	if (facts.width === video.width && facts.height === video.height) return one;
	return { ...one, slot: { ...slot, limit: { ...slot.limit, sides: undefined } } };
}

/** The fault as a sentence. */
export const advised = (slot: Slot, { is, takes, advice }: Fault, modeLabel: string): Violation => ({
	says: `'${titleOf(slot)}' ${is}; ${modeLabel} takes ${takes}`,
	advice,
});

/** Reports a video for which no mask image is possible: a mask of its size would exceed the limits for images. */
function beyondMasks(
	inspected: readonly InspectedSlot[],
	slots: readonly Slot[],
): ReadonlyArray<readonly [Slot, Fault]> {
	const video = inspected.find(({ slot }) => slot.name === 'video');
	const sides = slots.find(({ name }) => name === 'mask')?.limit.sides;
	if (video?.facts.kind !== 'video' || sides === undefined) return [];
	const { width, height } = video.facts;
	if (Math.min(width, height) >= sides.min && Math.max(width, height) <= sides.max) return [];
	return [
		[
			video.slot,
			{
				is: `is ${pixels(video.facts)}, and a mask image must have the same size`,
				takes: `masks with sides of ${sides.min} to ${sides.max} px`,
				advice: `Scale the video to sides of ${sides.min} to ${sides.max} px, e.g. 1280 × 720, and create the mask in that size.`,
			},
		],
	];
}

function faultsOf({ slot, bytes, facts }: InspectedSlot): Fault[] {
	const { limit } = slot;
	const tooLarge =
		bytes !== undefined && bytes > limit.maxBytes
			? [
					{
						is: `is ${megabytes(bytes)} large`,
						takes: `up to ${megabytes(limit.maxBytes)}`,
						advice: makeSmaller(limit),
					},
				]
			: [];
	return [...tooLarge, ...contentFaults(facts, slot)];
}

/** How to make a file smaller. */
export const makeSmaller = (limit: MediaLimit): string =>
	takesVideos(limit)
		? 'Export it again with a lower bitrate or resolution.'
		: 'Scale it down, or export it as JPEG.';

function contentFaults(facts: MediaFacts, slot: Slot): Fault[] {
	const { limit } = slot;
	const wanted: Wanted = takesVideos(limit) ? 'video' : 'image';
	const takes = `${wanted === 'video' ? 'a video' : 'an image'} in ${alternatives(limit.formats)} format`;
	if (facts.kind === 'unreadable') {
		const is = `could not be read as a video or an image (${facts.reason})`;
		return [{ is, takes, advice: remedyForUnreadable(facts.reason, wanted) }];
	}
	const advice = remedyFor(facts.format, wanted);
	if (facts.kind === 'other') return [{ is: `is in ${facts.format} format`, takes, advice }];
	if (facts.kind !== wanted) {
		const what = facts.kind === 'image' ? 'an image' : 'a video';
		return [{ is: `is ${what} in ${facts.format} format`, takes, advice }];
	}
	if (!limit.formats.includes(facts.format)) {
		return [{ is: `is in ${facts.format} format`, takes, advice }];
	}
	return [
		...sizeFaults(facts, limit),
		...(facts.kind === 'video'
			? [...codecFaults(facts), ...timeFaults(facts, slot)]
			: alphaFaults(facts, limit)),
	];
}

const takesVideos = ({ formats }: MediaLimit): boolean => formats.includes('MP4');

function sizeFaults(facts: VideoFacts | ImageFacts, { sides, maxAspect }: MediaLimit): Fault[] {
	const [shorter, longer] = [facts.width, facts.height].sort((a, b) => a - b) as [number, number];
	const is = `is ${pixels(facts)}`;
	const faults: Fault[] = [];
	if (sides && (shorter < sides.min || longer > sides.max)) {
		const advice =
			longer > sides.max
				? `Scale it down until its longer side is ${sides.max} px or less.`
				: `Use a larger one, or scale it up until its shorter side is ${sides.min} px.`;
		faults.push({ is, takes: `sides of ${sides.min} to ${sides.max} px`, advice });
	}
	if (maxAspect !== undefined && longer > maxAspect * shorter) {
		const takes = `aspect ratios from 1:${maxAspect} to ${maxAspect}:1`;
		faults.push({ is, takes, advice: 'Crop it, or add bars along its longer sides.' });
	}
	return faults;
}

function codecFaults({ codecs, encrypted }: VideoFacts): Fault[] {
	if (encrypted) {
		const advice = 'Use a video without copy protection, as MP4 with H.264 video.';
		return [{ is: 'is encrypted', takes: 'unencrypted videos', advice }];
	}
	const refused = codecs.find((code) => codecOf(code).verdict === 'refused');
	if (refused === undefined) return [];
	const is = `uses the codec ${codecOf(refused).name} (${refused.trim()})`;
	return [{ is, takes: 'H.264', advice: MAKE_MP4 }];
}

function timeFaults(facts: VideoFacts, { name, limit: { seconds: length, minFps } }: Slot): Fault[] {
	const faults: Fault[] = [];
	const { min = 0, max = Infinity } = length ?? {};
	const takes = min === 0 ? `up to ${max} s` : `${min} to ${max} s`;
	const is = `is ${seconds(facts.seconds)} long`;
	if (facts.seconds < min - SECONDS_TOLERANCE) {
		faults.push({ is, takes, advice: `Use a longer part of the video, or slow it down to ${min} s.` });
	}
	if (isTooLong(facts, { seconds: length })) {
		faults.push({
			is,
			takes,
			advice: `Set 'If Too Long' in the options: Trim uses the first ${max} seconds, or another part with 'Start At'.${name === 'video' ? ' Split and Join edits the whole video in pieces.' : ''}${longerElsewhere(max)}`,
		});
	}
	if (minFps !== undefined && facts.fps < minFps - FPS_TOLERANCE) {
		const advice = `Export it again at ${minFps} fps or more, e.g. 24 fps.`;
		faults.push({ is: `has ${fps(facts.fps)}`, takes: `${minFps} fps or more`, advice });
	}
	return faults;
}

/** Whether a video is longer than a slot takes. */
export const isTooLong = (
	facts: Pick<VideoFacts, 'seconds' | 'fps'>,
	{ seconds: length }: Pick<MediaLimit, 'seconds'>,
): boolean => facts.seconds > (length?.max ?? Infinity) + oneFrame(facts.fps) + SECONDS_TOLERANCE;

/** Points to 'Edit', if it takes longer videos. */
function longerElsewhere(max: number): string {
	const { max: most } = WAN27_MEDIA.video.seconds;
	return max < most ? ` The operation 'Edit' takes up to ${most} s.` : '';
}

const alphaFaults = ({ format, alpha }: ImageFacts, limit: MediaLimit): Fault[] =>
	format === 'PNG' && alpha && limit.alpha === false
		? [
				{
					is: 'has transparency',
					takes: 'PNG without transparency',
					advice: 'Put it on a white background and export it as JPEG, or as PNG without transparency.',
				},
			]
		: [];
