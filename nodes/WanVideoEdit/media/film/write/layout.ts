import { inFileOrder, type SampleOrder } from '../fileOrder';
import type { Plan, PlannedTrack } from '../plan/plan';
import { decodeTimes } from '../timeline';

/** Seconds by which a source may be ahead of the others: their samples alternate in chunks of twice that. */
const AHEAD_SECONDS = 0.25;

/** Where the samples of a plan go. */
export interface Layout {
	/** The order in which they are written; its lists are tracks. Those of one source are in the order of its file. */
	readonly order: SampleOrder;
	/** Of each track: the position of each sample, from the start of the content. */
	readonly positions: readonly Float64Array[];
	/** Bytes of all samples. */
	readonly bytes: number;
}

export function layOut(plan: Plan): Layout {
	const order = inOrder(plan.tracks);
	const positions = plan.tracks.map(({ samples }) => new Float64Array(samples.count));
	let bytes = 0;
	for (let place = 0; place < order.samples.length; place += 1) {
		const track = order.lists[place] ?? 0;
		const sample = order.samples[place] ?? 0;
		const places = positions[track];
		if (places) places[sample] = bytes;
		bytes += sizeOfSample(plan, track, sample);
	}
	return { order, positions, bytes };
}

/** Bytes of a sample with its prefix. */
export function sizeOfSample({ tracks, prefixes }: Plan, track: number, sample: number): number {
	const samples = tracks[track]?.samples;
	if (samples === undefined) return 0;
	const prefix = samples.prefixed[sample] === 1 ? prefixes[samples.sources[sample] ?? 0]?.length : 0;
	return (samples.sizes[sample] ?? 0) + (prefix ?? 0);
}

/** The samples of one source, in the order of its file. */
interface Queue {
	readonly order: SampleOrder;
	/** Index in its track of the first sample of each list, which is the index of its track. */
	readonly firsts: readonly number[];
	next: number;
}

function inOrder(tracks: readonly PlannedTrack[]): SampleOrder {
	const queues = queuesOf(tracks);
	const [only] = queues;
	if (queues.length === 1 && only) return only.order;
	const times = tracks.map(secondsOf);
	const count = tracks.reduce((sum, { samples }) => sum + samples.count, 0);
	const order = { lists: new Uint8Array(count), samples: new Uint32Array(count) };
	for (let place = 0; place < count;) {
		const waiting = queues.filter(({ order: own, next }) => next < own.samples.length);
		const heads = waiting.map((queue) => headOf(queue, times));
		const first = heads.indexOf(Math.min(...heads));
		const queue = waiting[first];
		if (queue === undefined) break;
		const limit = Math.min(...heads.filter((_, index) => index !== first)) + AHEAD_SECONDS;
		do {
			const list = queue.order.lists[queue.next] ?? 0;
			order.lists[place] = list;
			order.samples[place] = (queue.order.samples[queue.next] ?? 0) + (queue.firsts[list] ?? 0);
			queue.next += 1;
			place += 1;
		} while (queue.next < queue.order.samples.length && headOf(queue, times) <= limit);
	}
	return order;
}

function queuesOf(tracks: readonly PlannedTrack[]): Queue[] {
	const sources = new Set(tracks.flatMap(({ samples }) => [...new Set(samples.sources)]));
	return [...sources].map((source) => {
		const ranges = tracks.map(({ samples }) => {
			const from = samples.sources.indexOf(source);
			return from < 0 ? [0, 0] : [from, samples.sources.lastIndexOf(source) + 1];
		});
		const lists = tracks.map(({ samples }, index) => ({
			offsets: samples.offsets.subarray(...(ranges[index] ?? [])),
		}));
		return { order: inFileOrder(lists), firsts: ranges.map(([from = 0]) => from), next: 0 };
	});
}

/** Seconds of the new film at which each sample is decoded. */
function secondsOf({ samples, edits, timescale }: PlannedTrack): Float64Array {
	let gap = 0;
	let start = 0;
	for (const { mediaTime, seconds } of edits) {
		if (mediaTime < 0) gap += seconds;
		else start = mediaTime;
		if (mediaTime >= 0) break;
	}
	return decodeTimes(samples).map((time) => gap + (time - start) / timescale);
}

function headOf({ order, firsts, next }: Queue, times: readonly Float64Array[]): number {
	const list = order.lists[next] ?? 0;
	return times[list]?.[(order.samples[next] ?? 0) + (firsts[list] ?? 0)] ?? 0;
}
