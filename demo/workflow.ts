import { deepCopy, type AssignmentCollectionValue, type IDataObject, type INode } from 'n8n-workflow';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkflowJson } from '../test/support/engine';

export const EXAMPLE = join(__dirname, '../examples/six-modes.json');

export const NODE_TYPE = 'n8n-nodes-wan-video-edit.wanVideoEdit';
/** HTTP Request: downloads a link to a file. */
const FETCH_TYPE = 'n8n-nodes-base.httpRequest';
export const INPUTS = 'Inputs';

/** The workflow as users import it, with the public links of Alibaba Cloud's guide. */
export const loadExample = (): WorkflowJson => JSON.parse(readFileSync(EXAMPLE, 'utf8')) as WorkflowJson;

/** The emulator's sample for each field of 'Inputs'. */
const SAMPLES: Readonly<Record<string, string>> = {
	editVideo: 'product.mp4',
	subjectImage: 'subject.png',
	backgroundImage: 'background.png',
	repaintVideo: 'product.mp4',
	regionVideo: 'product.mp4',
	regionMask: 'mask.png',
	firstClip: 'clip.mp4',
	// Small enough that the extended frame is not scaled down to 720P.
	outpaintVideo: 'product-short.mp4',
};

/** Prompts that fit the sample scene, by node. Edit keeps the guide's own. */
const PROMPTS: Readonly<Record<string, string>> = {
	'Generate From References':
		'A teal bottle with a cream label sways in front of a studio wall in evening colors, a low sun behind it.',
	Repaint:
		'A glass bottle glides through a hazy evening landscape in faded colors, like an old travel poster.',
	'Edit Region': 'A violet bottle stands on the table.',
	Extend: 'The bottle glides on across the table while the camera slowly comes closer, warm evening light.',
	Outpaint: 'A wide studio in evening colors: more of the wall above, more of the table below the bottle.',
};

/** The example with links to local samples and matching prompts. All other parameters are unchanged. */
export function withSamples(example: WorkflowJson, sample: (name: string) => string): WorkflowJson {
	const workflow = deepCopy(example);
	for (const assignment of assignmentsOf(workflow)) {
		const file = SAMPLES[assignment.name];
		if (!file) throw new Error(`'${INPUTS}' has a field without a sample: ${assignment.name}`);
		assignment.value = sample(file);
	}
	for (const { name, parameters } of workflow.nodes) {
		if (PROMPTS[name]) parameters.prompt = PROMPTS[name];
	}
	return workflow;
}

/** An editing node of the example, with the links of 'Inputs' instead of its expressions. */
export interface ModeNode {
	/** Name of the node, which is that of the mode. */
	readonly name: string;
	/** For file names: `edit-region`. */
	readonly slug: string;
	readonly operation: string;
	readonly parameters: INode['parameters'];
	/** Links that earlier nodes download to files, by the field with the file. */
	readonly files: Readonly<Record<string, string>>;
	/** As saved by the editor, for n8n's functions about nodes. */
	readonly node: INode;
}

export function modeNodes(workflow: WorkflowJson): ModeNode[] {
	const inputs = new Map(assignmentsOf(workflow).map(({ name, value }) => [name, value]));
	const fill = (_key: string, value: unknown): unknown => {
		const [, field] = /^=\{\{ \$json\.(\w+) \}\}$/.exec(typeof value === 'string' ? value : '') ?? [];
		if (field === undefined) return value;
		if (!inputs.has(field)) throw new Error(`'${INPUTS}' has no field ${field}`);
		return inputs.get(field);
	};
	const filled = ({ parameters }: INode) =>
		JSON.parse(JSON.stringify(parameters), fill) as INode['parameters'];
	const filesFor = (name: string) =>
		Object.fromEntries(
			workflow.nodes
				.filter((node) => node.type === FETCH_TYPE && isBefore(node.name, name, workflow))
				.map((node) => {
					const { url, options } = filled(node);
					return [fileFieldOf(options as IDataObject), String(url)];
				}),
		);
	return workflow.nodes
		.filter(({ type }) => type === NODE_TYPE)
		.map((node) => ({
			name: node.name,
			slug: node.name.toLowerCase().replace(/\W+/g, '-'),
			operation: String(node.parameters.operation),
			parameters: filled(node),
			files: filesFor(node.name),
			node,
		}));
}

const isBefore = (one: string, other: string, { connections }: WorkflowJson): boolean =>
	(connections[one]?.main ?? []).some((targets) => targets?.some(({ node }) => node === other));

/** Where HTTP Request puts the file. */
const fileFieldOf = (options: IDataObject): string => {
	const { response } = options.response as { response: { outputPropertyName: string } };
	return response.outputPropertyName;
};

function assignmentsOf(workflow: WorkflowJson): AssignmentCollectionValue['assignments'] {
	const node = workflow.nodes.find(({ name }) => name === INPUTS);
	const collection = node?.parameters.assignments as AssignmentCollectionValue | undefined;
	if (!collection) throw new Error(`The workflow has no Edit Fields node '${INPUTS}'`);
	return collection.assignments;
}
