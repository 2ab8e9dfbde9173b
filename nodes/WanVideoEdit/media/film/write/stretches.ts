import type { SampleOrder } from '../fileOrder';
import type { Plan } from '../plan/plan';

/** Bytes that lie next to each other in a source, and go into the new file next to each other. */
export interface Stretch {
	readonly source: number;
	readonly offset: number;
	length: number;
	/** Goes in front of them. Empty for most. */
	readonly prefix: Uint8Array;
	/** Whether nothing else of this source follows. */
	isLast: boolean;
}

const NOTHING = new Uint8Array(0);

/** The samples of a plan in their order, neighbors together. */
export function* stretchesOf({ tracks, prefixes }: Plan, order: SampleOrder): Generator<Stretch> {
	const left = samplesLeft(tracks);
	let stretch: Stretch | undefined;
	for (let place = 0; place < order.samples.length; place += 1) {
		const samples = tracks[order.lists[place] ?? 0]?.samples;
		const sample = order.samples[place] ?? 0;
		const source = samples?.sources[sample] ?? 0;
		const offset = samples?.offsets[sample] ?? 0;
		const length = samples?.sizes[sample] ?? 0;
		const isPrefixed = samples?.prefixed[sample] === 1;
		left.set(source, (left.get(source) ?? 0) - 1);
		const isLast = left.get(source) === 0;
		// An empty sample has nothing to copy, wherever it claims to be.
		const isNext = length === 0 || stretch?.offset === offset - stretchLength(stretch);
		if (stretch?.source === source && !isPrefixed && isNext) {
			stretch.length += length;
			stretch.isLast = isLast;
			continue;
		}
		if (stretch) yield stretch;
		stretch = {
			source,
			offset,
			length,
			isLast,
			prefix: isPrefixed ? (prefixes[source] ?? NOTHING) : NOTHING,
		};
	}
	if (stretch) yield stretch;
}

const stretchLength = (stretch: Stretch | undefined): number => stretch?.length ?? 0;

/** How many samples each source has. */
function samplesLeft(tracks: Plan['tracks']): Map<number, number> {
	const left = new Map<number, number>();
	for (const { samples } of tracks) {
		for (const source of samples.sources) left.set(source, (left.get(source) ?? 0) + 1);
	}
	return left;
}
