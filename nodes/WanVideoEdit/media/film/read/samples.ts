import { Unreadable } from '../../facts';
import { CONTRADICTORY } from '../../headers/mp4Content';
import type { Samples } from '../film';

/** Maximum number of samples of a track: four hours at 60 frames per second. */
const MOST_SAMPLES = 1_000_000;
/** Maximum ticks between decoding and showing: minutes at the finest timescales. Leaves room for sums of two. */
const LONGEST_OFFSET = 2 ** 29;

/** One sample of a track, as in `Samples`. */
export interface Sample {
	readonly offset: number;
	readonly size: number;
	readonly duration: number;
	readonly compositionOffset: number;
	readonly sync: boolean;
	readonly description: number;
}

/** Collects samples whose number is not known before. */
export class SampleList {
	count = 0;
	private offsets = new Float64Array(0);
	private sizes = new Uint32Array(0);
	private durations = new Uint32Array(0);
	private compositionOffsets = new Int32Array(0);
	private sync = new Uint8Array(0);
	private descriptions = new Uint16Array(0);
	/** Ticks until the next sample would be decoded. */
	ticks = 0;

	/** Makes room for more samples. @throws Unreadable if a file claims too many */
	expect(more: number): void {
		const needed = this.count + more;
		if (needed > MOST_SAMPLES) throw new Unreadable('it has too many frames');
		if (needed <= this.sizes.length) return;
		const room = Math.max(needed, Math.min(MOST_SAMPLES, 2 * this.count));
		const grown = <T extends Float64Array | Uint32Array | Int32Array | Uint16Array | Uint8Array>(
			larger: T,
			old: T,
		): T => {
			larger.set(old);
			return larger;
		};
		this.offsets = grown(new Float64Array(room), this.offsets);
		this.sizes = grown(new Uint32Array(room), this.sizes);
		this.durations = grown(new Uint32Array(room), this.durations);
		this.compositionOffsets = grown(new Int32Array(room), this.compositionOffsets);
		this.sync = grown(new Uint8Array(room), this.sync);
		this.descriptions = grown(new Uint16Array(room), this.descriptions);
	}

	/** @throws Unreadable if a value is out of range */
	add(sample: Sample): void {
		const at = this.count;
		if (at >= this.sizes.length) this.expect(1);
		if (Math.abs(sample.compositionOffset) > LONGEST_OFFSET) throw new Unreadable(CONTRADICTORY);
		this.offsets[at] = sample.offset;
		this.sizes[at] = sample.size;
		this.durations[at] = sample.duration;
		this.compositionOffsets[at] = sample.compositionOffset;
		this.sync[at] = sample.sync ? 1 : 0;
		this.descriptions[at] = sample.description;
		this.ticks += sample.duration;
		this.count += 1;
	}

	/** Moves the time at which the next sample is decoded, by changing the duration of the last one. @throws Unreadable */
	continueAt(ticks: number): void {
		if (this.count === 0) return;
		const duration = (this.durations[this.count - 1] ?? 0) + ticks - this.ticks;
		if (duration < 0 || duration >= 2 ** 32) throw new Unreadable(CONTRADICTORY);
		this.durations[this.count - 1] = duration;
		this.ticks = ticks;
	}

	finish(): Samples {
		return {
			count: this.count,
			offsets: this.offsets.subarray(0, this.count),
			sizes: this.sizes.subarray(0, this.count),
			durations: this.durations.subarray(0, this.count),
			compositionOffsets: this.compositionOffsets.subarray(0, this.count),
			sync: this.sync.subarray(0, this.count),
			descriptions: this.descriptions.subarray(0, this.count),
		};
	}
}
