import { Unreadable } from '../../facts';
import { CONTRADICTORY } from '../../headers/mp4Content';
import type { Track } from '../film';
import { shownPart, type ShownPart } from '../shownPart';
import { decodeTimes } from '../timeline';
import type { PlannedSamples, PlannedTrack } from './plan';

/** A stretch of sound, and where it goes in the new film. Times are in seconds. */
export interface SoundSpan {
	readonly source: number;
	readonly sound: Track;
	/** Start, on the timeline of its own file as shown. */
	readonly from: number;
	readonly seconds: number;
	/** Start in the new film. */
	readonly at: number;
}

/** Packets that a decoder needs before the first one that is heard. Opus: 80 ms (RFC 7845, 4.6); others overlap with one. */
const PRE_ROLL: ReadonlyMap<string, number> = new Map([['Opus', 4]]);

/** A run of packets: `from` to `to` (exclusive), the first one at a decode time in ticks of the new track. */
interface Run {
	readonly span: SoundSpan;
	readonly times: Float64Array;
	readonly from: number;
	readonly to: number;
	readonly tick: number;
}

/**
 * Lays stretches of sound one after the other, in the order of their `at`. The first one is exact to a tick: it begins
 * before what is heard, and the edit list says where. A later one begins at the nearest packet, at most half a packet
 * off; what is missing between two stays silent. Errors do not add up.
 * @returns undefined if none of them has sound in its span
 * @throws Unreadable if times do not fit into the tables of a file
 */
export function laySound(spans: readonly SoundSpan[]): PlannedTrack | undefined {
	const timescale = spans[0]?.sound.timescale ?? 1;
	const runs: Run[] = [];
	const heard = { from: 0, to: 0 };
	let origin = 0;
	for (const span of spans) {
		const found = packetsOf(span);
		if (found === undefined) continue;
		const scale = timescale / span.sound.timescale;
		/** Ticks of the new track for ticks of the old one, before the origin is known. */
		const tickOf = (time: number): number => span.at * timescale + (time - found.zero) * scale;
		const last = runs[runs.length - 1];
		if (last === undefined) {
			const from = Math.max(0, found.from - (PRE_ROLL.get(span.sound.codec) ?? 1));
			origin = tickOf(found.times[from] ?? 0);
			heard.from = tickOf(found.start);
			runs.push({ span, times: found.times, from, to: found.to, tick: 0 });
		} else {
			const run = following(last, { ...found, span }, (time) => tickOf(time) - origin, timescale);
			if (run) runs.push(run);
		}
		heard.to = Math.max(heard.to, tickOf(found.end));
	}
	const first = runs[0];
	if (first === undefined) return undefined;
	const { kind, language, matrix, width, height, codec, descriptions } = first.span.sound;
	const edit = {
		seconds: (heard.to - heard.from) / timescale,
		mediaTime: Math.round(heard.from - origin),
		rate: 1,
	};
	const gap = heard.from / timescale;
	return {
		...{ kind, language, matrix, width, height, codec, descriptions, timescale },
		samples: samplesOf(runs, timescale),
		edits: gap > 0.5 / timescale ? [{ seconds: gap, mediaTime: -1, rate: 1 }, edit] : [edit],
	};
}

interface Packets {
	readonly times: Float64Array;
	readonly from: number;
	readonly to: number;
	/** Ticks of the old track: where the span begins, and what is heard of it. */
	readonly zero: number;
	readonly start: number;
	readonly end: number;
}

/** The packets that are heard in a span. */
function packetsOf({ sound, from, seconds }: SoundSpan): Packets | undefined {
	const times = decodeTimes(sound.samples);
	const part = soundPart(sound, times);
	if (part === undefined) return undefined;
	const zero = part.start + (from - part.delay) * sound.timescale;
	const start = Math.max(zero, part.start);
	const end = Math.min(zero + seconds * sound.timescale, part.end);
	if (end - start < 1) return undefined;
	const first = packetAt(times, start);
	const last = packetAt(times, end);
	return { times, zero, start, end, from: first, to: (times[last] ?? 0) < end ? last + 1 : last };
}

/** The part of a sound track that is heard. Undefined if its edit list has several. */
export const soundPart = (sound: Track, times = decodeTimes(sound.samples)): ShownPart | undefined =>
	shownPart(sound, times[sound.samples.count] ?? 0);

/** The last packet that starts at a time or before it. */
function packetAt(times: Float64Array, time: number): number {
	let [low, high] = [0, times.length - 2];
	while (low < high) {
		const middle = Math.ceil((low + high) / 2);
		if ((times[middle] ?? 0) <= time) low = middle;
		else high = middle - 1;
	}
	return low;
}

/** The packets of a later span that begin where the sound before it ends. */
function following(
	last: Run,
	{ times, from, to, span }: Packets & { readonly span: SoundSpan },
	tickOf: (time: number) => number,
	timescale: number,
): Run | undefined {
	const end = endOf(last, timescale);
	const isSameSource = last.span.source === span.source;
	// Each source is read once: a packet is not used twice.
	for (let packet = isSameSource ? Math.max(from, last.to) : from; packet < to; packet += 1) {
		const tick = Math.round(tickOf(times[packet] ?? 0));
		const half = ((times[packet + 1] ?? 0) - (times[packet] ?? 0)) * (timescale / span.sound.timescale) * 0.5;
		if (tick < end - half) continue;
		return { span, times, from: packet, to, tick: tick <= end + half ? end : tick };
	}
	return undefined;
}

function endOf({ span, times, from, to, tick }: Run, timescale: number): number {
	return tick + Math.round(((times[to] ?? 0) - (times[from] ?? 0)) * (timescale / span.sound.timescale));
}

function samplesOf(runs: readonly Run[], timescale: number): PlannedSamples {
	const count = runs.reduce((sum, { from, to }) => sum + to - from, 0);
	const offsets = new Float64Array(count);
	const sizes = new Uint32Array(count);
	const durations = new Uint32Array(count);
	const sources = new Uint8Array(count);
	let at = 0;
	runs.forEach((run, index) => {
		const { span, times, from, to, tick } = run;
		const { samples, timescale: own } = span.sound;
		offsets.set(samples.offsets.subarray(from, to), at);
		sizes.set(samples.sizes.subarray(from, to), at);
		sources.fill(span.source, at, at + to - from);
		const tickOf = (packet: number): number =>
			tick + Math.round(((times[packet] ?? 0) - (times[from] ?? 0)) * (timescale / own));
		for (let packet = from; packet < to; packet += 1, at += 1) {
			const next = packet + 1 < to ? tickOf(packet + 1) : (runs[index + 1]?.tick ?? tickOf(to));
			const duration = next - tickOf(packet);
			if (!(duration >= 0 && duration < 2 ** 32)) throw new Unreadable(CONTRADICTORY);
			durations[at] = duration;
		}
	});
	return {
		...{ count, offsets, sizes, durations, sources },
		compositionOffsets: new Int32Array(count),
		sync: new Uint8Array(count).fill(1),
		descriptions: new Uint16Array(count),
		prefixed: new Uint8Array(count),
	};
}
