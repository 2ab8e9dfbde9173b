import type { IDataObject } from 'n8n-workflow';

/** Samples of Alibaba Cloud's guide. */
const GUIDE = 'http://wanx.alicdn.com/material/20250318';

/** Every operation as someone fills it in, for the pictures in the docs. */
export const FILLED_FORMS: Readonly<Record<string, IDataObject>> = {
	edit: {
		videoUrl: 'https://example.com/product.mp4',
		prompt: 'Convert the entire scene to a claymation style',
	},
	imageReference: {
		prompt: 'A girl walks out of a misty forest and smiles in wonder',
		referenceImages: {
			image: [
				{ input: 'url', url: `${GUIDE}/image_reference_2_5_16.png`, field: 'data', role: 'obj' },
				{ input: 'url', url: `${GUIDE}/image_reference_1_5_16.png`, field: 'data', role: 'bg' },
			],
		},
	},
	repaint: {
		videoUrl: `${GUIDE}/video_repainting_1.mp4`,
		prompt:
			'The video shows a black steampunk-style car driven by a gentleman. The car is decorated with gears and copper pipes.',
	},
	editRegion: {
		videoUrl: `${GUIDE}/video_edit_2.mp4`,
		prompt:
			'The video shows a Parisian-style French cafe where a lion in a suit is elegantly sipping coffee.',
		maskUrl: `${GUIDE}/video_edit_1_mask.png`,
	},
	extend: {
		prompt: 'A dog wearing sunglasses is skateboarding on the street, 3D cartoon.',
		startUrl: `${GUIDE}/video_extension_1.mp4`,
	},
	outpaint: {
		videoUrl: `${GUIDE}/video_outpainting_1.mp4`,
		prompt: 'An elegant lady is passionately playing the violin, with a full symphony orchestra behind her.',
		expandTo: '1:1',
	},
	get: {
		taskId: {
			__rl: true,
			mode: 'list',
			value: '7f0c2c1e-5d0b-4b60-9a53-2a1f3f1f9c01',
			cachedResultName: '01-31 18:05 UTC · Succeeded · Convert the scene to clay · wan2.7-videoedit',
			cachedResultUrl: '',
		},
		downloadVideo: true,
	},
	getMany: { returnAll: true, filters: { status: 'SUCCEEDED' } },
	cancel: { taskId: { __rl: true, mode: 'id', value: '7f0c2c1e-5d0b-4b60-9a53-2a1f3f1f9c01' } },
};
