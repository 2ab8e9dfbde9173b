import { ffprobe } from '../../emulator/media/tools';
import type { Reading } from './reading';

/** A file that must be read to the end, such as a stream without a header, must not delay the others. */
const LONGEST_MS = 30_000;

interface Stream {
	codec_type?: string;
	codec_name?: string;
	codec_tag_string?: string;
	width?: number;
	height?: number;
	pix_fmt?: string;
	duration?: string;
	start_time?: string;
	avg_frame_rate?: string;
	tags?: { rotate?: string };
	disposition?: { attached_pic?: number };
	side_data_list?: Array<{ rotation?: number }>;
	nb_frames?: string;
	nb_read_packets?: string;
}

interface Probed {
	streams?: Stream[];
	format?: { format_name?: string; duration?: string; tags?: Record<string, string> };
}

/** ffprobe's names of containers, and the node's. */
const CONTAINERS: Readonly<Record<string, string>> = {
	'matroska,webm': 'MKV',
	asf: 'WMV',
	mpegts: 'MPEG-TS',
	mpeg: 'MPEG',
	mpegvideo: 'MPEG',
	hls: 'M3U8',
	applehttp: 'M3U8',
	j2k: 'JPEG 2000',
	jpegxl: 'JPEG XL',
	// Recognized by its name alone.
	image2: 'unknown',
};
/** ffprobe's names of image decoders, and the node's. */
const PICTURES: Readonly<Record<string, string>> = {
	mjpeg: 'JPEG',
	png: 'PNG',
	apng: 'PNG',
	bmp: 'BMP',
	webp: 'WEBP',
	tiff: 'TIFF',
};
const WITH_ALPHA = /^(rgba|bgra|argb|abgr|ya\d|yuva|gbrap)/;
const ENCRYPTED: readonly string[] = ['encv', 'drmi'];

/** Reads a file with ffprobe. */
export async function readByFfprobe(file: string): Promise<Reading> {
	let probed: Probed;
	try {
		probed = await probe(file);
	} catch (cause) {
		return { kind: 'unreadable', reason: lastLine(cause) };
	}
	const { streams = [], format = {} } = probed;
	const picture = pictureOf(streams);
	const container = format.format_name ?? '';
	if (/(^image2|_pipe$)/.test(container)) return stillOf(picture, container);
	if (!container.split(',').includes('mp4')) return { kind: 'other', format: containerName(container) };
	if (picture === undefined) return { kind: 'unreadable', reason: 'no picture in it' };
	const turned = Math.abs(rotationOf(picture)) % 180 === 90;
	const [width = 0, height = 0] = turned ? [picture.height, picture.width] : [picture.width, picture.height];
	const encrypted = ENCRYPTED.includes(picture.codec_tag_string ?? '');
	return {
		kind: 'film',
		format: ['qt', undefined].includes(format.tags?.['major_brand']?.trim()) ? 'MOV' : 'MP4',
		width,
		height,
		seconds: numberOf(picture.duration ?? format.duration),
		fps: rateOf(picture.avg_frame_rate),
		start: numberOf(picture.start_time),
		// It usually reports the codec inside instead of the code for encryption, which then cannot be
		// detected.
		...(encrypted ? { encrypted } : { codec: picture.codec_tag_string }),
		audio: streams.some((stream) => stream.codec_type === 'audio'),
	};
}

/** Number of frames that the header of a video declares, and of those that exist. */
export interface Packets {
	/** Undefined for a fragmented video. */
	readonly promised: number | undefined;
	readonly found: number;
}

/** Reads a video to the end. */
export async function countPackets(file: string): Promise<Packets> {
	try {
		const { streams = [] } = await probe(file, '-count_packets');
		const { nb_frames: promised, nb_read_packets: found } = pictureOf(streams) ?? {};
		return { promised: numberOf(promised), found: Number(found ?? 0) };
	} catch {
		return { promised: undefined, found: 0 };
	}
}

async function probe(file: string, ...more: string[]): Promise<Probed> {
	const args = [...more, '-show_streams', '-show_format', '-of', 'json', file];
	return JSON.parse((await ffprobe(args, AbortSignal.timeout(LONGEST_MS))).toString()) as Probed;
}

/** The first stream that is not cover art. */
const pictureOf = (streams: readonly Stream[]): Stream | undefined =>
	streams.find((stream) => stream.codec_type === 'video' && stream.disposition?.attached_pic !== 1);

function stillOf(picture: Stream | undefined, container: string): Reading {
	const format = PICTURES[picture?.codec_name ?? ''];
	if (picture === undefined || format === undefined)
		return { kind: 'other', format: containerName(container) };
	const { width = 0, height = 0, pix_fmt = '' } = picture;
	if (width === 0 || height === 0) return { kind: 'unreadable', reason: 'no size' };
	return { kind: 'picture', format, width, height, alpha: WITH_ALPHA.test(pix_fmt) };
}

const containerName = (name: string): string =>
	CONTAINERS[name.replace(/_pipe$/, '')] ?? name.replace(/_pipe$/, '').toUpperCase();

const rotationOf = ({ side_data_list: data = [], tags }: Stream): number =>
	data.find(({ rotation }) => rotation !== undefined)?.rotation ?? Number(tags?.rotate ?? 0);

function rateOf(fraction = '0/0'): number | undefined {
	const [pictures = 0, seconds = 0] = fraction.split('/').map(Number);
	return pictures > 0 && seconds > 0 ? pictures / seconds : undefined;
}

const numberOf = (text: string | undefined): number | undefined =>
	text === undefined ? undefined : Number(text);

function lastLine(cause: unknown): string {
	const text = cause instanceof Error ? cause.message : String(cause);
	return text.trim().split('\n').pop()?.slice(-120) ?? '';
}
