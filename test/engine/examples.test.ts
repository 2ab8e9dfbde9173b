// cspell:ignore vido
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
	isExpression,
	NodeHelpers,
	type INode,
	type INodeParameters,
	type INodeProperties,
	type INodePropertyCollection,
	type INodePropertyOptions,
} from 'n8n-workflow';
import { WanVideoEdit } from '../../nodes/WanVideoEdit/WanVideoEdit.node';
import type { WorkflowJson } from '../support/engine';

const FOLDER = join(__dirname, '../../examples');
const FILES = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((file) =>
	file.endsWith('.json'),
);
const DOCS = readFileSync(join(__dirname, '../../docs/examples.md'), 'utf8');
const NODE_TYPE = 'n8n-nodes-wan-video-edit.wanVideoEdit';
const TOOL_TYPE = `${NODE_TYPE}Tool`;

const load = (file: string): WorkflowJson =>
	JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as WorkflowJson;

const { description } = new WanVideoEdit();

/** As n8n completes an imported node. */
const filledIn = (node: INode, parameters = node.parameters): INodeParameters =>
	NodeHelpers.getNodeParameters(description.properties, parameters, true, false, node, description) ?? {};

/** Paths of parameters that the form of this node does not show: misspelled, of another operation, or not a choice of their list. */
function unknownParameters(node: INode, parameters = node.parameters): string[] {
	const filled = filledIn(node, parameters);
	return unknownIn(description.properties, parameters, '', (field, path) =>
		NodeHelpers.displayParameterPath(filled, field, path, node, description),
	);
}

function unknownIn(
	fields: readonly INodeProperties[],
	values: INodeParameters,
	parent: string,
	isShown: (field: INodeProperties, path: string) => boolean,
): string[] {
	return Object.entries(values).flatMap(([name, value]) => {
		const path = parent === '' ? name : `${parent}.${name}`;
		const field = fields.find((one) => one.name === name && isShown(one, parent));
		switch (field?.type) {
			case undefined:
				return [path];
			case 'collection':
				return unknownIn(field.options as INodeProperties[], value as INodeParameters, path, isShown);
			case 'fixedCollection':
				return Object.entries(value as Record<string, INodeParameters[]>).flatMap(([group, entries]) => {
					const known = (field.options as INodePropertyCollection[]).find((one) => one.name === group);
					if (!known) return [`${path}.${group}`];
					return entries.flatMap((entry, index) =>
						unknownIn(known.values, entry, `${path}.${group}[${index}]`, isShown),
					);
				});
			case 'options':
				return isExpression(value) ||
					(field.options as INodePropertyOptions[]).some((option) => option.value === value)
					? []
					: [`${path}=${String(value)}`];
			default:
				return [];
		}
	});
}

/** What n8n ships, in versions that n8n 1.123 and 2.41 both know: typeVersion by type. */
const SHIPPED: Readonly<Record<string, number>> = {
	'n8n-nodes-base.code': 2,
	'n8n-nodes-base.form': 2.3,
	'n8n-nodes-base.formTrigger': 2.3,
	'n8n-nodes-base.httpRequest': 4.2,
	'n8n-nodes-base.if': 2.2,
	'n8n-nodes-base.manualTrigger': 1,
	'n8n-nodes-base.noOp': 1,
	'n8n-nodes-base.readWriteFile': 1,
	'n8n-nodes-base.scheduleTrigger': 1.2,
	'n8n-nodes-base.set': 3.4,
	'n8n-nodes-base.splitInBatches': 3,
	'n8n-nodes-base.splitOut': 1,
	'n8n-nodes-base.stickyNote': 1,
	'n8n-nodes-base.stopAndError': 1,
	'n8n-nodes-base.switch': 3.2,
	'n8n-nodes-base.wait': 1.1,
	'n8n-nodes-base.webhook': 2,
	'@n8n/n8n-nodes-langchain.agent': 3,
	'@n8n/n8n-nodes-langchain.chatTrigger': 1.1,
	'@n8n/n8n-nodes-langchain.lmChatOpenAi': 1.2,
	'@n8n/n8n-nodes-langchain.memoryBufferWindow': 1.3,
};

/** Names of credentials that a user selects after the import. An empty ID belongs to no account. */
const CREDENTIALS: Readonly<Record<string, object>> = {
	[NODE_TYPE]: { wanDashScopeApi: { id: '', name: 'Wan DashScope account' } },
	[TOOL_TYPE]: { wanDashScopeApi: { id: '', name: 'Wan DashScope account' } },
	'@n8n/n8n-nodes-langchain.lmChatOpenAi': { openAiApi: { id: '', name: 'OpenAI account' } },
};

/** Of the node, too, where it uses a bucket. */
const BUCKET = { wanOssApi: { id: '', name: 'Wan Alibaba Cloud OSS account' } };

/** Hosts of public samples in Alibaba Cloud's guide, and placeholders. */
const PUBLIC_HOSTS = ['help-static-aliyun-doc.aliyuncs.com', 'wanx.alicdn.com', '…'];

/** Triggers that start a run without the editor. */
const UNATTENDED = ['manualTrigger', 'formTrigger', 'webhook'].map((name) => `n8n-nodes-base.${name}`);

const NOTE_TYPE = 'n8n-nodes-base.stickyNote';

const connectionsOf = ({ connections }: WorkflowJson) =>
	Object.entries(connections).flatMap(([from, types]) =>
		Object.values(types).flatMap((outputs) =>
			outputs.flatMap((targets, output) => (targets ?? []).map(({ node }) => ({ from, to: node, output }))),
		),
	);

interface Box {
	readonly name: string;
	readonly left: number;
	readonly top: number;
	readonly right: number;
	readonly bottom: number;
}

/** What a node takes up on the canvas, its name below it included. */
const boxOf = ({ name, type, position: [left, top], parameters: { width, height } }: INode): Box =>
	type === NOTE_TYPE
		? { name, left, top, right: left + Number(width), bottom: top + Number(height) }
		: { name, left: left - 20, top: top - 10, right: left + 120, bottom: top + 140 };

const overlap = (a: Box, b: Box) =>
	a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

const encloses = (a: Box, b: Box) =>
	a.left <= b.left && a.top <= b.top && a.right >= b.right && a.bottom >= b.bottom;

describe.each(FILES)('%s', (file) => {
	const workflow = load(file);
	const { nodes } = workflow;
	const ours = nodes.filter(({ type }) => [NODE_TYPE, TOOL_TYPE].includes(type));
	const notes = nodes.filter(({ type }) => type === NOTE_TYPE);
	const others = nodes.filter((node) => !notes.includes(node));
	const connections = connectionsOf(workflow);

	it('contains the node', () => {
		expect(ours).not.toHaveLength(0);
	});

	it.each(ours.map((node) => [node.name, node] as const))(
		'sets only parameters that the form of %s shows',
		(_name, node) => {
			expect(unknownParameters(node)).toEqual([]);
		},
	);

	it.each(ours.map((node) => [node.name, node] as const))('fills in everything in %s', (_name, node) => {
		const complete = { ...node, parameters: filledIn(node) };
		expect(NodeHelpers.getNodeParametersIssues(description.properties, complete, description)).toBeNull();
	});

	it('has a name, and is imported as inactive', () => {
		expect(workflow).toMatchObject({ name: expect.stringMatching(/\bWan\b/), active: false });
	});

	it('gives every node a unique name and ID and connects only existing nodes', () => {
		const names = nodes.map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
		expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
		expect(names).toEqual(expect.arrayContaining(connections.flatMap(({ from, to }) => [from, to])));
	});

	it('connects every node', () => {
		const connected = new Set(connections.flatMap(({ from, to }) => [from, to]));
		expect(others.map(({ name }) => name).filter((name) => !connected.has(name))).toEqual([]);
	});

	it("uses only n8n's own nodes and ours", () => {
		const versions = new Set(nodes.map(({ type, typeVersion }) => `${type} ${typeVersion}`));
		const known = Object.entries({ ...SHIPPED, [NODE_TYPE]: 1, [TOOL_TYPE]: 1 });
		expect(known.map(([type, version]) => `${type} ${version}`)).toEqual(
			expect.arrayContaining([...versions]),
		);
	});

	it('names only existing nodes in expressions', () => {
		const named = [...JSON.stringify(nodes).matchAll(/\$\('([^']+)'\)/g)].map(([, name]) => name);
		expect(nodes.map(({ name }) => name)).toEqual(expect.arrayContaining(named));
	});

	it('connects every error output', () => {
		const withErrors = nodes.filter(({ onError }) => onError === 'continueErrorOutput');
		for (const { name } of withErrors) {
			expect(connections).toContainEqual(expect.objectContaining({ from: name, output: 1 }));
		}
		const leading = connections.filter(
			({ from, output }) => output === 1 && ours.some(({ name }) => name === from),
		);
		expect(withErrors.map(({ name }) => name)).toEqual(
			expect.arrayContaining(leading.map(({ from }) => from)),
		);
	});

	it('retries a node that creates tasks only where one of several pieces may fail', () => {
		const creating = ours.filter(({ parameters }) => parameters.resource === 'video');
		const whole = creating.filter(
			({ parameters }) => (parameters.options as INodeParameters | undefined)?.ifTooLong !== 'split',
		);
		expect(whole.filter(({ retryOnFail }) => retryOnFail)).toEqual([]);
	});

	it('can be started without a user', () => {
		expect(nodes.some(({ type }) => UNATTENDED.includes(type))).toBe(true);
	});

	it('explains in notes what it does, what to fill in and what costs money', () => {
		const [readMe] = notes.map(({ parameters }) => String(parameters.content));
		expect(readMe).toMatch(/^## /);
		expect(readMe).toMatch(/\*\*It costs (money|nothing)/);
		expect(readMe).toMatch(/credential/);
	});

	it('is laid out from left to right without overlaps', () => {
		const boxes = nodes.map((node) => ({ ...boxOf(node), isNote: notes.includes(node) }));
		const colliding = boxes.flatMap((a, index) =>
			boxes
				.slice(index + 1)
				.filter((b) => overlap(a, b) && !(a.isNote && encloses(a, b)) && !(b.isNote && encloses(b, a)))
				.map((b) => `${a.name} / ${b.name}`),
		);
		expect(colliding).toEqual([]);
	});

	it('contains no credential, no account and no personal data', () => {
		for (const { type, credentials, parameters } of nodes) {
			const bucket = parameters.useOssBucket ? BUCKET : {};
			expect({ ...credentials }).toEqual({ ...CREDENTIALS[type], ...bucket });
		}
		const { pinData, meta } = workflow as WorkflowJson & { meta: object };
		expect({ pinData, meta }).toEqual({ pinData: {}, meta: { templateCredsSetupCompleted: false } });
		const text = JSON.stringify(workflow);
		expect(text).not.toMatch(/\bsk-|api[-_]?key"|bearer|password|[\w.]+@[\w-]+\.\w/i);
		const hosts = [...text.matchAll(/https?:\/\/([^/"\s]+)/g)].map(([, host]) => host);
		expect(PUBLIC_HOSTS).toEqual(expect.arrayContaining(hosts));
	});

	it('is described in docs/examples.md', () => {
		expect(DOCS).toContain(`(../examples/${file})`);
	});
});

it('reports misspelled parameters, those of other modes and values that a list does not have', () => {
	const [edit] = load('six-modes.json').nodes.filter(({ name }) => name === 'Edit');
	const wrong = { vidoUrl: 'x', topScale: 2, resolution: '480P', options: { strength: 1 } };
	expect(unknownParameters(edit!, { ...edit!.parameters, ...wrong })).toEqual([
		'resolution=480P',
		'vidoUrl',
		'topScale',
		'options.strength',
	]);
});
