// cspell:ignore labq
import { boxEndsBeyond } from './boxes';
import { type Difference, isMeasured } from './differences';
import { countPackets } from './ffprobeReader';
import type { Measured, Reading } from './reading';

/** A difference with all that is known of its file. */
export interface Case {
	readonly file: string;
	readonly by: 'sharp' | 'ffprobe';
	readonly node: Reading;
	readonly other: Reading;
	readonly difference: Difference;
}

interface Explanation {
	readonly because: string;
	readonly holds: (one: Case) => boolean | Promise<boolean>;
}

const nodeSays = ({ node }: Case, reason: RegExp): boolean =>
	node.kind === 'unreadable' && reason.test(node.reason);

const otherSays = ({ other }: Case, reason: RegExp): boolean =>
	other.kind === 'unreadable' && reason.test(other.reason);

const isPictureOf = (reading: Reading, ...formats: string[]): boolean =>
	reading.kind === 'picture' && formats.includes(reading.format);

/** Whether two ways of counting differ by at most one frame. */
const areClose = (seconds: number | undefined, others: number): boolean =>
	seconds !== undefined && Math.abs(seconds - others) < 0.1;

const isInFragments = async (file: string): Promise<boolean> =>
	(await countPackets(file)).promised === undefined;

/** As many as the header declares, or as there are in fragments. */
async function secondsOfPictures(file: string, { fps = 0 }: Measured): Promise<number> {
	const { promised, found } = await countPackets(file);
	return (promised ?? found) / fps;
}

/** Reviewed differences. The first matching row counts. */
export const EXPLAINED: readonly Explanation[] = [
	{
		because: 'ffprobe reads the header alone, and finds fewer packets behind it than it promises',
		holds: async (one) => {
			if (!nodeSays(one, /cut off|no content|another file/)) return false;
			const { promised, found } = await countPackets(one.file);
			return found === 0 || found < (promised ?? 0);
		},
	},
	{
		because: 'a content box that promises more bytes than the file has is taken for a file that is cut off',
		holds: async (one) => nodeSays(one, /cut off/) && (await boxEndsBeyond(one.file, 'mdat')),
	},
	{
		because: 'each fragment of a film costs a request, and no slot takes a film of a minute',
		holds: (one) => nodeSays(one, /fragmented and longer than/),
	},
	{
		because: 'ffprobe counts a film in fragments from zero, the node from where its first picture is shown',
		holds: async ({ file, node, other, difference }) => {
			if (difference.field !== 'seconds' || !isMeasured(node) || !isMeasured(other)) return false;
			const { seconds: end = 0, start = 0 } = other;
			return start > 0 && areClose(node.seconds, end - start) && (await isInFragments(file));
		},
	},
	{
		because:
			'ffprobe counts the whole of a film of which there are a few fragments, and the node the pictures',
		holds: async ({ file, node, other, difference }) => {
			if (difference.field !== 'seconds' || !isMeasured(node) || !isMeasured(other)) return false;
			return areClose(node.seconds, await secondsOfPictures(file, other)) && (await isInFragments(file));
		},
	},
	{
		because: 'ffprobe looks into the key data of encrypted films and gives up where it does not know them',
		holds: ({ node, other }) => isMeasured(node) && node.encrypted === true && other.kind === 'unreadable',
	},
	{
		because: 'its pictures last 0 s: nothing is shown',
		holds: (one) =>
			isMeasured(one.other) &&
			one.other.seconds === 0 &&
			nodeSays(one, /its header does not give its length/),
	},
	{
		because: 'its edit list shows nothing of it: ffprobe counts 0 s, and the node what is in the file',
		holds: async ({ file, node, other, difference }) =>
			difference.field === 'seconds' &&
			isMeasured(node) &&
			isMeasured(other) &&
			other.seconds === 0 &&
			areClose(node.seconds, await secondsOfPictures(file, other)),
	},
	{
		because: 'Motion JPEG 2000 begins as JPEG 2000, and no slot takes either',
		holds: ({ node, other }) =>
			node.kind === 'other' && node.format === 'JPEG 2000' && isMeasured(other) && other.codec === 'mjp2',
	},
	{
		because: 'AVIF and HEIC keep sequences as films do; no slot takes them, and their name says why',
		holds: ({ node, other }) =>
			node.kind === 'other' && ['AVIF', 'HEIC'].includes(node.format) && other.kind === 'film',
	},
	{
		because: 'BigTIFF is for pictures of gigabytes: it is refused by its name',
		holds: ({ node, other }) =>
			node.kind === 'other' && node.format === 'BigTIFF' && isMeasured(other) && other.format === 'TIFF',
	},
	{
		because:
			'only the alpha of a PNG counts for a rule; in others sharp takes YCbCr, old-style JPEG and unspecified samples for it, and ffprobe looks at pixels',
		holds: ({ node, difference }) =>
			difference.field === 'alpha' && isMeasured(node) && node.format !== 'PNG',
	},
	{
		because:
			'its third byte is no marker: Pillow and browsers do not take it for a JPEG, and libjpeg only warns',
		holds: (one) =>
			isMeasured(one.other) && one.other.format === 'JPEG' && nodeSays(one, /its format is unknown/),
	},
	{
		because: 'a segment with a length below 2, which includes itself, is damage; libjpeg only warns',
		holds: (one) =>
			isMeasured(one.other) && one.other.format === 'JPEG' && nodeSays(one, /a segment has no length/),
	},
	{
		because: 'libvips has no decoder for TIFF with such samples',
		holds: (one) =>
			isPictureOf(one.node, 'TIFF') &&
			otherSays(one, /bad labq format|not a whole number of bytes|unsupported tiff|samples out of range/),
	},
	{
		because: 'it is damaged or of a rare kind behind its size, where the node does not look',
		holds: (one) =>
			isPictureOf(one.node, 'PNG', 'JPEG', 'TIFF', 'BMP') && otherSays(one, /corrupt header|^no size$/),
	},
	{
		because: 'an SVG behind a long preamble is called XML, and no slot takes either',
		holds: ({ difference }) => difference.node === 'XML' && difference.other === 'SVG',
	},
	{
		because: 'ffprobe takes it for a stream, as some of its bytes stand where those of a stream do',
		holds: ({ node, other }) =>
			node.kind === 'other' && node.format === 'ICO' && other.kind === 'other' && other.format === 'MPEG-TS',
	},
];

/** The reason for a difference; undefined if it is unknown. */
export async function explanationOf(one: Case): Promise<string | undefined> {
	for (const { because, holds } of EXPLAINED) {
		if (await holds(one)) return because;
	}
	return undefined;
}
