import type { INodeProperties } from 'n8n-workflow';
import { VACE } from '../dashscope/limits';
import { choices } from './choices';

/** Frame size of VACE results that do not follow the input video. */
export const sizeOption: INodeProperties = {
	displayName: 'Size',
	name: 'size',
	type: 'options',
	default: '1280*720',
	options: choices(VACE.size, {
		'1280*720': { name: '1280 × 720 (16:9)' },
		'720*1280': { name: '720 × 1280 (9:16)' },
		'960*960': { name: '960 × 960 (1:1)' },
		'832*1088': { name: '832 × 1088 (3:4)' },
		'1088*832': { name: '1088 × 832 (4:3)' },
	}),
	description: 'Width and height of the result. 1280 × 720 if not set.',
};
