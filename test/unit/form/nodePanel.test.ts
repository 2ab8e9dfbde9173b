import { type INodeParameters, NodeHelpers, Workflow } from 'n8n-workflow';
import codex from '../../../nodes/WanVideoEdit/WanVideoEdit.node.json';
import { MODES } from '../../../nodes/WanVideoEdit/modes';
import { WanVideoEdit } from '../../../nodes/WanVideoEdit/WanVideoEdit.node';
import { description, fieldAt, properties, shownFor } from './contract';

describe('On the canvas and in the node panel', () => {
	it.each([
		['video', 'imageReference', 'Generate From References: Video'],
		['video', 'editRegion', 'Edit Region: Video'],
		['task', 'getMany', 'Get Many: Task'],
	])('the node of %s %s is called %s', (resource, operation, expected) => {
		const node = {
			id: '1',
			name: 'Wan',
			type: 'wan',
			typeVersion: 1,
			position: [0, 0] as [number, number],
			parameters: { resource, operation },
		};
		const nodeType = new WanVideoEdit();
		const workflow = new Workflow({
			nodes: [node],
			connections: {},
			active: false,
			nodeTypes: {
				getByName: () => nodeType,
				getByNameAndVersion: () => nodeType,
				getKnownTypes: () => ({}),
			},
		});
		expect(
			workflow.expression.getSimpleParameterValue(node, description.subtitle, 'manual', {
				$parameter: node.parameters,
			}),
		).toBe(expected);
	});

	it("the node is found by a search, which does not use n8n's category AI", () => {
		expect(codex.categories).toEqual(['Marketing & Content']);
		expect(codex).not.toHaveProperty('subcategories');
		expect(codex.alias).toEqual(
			expect.arrayContaining(['wan', 'video edit', 'dashscope', 'alibaba', 'qwen']),
		);
	});
});

describe("The guide's advice", () => {
	it.each<[string, string, RegExp]>([
		[
			'imageReference',
			'referenceImages.image.url',
			/subject alone on a plain background.*background without the subjects/,
		],
		['repaint', 'prompt', /'Rewrite Prompt' off.*describe the scene in detail/],
		['editRegion', 'maskKind', /image is recommended: you paint only one frame/],
		['editRegion', 'maskUrl', /White areas are edited, black areas are kept/],
		['extend', 'anchors.anchor.url', /5 seconds long in total/],
		['edit', 'referenceImages.image.field', /Say in the prompt/],
		['repaint', 'options.promptExtend', /recommends leaving it off/],
		['editRegion', 'options.promptExtend', /recommends leaving it off/],
		['extend', 'options.promptExtend', /recommends leaving it off/],
		['outpaint', 'options.promptExtend', /recommends leaving it off/],
		['edit', 'downloadVideo', /expires after 24 hours/],
		['get', 'downloadVideo', /expires after 24 hours/],
	])('for %s is a hint at %s', (operation, path, advice) => {
		expect(fieldAt(operation, path).hint).toMatch(advice);
	});

	it.each(['edit', 'imageReference'])(
		'to rewrite prompts is the default of %s, without a hint against it',
		(operation) => {
			const field = fieldAt(operation, 'options.promptExtend');
			expect(field.default).toBe(true);
			expect(field.hint).toBeUndefined();
		},
	);

	it('on the price of 1080P is shown until 720P is selected', () => {
		const shows = (options: object) =>
			shownFor({ resource: 'video', operation: 'edit', options }).some(({ type }) => type === 'notice');
		expect(shows({})).toBe(true);
		expect(shows({ resolution: '1080P' })).toBe(true);
		expect(shows({ resolution: '720P' })).toBe(false);
	});

	it.each<[string, string, string]>([
		['edit', 'prompt', '5,000 characters'],
		['edit', 'options.negativePrompt', '500 characters'],
		['repaint', 'prompt', '800 characters'],
		['edit', 'videoUrl', '2 to 10 seconds, up to 100 MB'],
		['repaint', 'videoUrl', 'MP4, up to 5 seconds and 50 MB'],
		['editRegion', 'videoUrl', 'MP4, up to 5 seconds and 50 MB'],
		['outpaint', 'videoUrl', 'MP4, up to 5 seconds and 50 MB'],
	])('for %s, %s states its limit', (operation, path, limit) => {
		expect(fieldAt(operation, path).description).toContain(limit);
	});
});

/**
 * What the editor does when a user selects another operation: it keeps values that are not defaults, and
 * adds defaults.
 */
describe('Another operation in the form', () => {
	const fill = (values: INodeParameters, withDefaults: boolean): INodeParameters =>
		NodeHelpers.getNodeParameters(properties, values, withDefaults, false, { typeVersion: 1 }, description) ??
		{};
	const switched = (values: INodeParameters, operation: string): INodeParameters =>
		fill({ ...fill(values, false), operation }, true);
	const modelOf = ({ model }: INodeParameters): unknown => (model as { value: unknown }).value;
	const fresh = (operation: string): INodeParameters => fill({ resource: 'video', operation }, true);

	it.each(MODES.flatMap((from) => MODES.map((to) => [from.operation, to.operation] as const)))(
		'%s → %s selects its own model',
		(from, to) => {
			expect(modelOf(switched(fresh(from), to))).toBe(modelOf(fresh(to)));
		},
	);

	it('keeps what the user entered', () => {
		const values = switched(
			{ ...fresh('repaint'), prompt: 'A car', videoUrl: 'https://example.com/a.mp4' },
			'outpaint',
		);
		expect(values).toMatchObject({ prompt: 'A car', videoUrl: 'https://example.com/a.mp4' });
	});
});
