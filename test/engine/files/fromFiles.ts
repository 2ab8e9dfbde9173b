import type { IBinaryKeyData, IDataObject } from 'n8n-workflow';
import { createHash } from 'node:crypto';
import { fileOf, type Wan } from '../../support/wan';

export const sha256 = (base64: string): string =>
	createHash('sha256').update(Buffer.from(base64, 'base64')).digest('hex');

/** Parameters of each mode with every slot from a file, and the fields of the body that hold their links. */
export const FROM_FILES: Record<
	string,
	{ parameters: IDataObject; files: string[]; links: (body: Body) => unknown[] }
> = {
	edit: {
		parameters: {
			operation: 'edit',
			prompt: 'Dress it',
			videoInput: 'binary',
			videoField: 'video',
			referenceImages: { image: [{ input: 'binary', field: 'subject, background' }] },
			resolution: '720P',
		},
		files: ['video', 'subject', 'background'],
		links: ({ input }) => (input.media as Array<{ url: string }>).map(({ url }) => url),
	},
	imageReference: {
		parameters: {
			operation: 'imageReference',
			prompt: 'It stands in the sun',
			referenceImages: {
				image: [
					{ input: 'binary', field: 'subject', role: 'obj' },
					{ input: 'binary', field: 'background', role: 'bg' },
				],
			},
		},
		files: ['subject', 'background'],
		links: ({ input }) => input.ref_images_url as unknown[],
	},
	repaint: {
		parameters: {
			operation: 'repaint',
			prompt: 'An engraving',
			videoInput: 'binary',
			videoField: 'video',
			referenceImages: { image: [{ input: 'binary', field: 'subject' }] },
		},
		files: ['video', 'subject'],
		links: ({ input }) => [input.video_url, ...(input.ref_images_url as unknown[])],
	},
	editRegion: {
		parameters: {
			operation: 'editRegion',
			prompt: 'A lion',
			videoInput: 'binary',
			videoField: 'video',
			maskInput: 'binary',
			maskField: 'mask',
		},
		files: ['video', 'mask'],
		links: ({ input }) => [input.video_url, input.mask_image_url],
	},
	extend: {
		parameters: {
			operation: 'extend',
			prompt: 'On and on',
			startInput: 'binary',
			startField: 'clip',
			endsWith: 'image',
			endInput: 'binary',
			endField: 'background',
			options: {
				motionVideo: { video: { input: 'binary', field: 'video' } },
				controlCondition: 'depth',
			},
		},
		files: ['clip', 'background', 'video'],
		links: ({ input }) => [input.first_clip_url, input.last_frame_url, input.video_url],
	},
	'editRegion with a mask video': {
		parameters: {
			operation: 'editRegion',
			prompt: 'A lion',
			videoInput: 'binary',
			videoField: 'video',
			maskKind: 'video',
			maskInput: 'binary',
			maskField: 'maskVideo',
			referenceImages: { image: [{ input: 'binary', field: 'subject' }] },
		},
		files: ['video', 'maskVideo', 'subject'],
		links: ({ input }) => [input.video_url, input.mask_video_url, ...(input.ref_images_url as unknown[])],
	},
	'extend backwards': {
		parameters: {
			operation: 'extend',
			prompt: 'How it began',
			startsWith: 'image',
			startInput: 'binary',
			startField: 'background',
			endsWith: 'clip',
			endInput: 'binary',
			endField: 'lastClip',
		},
		files: ['background', 'lastClip'],
		links: ({ input }) => [input.first_frame_url, input.last_clip_url],
	},
	outpaint: {
		parameters: {
			operation: 'outpaint',
			prompt: 'A table',
			videoInput: 'binary',
			videoField: 'video',
			leftScale: 1.5,
		},
		files: ['video'],
		links: ({ input }) => [input.video_url],
	},
};

export interface Body {
	model: string;
	input: Record<string, unknown>;
}

export const loadFiles = async (): Promise<IBinaryKeyData> => ({
	video: await fileOf('product-short.mp4', 'video/mp4'),
	mask: await fileOf('mask-short.png', 'image/png'),
	clip: await fileOf('clip.mp4'),
	lastClip: await fileOf('last-clip.mp4'),
	maskVideo: await fileOf('mask.mp4'),
	subject: await fileOf('subject.png'),
	background: await fileOf('background.png'),
});

/** Requests that move bytes or cents. The emulator may still be fetching for a task of an earlier test. */
export const paidOrPlaced = (wan: Wan): string[] =>
	wan.emulator.requests.map(({ endpoint }) => endpoint).filter((endpoint) => endpoint !== 'sample');
