import type { MediaLimit } from '../../nodes/WanVideoEdit/media/limits';
import { oneFrame, VACE_MEDIA } from '../../nodes/WanVideoEdit/media/limits';
import { probe, type MediaFacts } from '../media/probe';
import type { Job, Link } from '../request/job';
import { TaskFailure } from '../tasks/failure';
import type { Download } from './download';

/** An input on disk that is within its slot's limits. */
export interface Input extends Download, MediaFacts {}

/** The inspected file of a link. */
export type InputOf = (link: Link) => Input;

/** Smaller differences in length or rate are ignored: containers round. */
const TOLERANCE = 0.05;

/** Measures a file. Throws a `TaskFailure` if it breaks a limit of its slot. */
export async function inspect(link: Link, file: Download, signal?: AbortSignal): Promise<Input> {
	const { limit } = link;
	let facts: MediaFacts;
	try {
		facts = await probe(file.path, signal);
	} catch {
		throw new TaskFailure('InvalidFile.Openerror', `${link.field}: the file cannot be opened.`);
	}
	const broken = firstBroken(facts, limit);
	if (broken) throw new TaskFailure(broken.code, `${link.field}: ${broken.message}`);
	return { ...file, ...facts };
}

interface Broken {
	code: string;
	message: string;
}

function firstBroken(facts: MediaFacts, limit: MediaLimit): Broken | undefined {
	const { width, height, seconds, fps } = facts;
	if (!limit.formats.includes(facts.format)) {
		const message = `the format ${facts.format} is not one of ${limit.formats.join(', ')}.`;
		return { code: 'InvalidFile.Format', message };
	}
	const { sides, maxAspect, minFps } = limit;
	if (sides && [width, height].some((side) => side < sides.min || side > sides.max)) {
		const message = `width and height must be in [${sides.min}, ${sides.max}], not ${width}*${height}.`;
		return { code: 'InvalidFile.Resolution', message };
	}
	if (maxAspect && Math.max(width, height) / Math.min(width, height) > maxAspect) {
		const message = `the aspect ratio must be in 1:${maxAspect} to ${maxAspect}:1, not ${width}:${height}.`;
		return { code: 'InvalidFile.AspectRatio', message };
	}
	// Documented for PNG only (ALI-27).
	if (limit.alpha === false && facts.alpha && facts.format === 'PNG') {
		return { code: 'InvalidImageFormat', message: 'an image with an alpha channel is not supported.' };
	}
	if (limit.seconds && seconds <= 0) return { code: 'InvalidFile.Duration', message: 'the video is empty.' };
	if (minFps && fps < minFps - TOLERANCE) {
		return { code: 'InvalidFile.FPS', message: `the frame rate must be at least ${minFps}, not ${fps}.` };
	}
	return tooShortOrLong(facts, limit);
}

function tooShortOrLong({ seconds, fps }: MediaFacts, { seconds: allowed }: MediaLimit): Broken | undefined {
	// A table without a minimum is VACE's: longer videos are cut to the first seconds (ALI-VACE).
	if (allowed?.min === undefined) return undefined;
	if (seconds >= allowed.min - TOLERANCE && seconds <= allowed.max + oneFrame(fps) + TOLERANCE)
		return undefined;
	const message = `the video must last ${allowed.min} to ${allowed.max} seconds, not ${seconds.toFixed(2)}.`;
	return { code: 'InvalidFile.Duration', message };
}

/** Throws a `TaskFailure` if files do not match each other. */
export function inspectTogether(job: Job, input: InputOf): void {
	if (job.kind === 'video_edit') {
		const video = input(job.video);
		const mask = input(job.mask.link);
		sameSize('the mask', mask, video);
		if (job.mask.kind === 'video') {
			sameRate('the mask video', mask, video);
			if (Math.abs(mask.seconds - video.seconds) > TOLERANCE) {
				throw new TaskFailure('InvalidFile.Duration', 'The mask video must be as long as the video.');
			}
		} else if (job.mask.frame > Math.floor(video.fps * used(video.seconds)) + 1) {
			const last = Math.floor(video.fps * used(video.seconds)) + 1;
			throw new TaskFailure(
				'InvalidParameter',
				`mask_frame_id must be in [1, ${last}], not ${job.mask.frame}.`,
			);
		}
	}
	if (job.kind === 'video_extension') {
		const clips = [job.firstClip, job.lastClip].filter((link) => link !== undefined).map(input);
		const [first, last] = clips;
		if (first && last) {
			sameRate('the last clip', last, first);
			if (first.seconds + last.seconds > VACE_MEDIA.clip.seconds.max + 2 * oneFrame(first.fps) + TOLERANCE) {
				const most = VACE_MEDIA.clip.seconds.max;
				throw new TaskFailure('InvalidFile.Duration', `Both clips together must not exceed ${most} seconds.`);
			}
		}
		if (job.motion && first) {
			sameRate('the motion video', input(job.motion), first);
			sameSize('the motion video', input(job.motion), first);
		}
	}
}

const used = (seconds: number) => Math.min(seconds, VACE_MEDIA.video.seconds.max);

function sameSize(name: string, one: Input, other: Input): void {
	if (one.width === other.width && one.height === other.height) return;
	const sizes = `${one.width}*${one.height} and ${other.width}*${other.height}`;
	throw new TaskFailure('InvalidParameter', `The size is not match: ${name} and the video, ${sizes}.`);
}

function sameRate(name: string, one: Input, other: Input): void {
	if (Math.abs(one.fps - other.fps) <= TOLERANCE) return;
	throw new TaskFailure('InvalidFile.FPS', `${name}: the frame rate must be ${other.fps}, not ${one.fps}.`);
}
