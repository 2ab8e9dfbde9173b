import { deepCopy, type INode, type INodeParameters } from 'n8n-workflow';
import type { WorkflowJson } from '../test/support/engine';
import { INPUTS, NODE_TYPE } from './workflow';

/** The emulator's clip of a phone: 12 seconds, rotated, MOV. Too long for the modes, and of a kind that they do not take. */
export const PHONE_CLIP = 'phone.mov';

/** What is made to fit, by the name of the node. */
const NODES: Readonly<Record<string, INodeParameters>> = {
	'Phone Clip, Mask by Shape': {
		operation: 'editRegion',
		prompt: 'A violet bottle stands on the table.',
		maskKind: 'shape',
		maskShapes: { shape: [{ kind: 'rectangle', left: 30, top: 22, width: 56, height: 68 }] },
		maskType: 'fixed',
		options: { size: '720*1280', ifTooLong: 'trim' },
		advancedOptions: { polling: 'fast', outputMask: true },
	},
	'Phone Clip, Sound Kept': {
		operation: 'repaint',
		prompt: 'A glass bottle glides through a hazy evening landscape, like an old travel poster.',
		controlCondition: 'depth',
		options: { ifTooLong: 'trim', startAt: 4, sound: 'original' },
		advancedOptions: { polling: 'fast' },
	},
};

/** The workflow with two more nodes, which edit the clip of a phone. @param link to the clip */
export function withPhoneClip(workflow: WorkflowJson, link: string): WorkflowJson {
	const { nodes, connections, ...rest } = deepCopy(workflow);
	const model = nodes.find(({ type }) => type === NODE_TYPE);
	if (!model) throw new Error('The workflow has no node to edit videos');
	const more = Object.entries(NODES).map(([name, parameters], index): INode => ({
		...{ id: `phone-clip-${index}`, name, type: NODE_TYPE, typeVersion: model.typeVersion },
		...{ position: [740, 800 + 200 * index], credentials: model.credentials },
		parameters: {
			...{ resource: 'video', videoUrl: link, waitForCompletion: true, downloadVideo: true },
			...parameters,
		},
	}));
	const [first = []] = connections[INPUTS]?.main ?? [];
	for (const { name } of more) first?.push({ node: name, type: 'main', index: 0 });
	return { ...rest, nodes: [...nodes, ...more], connections };
}
