import type { IExecuteFunctions } from 'n8n-workflow';
import { Failure } from '../../failure/failure';
import type { Fitting } from '../../form/fitting';
import type { Fault } from '../../media/fault';
import type { Slot } from '../../media/slot';
import type { Draft } from '../../modes/mode';
import { fitFilm } from './fitFilm';
import { fitMask } from './fitMask';
import { fitPicture } from './fitPicture';
import { maskOfShapes } from './fitShapes';
import { notInStore, unavailable } from './notRead';
import { PartUnavailable } from './ranges';
import type { SeenSlot } from './seenSlot';

/**
 * Makes what people have fit: cuts and rewraps videos, cleans and paints masks, scales pictures. A file that fits, or
 * that cannot be made to, stays as it is: `demandGoodMedia` throws then. May be called again when more is known.
 * @param seen what is known about the slots, in the order of the request
 */
export async function fit(
	{ slots, fitting }: Pick<Draft<unknown>, 'slots' | 'fitting'>,
	seen: readonly SeenSlot[],
	context: IExecuteFunctions,
): Promise<SeenSlot[]> {
	const fitted: SeenSlot[] = [];
	for (const one of seen) fitted.push(isMask(one) ? one : await fitOther(one, fitting, context));
	const video = fitted.find(({ slot }) => slot.name === 'video');
	for (const slot of slots.filter(({ name }) => name === 'mask')) {
		const index = fitted.findIndex((one) => one.slot === slot);
		// What was made without the size of the video is made again with it.
		const known = fitted[index]?.fitted?.from ?? fitted[index];
		const mask = await fitMaskOf(slot, known, video, fitting, context);
		if (mask !== undefined) fitted.splice(index < 0 ? fitted.length : index, 1, inStepWith(video, mask));
	}
	return fitted;
}

/** A video or a picture, but no mask. */
async function fitOther(one: SeenSlot, fitting: Fitting, context: IExecuteFunctions): Promise<SeenSlot> {
	if (one.fitted !== undefined || one.fault !== undefined || isHuge(one)) return one;
	return await readable(one, async () =>
		one.facts.kind === 'video' ? await fitFilm(one, fitting, context) : await fitPicture(one, context),
	);
}

/** The mask of a slot; undefined if nothing is known that it could be made from. */
async function fitMaskOf(
	slot: Slot,
	known: SeenSlot | undefined,
	video: SeenSlot | undefined,
	fitting: Fitting,
	context: IExecuteFunctions,
): Promise<SeenSlot | undefined> {
	const size = video?.facts.kind === 'video' ? video.facts : undefined;
	if (slot.source.kind === 'shapes') {
		return size && (await maskOfShapes(slot, slot.source.shapes, size, fitting.invertMask, context));
	}
	if (known === undefined || isHuge(known)) return known;
	return await readable(known, async () =>
		known.facts.kind === 'video'
			? await fitFilm(known, fitting, context)
			: await fitMask(known, fitting, size, context),
	);
}

/** The slot, or why its content could not be read to its end. @throws Failure `stopped` */
async function readable(one: SeenSlot, work: () => Promise<SeenSlot>): Promise<SeenSlot> {
	return await work().catch(async (thrown: unknown) => {
		if (thrown instanceof PartUnavailable) return unavailable(one.slot, thrown);
		if (thrown instanceof Failure || one.slot.source.kind !== 'file') return await Promise.reject(thrown);
		return notInStore(one.slot, thrown);
	});
}

/** A mask video shows the region of every frame: both have to be cut at the same place. */
function inStepWith(video: SeenSlot | undefined, mask: SeenSlot): SeenSlot {
	const [of, own] = [video?.fitted?.part?.from ?? 0, mask.fitted?.part?.from ?? 0];
	if (mask.facts.kind !== 'video' || Math.abs(of - own) < SAME_START) return mask;
	const [at, other] = [own, of].map((time) => Number(time.toFixed(2)));
	const fault: Fault = {
		is: `can be cut at ${at} s, and the video at ${other} s: each has its own key frames`,
		takes: 'a mask that is cut at the same place as the video',
		advice: 'Export both with a key frame every second, or cut both to the same part before this node.',
	};
	return { ...mask, fault };
}

/** Seconds: less than a frame. */
const SAME_START = 0.01;

/** Images become smaller by it, but nobody reads gigabytes for that: their rule says how large they may be. */
const isHuge = ({ facts, bytes = 0, slot }: SeenSlot): boolean =>
	facts.kind === 'image' && bytes > MOST_TIMES * slot.limit.maxBytes;

/** How many times larger than its slot takes an image may be. */
const MOST_TIMES = 4;

const isMask = ({ slot }: SeenSlot): boolean => slot.name === 'mask';
