import type { IExecuteFunctions } from 'n8n-workflow';
import { Failure } from '../../failure/failure';
import type { VideoFacts } from '../../media/facts';
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
	for (const one of seen) fitted.push(isMask(one) ? one : await fitOther(one));
	const video = fitted.find(({ slot }) => slot.name === 'video')?.facts;
	const size = video?.kind === 'video' ? video : undefined;
	const masks = slots.filter(({ name }) => name === 'mask');
	for (const slot of masks) {
		const index = fitted.findIndex((one) => one.slot === slot);
		const mask = await maskFor(slot, fitted[index]?.fitted?.from ?? fitted[index], size);
		if (mask === undefined) continue;
		const inStep = inStepWith(
			fitted.find(({ slot: { name } }) => name === 'video'),
			mask,
		);
		if (index < 0) fitted.push(inStep);
		else fitted[index] = inStep;
	}
	return fitted;

	async function fitOther(one: SeenSlot): Promise<SeenSlot> {
		if (one.fitted !== undefined || one.fault !== undefined || isHuge(one)) return one;
		return await readable(one, async () =>
			one.facts.kind === 'video' ? await fitFilm(one, fitting, context) : await fitPicture(one, context),
		);
	}

	async function maskFor(
		slot: Slot,
		known: SeenSlot | undefined,
		target: VideoFacts | undefined,
	): Promise<SeenSlot | undefined> {
		if (slot.source.kind === 'shapes') {
			return target && (await maskOfShapes(slot, slot.source.shapes, target, fitting.invertMask, context));
		}
		if (known === undefined || isHuge(known)) return known;
		return await readable(known, async () =>
			known.facts.kind === 'video'
				? await fitFilm(known, fitting, context)
				: await fitMask(known, fitting, target, context),
		);
	}
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
