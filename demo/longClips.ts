import { deepCopy, type INode, type INodeParameters } from 'n8n-workflow';
import type { WorkflowJson } from '../test/support/engine';
import { INPUTS, NODE_TYPE } from './workflow';

/** The emulator's clip of a phone: 12 seconds, rotated, MOV. Too long for the modes, and of a kind that they do not take. */
const PHONE_CLIP = 'phone.mov';

/** A clip of 23 seconds, which no mode takes as one. */
const LONG_CLIP = 'product-23s.mp4';

/** What is made to fit, by the name of the node. */
const NODES: Readonly<Record<string, INodeParameters & { readonly sample: string }>> = {
	'Phone Clip, Mask by Shape': {
		sample: PHONE_CLIP,
		operation: 'editRegion',
		prompt: 'A violet bottle stands on the table.',
		maskKind: 'shape',
		maskShapes: { shape: [{ kind: 'rectangle', left: 30, top: 22, width: 56, height: 68 }] },
		maskType: 'fixed',
		options: { size: '720*1280', ifTooLong: 'trim' },
		advancedOptions: { polling: 'fast', outputMask: true },
	},
	'Phone Clip, Sound Kept': {
		sample: PHONE_CLIP,
		operation: 'repaint',
		prompt: 'A glass bottle glides through a hazy evening landscape, like an old travel poster.',
		controlCondition: 'depth',
		options: { ifTooLong: 'trim', startAt: 4, sound: 'original' },
		advancedOptions: { polling: 'fast' },
	},
	'Long Clip, Split and Joined': {
		sample: LONG_CLIP,
		operation: 'edit',
		prompt: 'Convert the entire scene to a claymation style',
		options: { ifTooLong: 'split' },
		advancedOptions: { polling: 'fast' },
	},
};

/** The workflow with three more nodes, whose clips are too long. @param sample returns the link to a sample */
export function withLongClips(workflow: WorkflowJson, sample: (name: string) => string): WorkflowJson {
	const { nodes, connections, ...rest } = deepCopy(workflow);
	const model = nodes.find(({ type }) => type === NODE_TYPE);
	if (!model) throw new Error('The workflow has no node to edit videos');
	const more = Object.entries(NODES).map(([name, { sample: clip, ...parameters }], index): INode => ({
		...{ id: `long-clip-${index}`, name, type: NODE_TYPE, typeVersion: model.typeVersion },
		...{ position: [740, 800 + 200 * index], credentials: model.credentials },
		parameters: {
			...{ resource: 'video', videoUrl: sample(clip), waitForCompletion: true, downloadVideo: true },
			...parameters,
		},
	}));
	const [first = []] = connections[INPUTS]?.main ?? [];
	for (const { name } of more) first?.push({ node: name, type: 'main', index: 0 });
	return { ...rest, nodes: [...nodes, ...more], connections };
}
