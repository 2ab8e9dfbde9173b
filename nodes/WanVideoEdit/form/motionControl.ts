import type { INodeProperties } from 'n8n-workflow';
import { VACE } from '../dashscope/limits';
import { choices } from './choices';

/** The option 'Keep From Video', for modes in which it is optional. */
export const motionControlOption = (description: string): INodeProperties => ({
	displayName: 'Keep From Video',
	name: 'controlCondition',
	type: 'options',
	default: 'depth',
	options: choices(VACE.motionControl, {
		posebodyface: { name: 'Body and Face', description: 'Body motion and facial expression' },
		depth: { name: 'Composition', description: 'Composition and moving outlines' },
	}),
	description,
});
