import type { INodeProperties } from 'n8n-workflow';
import { VACE } from '../dashscope/limits';
import { choices } from './choices';

/** The option 'Keep From Video' of the modes that can also do without. */
export const motionControlOption = (description: string): INodeProperties => ({
	displayName: 'Keep From Video',
	name: 'controlCondition',
	type: 'options',
	default: 'depth',
	options: choices(VACE.motionControl, {
		posebodyface: { name: 'Body and Face', description: 'Motion of the body and expression of the face' },
		depth: { name: 'Composition', description: 'Composition and moving outlines' },
	}),
	description,
});
