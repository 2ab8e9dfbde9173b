import { stat } from 'node:fs/promises';
import { ffprobe } from './tools';

/** Facts about a media file. */
export interface MediaFacts {
	/** `MP4`, `MOV`, `JPEG`, `PNG`, `BMP`, `WEBP`, `TIFF`, or ffprobe's own name in capitals. */
	readonly format: string;
	/** Of the video or image: `h264`, `png`. */
	readonly codec: string;
	readonly bytes: number;
	readonly width: number;
	readonly height: number;
	/** Duration of the video; 0 for an image. */
	readonly seconds: number;
	/** 0 for an image. */
	readonly fps: number;
	/** Undefined without sound. */
	readonly audioCodec?: string;
	/** Whether it has an alpha channel. */
	readonly alpha: boolean;
}

interface ProbeOutput {
	streams?: Array<{
		codec_type?: string;
		codec_name?: string;
		width?: number;
		height?: number;
		duration?: string;
		avg_frame_rate?: string;
		pix_fmt?: string;
		side_data_list?: Array<{ rotation?: number }>;
	}>;
	format?: {
		format_name?: string;
		duration?: string;
		tags?: { major_brand?: string; compatible_brands?: string };
	};
}

const STILLS: Readonly<Record<string, string>> = {
	mjpeg: 'JPEG',
	png: 'PNG',
	bmp: 'BMP',
	webp: 'WEBP',
	tiff: 'TIFF',
};

/** Throws a `MediaToolError` if the file is not a media file, and an Error if it has no video or image. */
export async function probe(file: string, signal?: AbortSignal): Promise<MediaFacts> {
	const args = ['-show_streams', '-show_format', '-of', 'json', file];
	const { streams = [], format = {} } = JSON.parse((await ffprobe(args, signal)).toString()) as ProbeOutput;
	const picture = streams.find((stream) => stream.codec_type === 'video');
	const sound = streams.find((stream) => stream.codec_type === 'audio');
	if (!picture) throw new Error('There is no picture in it');
	const containers = format.format_name ?? '';
	const still = /(^image2|_pipe$)/.test(containers) ? STILLS[picture.codec_name ?? ''] : undefined;
	const [width = 0, height = 0] = isOnItsSide(picture)
		? [picture.height, picture.width]
		: [picture.width, picture.height];
	const [frames = 0, per = 1] = (picture.avg_frame_rate ?? '0/1').split('/').map(Number);
	return {
		format: still ?? containerName(containers, format.tags),
		codec: picture.codec_name ?? '',
		bytes: (await stat(file)).size,
		...{ width, height },
		seconds: still ? 0 : Number(picture.duration ?? format.duration ?? 0),
		fps: still || per === 0 ? 0 : frames / per,
		...(sound?.codec_name && { audioCodec: sound.codec_name }),
		alpha: /^(rgba|bgra|argb|abgr|ya\d|yuva|gbrap)/.test(picture.pix_fmt ?? ''),
	};
}

/** Phones store a picture as the sensor sees it, and how it is to be turned. */
const isOnItsSide = ({ side_data_list: data = [] }: { side_data_list?: Array<{ rotation?: number }> }) =>
	data.some(({ rotation = 0 }) => Math.abs(rotation) % 180 === 90);

/** ffprobe has one name for MP4 and MOV: the brands of the file distinguish them. */
function containerName(
	names: string,
	{ major_brand: brand = '', compatible_brands: others = '' } = {},
): string {
	if (!names.split(',').includes('mp4')) return names.toUpperCase();
	const isAlsoMp4 = /isom|iso[2-9]|mp4[12]|avc1|M4V |MSNV|dash/.test(others);
	return brand.trim() === 'qt' && !isAlsoMp4 ? 'MOV' : 'MP4';
}
