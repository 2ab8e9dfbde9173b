import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
	NodeHelpers,
	type INode,
	type INodeParameters,
	type INodeProperties,
	type INodePropertyCollection,
	type INodePropertyOptions,
} from 'n8n-workflow';
import { modeNodes, withSamples } from '../../demo/workflow';
import { scaledClock, startEmulator, type Emulator } from '../../emulator';
import { WanVideoEdit } from '../../nodes/WanVideoEdit/WanVideoEdit.node';
import { startEngine, type Engine, type WorkflowJson } from '../support/engine';
import { clockOf, ClockedWanVideoEdit, KEY } from '../support/wan';

const FOLDER = join(__dirname, '../../examples');
const NODE_TYPE = 'n8n-nodes-wan-video-edit.wanVideoEdit';

const load = (file: string): WorkflowJson =>
	JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as WorkflowJson;

const { description } = new WanVideoEdit();

/** As n8n completes an imported node. */
const filledIn = (node: INode, parameters = node.parameters): INodeParameters =>
	NodeHelpers.getNodeParameters(description.properties, parameters, true, false, node, description) ?? {};

/** Paths of what the form of this node does not show: misspelt, of another operation, or no choice of a list. */
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
				return (field.options as INodePropertyOptions[]).some((option) => option.value === value)
					? []
					: [`${path}=${String(value)}`];
			default:
				return [];
		}
	});
}

describe.each(readdirSync(FOLDER).filter((file) => file.endsWith('.json')))('%s', (file) => {
	const { nodes, connections } = load(file);
	const ours = nodes.filter(({ type }) => type === NODE_TYPE);

	it('has the node in it', () => {
		expect(ours).not.toHaveLength(0);
	});

	it.each(ours.map((node) => [node.name, node] as const))(
		'sets only parameters that the form of %s shows',
		(_name, node) => {
			expect(unknownParameters(node)).toEqual([]);
		},
	);

	it.each(ours.map((node) => [node.name, node] as const))('leaves nothing of %s open', (_name, node) => {
		const complete = { ...node, parameters: filledIn(node) };
		expect(NodeHelpers.getNodeParametersIssues(description.properties, complete, description)).toBeNull();
	});

	it('gives every node a name and an id of its own and connects only what is there', () => {
		const names = nodes.map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
		expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
		const targets = Object.values(connections).flatMap(({ main = [] }) => main.flatMap((to) => to ?? []));
		expect(names).toEqual(
			expect.arrayContaining([...Object.keys(connections), ...targets.map(({ node }) => node)]),
		);
	});

	it('holds the name of a credential and no credential', () => {
		for (const { credentials } of ours) {
			expect(credentials).toEqual({ wanDashScopeApi: { id: '', name: 'Wan DashScope account' } });
		}
	});
});

it('finds misspelt parameters, those of other modes and values that a list does not have', () => {
	const [edit] = load('six-modes.json').nodes.filter(({ name }) => name === 'Edit');
	const wrong = { vidoUrl: 'x', topScale: 2, options: { resolution: '480P', strength: 1 } };
	expect(unknownParameters(edit!, { ...edit!.parameters, ...wrong })).toEqual([
		'options.resolution=480P',
		'options.strength',
		'vidoUrl',
		'topScale',
	]);
});

/** Smaller samples, which the emulator is done with in less time. */
const SMALL: Readonly<Record<string, string>> = {
	'product.mp4': 'product-short.mp4',
	'mask.png': 'mask-short.png',
};

describe('six-modes.json in the engine', () => {
	let emulator: Emulator;
	let engine: Engine;

	beforeAll(async () => {
		// Rendering takes real time: the slower the clock, the more of it fits into the timeout.
		emulator = await startEmulator({ clock: scaledClock(10), runSeconds: { queue: 1, run: 2 } });
		const replace = { wanVideoEdit: new ClockedWanVideoEdit(clockOf(emulator)) };
		engine = await startEngine({ packageDir: process.cwd(), replace });
	});

	afterAll(async () => {
		await engine.close();
		await emulator.close();
	});

	it('gives out one video for each mode, and creates one task for it', async () => {
		const workflow = withSamples(load('six-modes.json'), (name) => emulator.sample(SMALL[name] ?? name));
		const credential = { apiKey: KEY, region: 'custom', baseUrl: emulator.url };
		const run = await engine.run(workflow, { credentials: { wanDashScopeApi: credential } });
		expect(run.data.resultData.error).toBeUndefined();
		expect(run.status).toBe('success');

		const modes = modeNodes(workflow);
		expect(modes.map(({ operation }) => operation)).toEqual([
			'edit',
			'imageReference',
			'repaint',
			'editRegion',
			'extend',
			'outpaint',
		]);
		for (const { name, operation } of modes) {
			const [item, ...others] = engine.output(run, name);
			expect(others).toEqual([]);
			expect(item).toMatchObject({
				json: { operation, status: 'SUCCEEDED' },
				binary: { data: { mimeType: 'video/mp4' } },
			});
		}
		expect(emulator.count('create')).toBe(modes.length);
	});
});
