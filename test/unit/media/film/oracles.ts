import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ffmpeg, ffmpegWithWarnings, ffprobe } from '../../../../emulator/media/tools';
import type { Plan } from '../../../../nodes/WanVideoEdit/media/film/plan/plan';
import { chunksOf, sizeOf } from '../../../../nodes/WanVideoEdit/media/film/write/chunksOf';
import { type ForwardSource, sourceOfBytes } from '../../../../nodes/WanVideoEdit/media/source';

/** Writes a plan as a file in memory, and checks that it has the size that was promised. */
export async function written(
	plan: Plan,
	sources: ReadonlyArray<Uint8Array>,
	open: (bytes: Uint8Array) => ForwardSource = sourceOfBytes,
): Promise<Buffer> {
	const chunks: Uint8Array[] = [];
	for await (const chunk of chunksOf(plan, async (source) => open(sources[source] ?? new Uint8Array(0)))) {
		chunks.push(chunk);
	}
	const file = Buffer.concat(chunks);
	expect(file.length).toBe(sizeOf(plan));
	return file;
}

/** A path of a file with this content. */
export async function fileOf(bytes: Uint8Array): Promise<string> {
	const folder = join(tmpdir(), 'wan-film-checks');
	await mkdir(folder, { recursive: true });
	const file = join(folder, `${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}.mp4`);
	if (!existsSync(file)) await writeFile(file, bytes);
	return file;
}

/** What ffmpeg decodes. */
export interface Decoded {
	/** Hashes of the pictures, in the order in which they are shown. */
	readonly frames: readonly string[];
	/** Seconds at which they are shown. */
	readonly times: readonly number[];
	/** Hashes of the decoded packets of sound. */
	readonly sound: readonly string[];
	/** Seconds at which they are heard. */
	readonly soundTimes: readonly number[];
	/** Warnings and errors. */
	readonly complaint: string;
}

/** By path: sources are decoded once for all tests of a file. */
const known = new Map<string, Promise<Decoded>>();

export async function decoded(bytes: Uint8Array): Promise<Decoded> {
	const file = await fileOf(bytes);
	const result = known.get(file) ?? decode(file);
	known.set(file, result);
	return await result;
}

async function decode(file: string): Promise<Decoded> {
	const maps = ['-map', '0:v:0', '-map', '0:a:0?'];
	const args = ['-i', file, ...maps, '-vsync', '0', '-enc_time_base', '-1', '-f', 'framemd5', '-'];
	const { out, complaint } = await ffmpegWithWarnings(args);
	const text = out.toString();
	const rows = text.split('\n').filter((line) => /^\d/.test(line));
	const of = (stream: string) => {
		const [, numerator, denominator] = new RegExp(`^#tb ${stream}: (\\d+)/(\\d+)`, 'm').exec(text) ?? [];
		const own = rows
			.map((row) => row.split(',').map((part) => part.trim()))
			.filter(([index]) => index === stream);
		const times = own.map((row) => (Number(row[2]) * Number(numerator)) / Number(denominator));
		return { hashes: own.map((row) => row[5] ?? ''), times };
	};
	const [video, sound] = [of('0'), of('1')];
	return {
		frames: video.hashes,
		times: video.times,
		sound: sound.hashes,
		soundTimes: sound.times,
		complaint,
	};
}

/** A packet as ffprobe sees it. */
export interface Packet {
	readonly position: number;
	readonly size: number;
	readonly isKey: boolean;
	/** Seconds. */
	readonly shownAt: number;
}

export async function packetsOf(file: string, stream: 'v:0' | 'a:0'): Promise<Packet[]> {
	const args = ['-select_streams', stream, '-show_packets', '-of', 'json', file];
	const { packets } = JSON.parse((await ffprobe(args)).toString()) as {
		packets: Array<{ pos?: string; size: string; flags: string; pts_time: string }>;
	};
	return packets.map(({ pos, size, flags, pts_time }) => ({
		position: Number(pos),
		size: Number(size),
		isKey: flags.startsWith('K'),
		shownAt: Number(pts_time),
	}));
}

const RATE = 16_000;

/** The sound as it is heard, from the film's beginning: samples of 16,000 a second, from -1 to 1. */
export async function heard(bytes: Uint8Array): Promise<Float32Array> {
	const filter = `aresample=${RATE}:async=1:min_hard_comp=0.001:first_pts=0`;
	const args = ['-i', await fileOf(bytes), '-vn', '-af', filter, '-ac', '1', '-f', 'f32le', '-'];
	const raw = await ffmpeg(args);
	return new Float32Array(raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.length - (raw.length % 4)));
}

/** Seconds at which a sound begins after silence. */
export function onsets(samples: Float32Array): number[] {
	const found: number[] = [];
	let quietSince = -RATE;
	samples.forEach((value, index) => {
		if (Math.abs(value) < 0.1) return;
		if (index - quietSince > RATE / 10) found.push(index / RATE);
		quietSince = index;
	});
	return found;
}
