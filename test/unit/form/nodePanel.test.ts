import { type INodeParameters, type INodePropertyOptions, NodeHelpers, Workflow } from 'n8n-workflow';
import codex from '../../../nodes/WanVideoEdit/WanVideoEdit.node.json';
import { MODES } from '../../../nodes/WanVideoEdit/modes';
import { WanVideoEdit } from '../../../nodes/WanVideoEdit/WanVideoEdit.node';
import { description, fieldAt, properties } from './contract';

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
		expect(codex.subcategories).toEqual({ AI: ['Tools'], Tools: ['Other Tools'] });
		for (const words of [
			...['edit video', 'ai video', 'video editing', 'extend video', 'wan 2.7', 'wanx', 'tongyi', 'aliyun'],
			...['通义', '通义万相', '万相', '阿里云', '百炼', '视频', '视频编辑'],
		]) {
			expect(codex.alias).toContain(words);
		}
	});
});

describe("The guide's advice", () => {
	it.each<[string, string, RegExp]>([
		[
			'imageReference',
			'referenceImages.image.url',
			/subject alone on a plain background.*background without the subjects/,
		],
		['repaint', 'prompt', /whole scene in detail/],
		['editRegion', 'maskUrl', /White areas are edited, black areas are kept/],
		['extend', 'prompt', /5 seconds long in total/],
		['edit', 'referenceImages.image.field', /Say in the prompt/],
	])('for %s is a hint at %s', (operation, path, advice) => {
		expect(fieldAt(operation, path).hint).toMatch(advice);
	});

	it.each([
		['edit', true],
		['imageReference', true],
		['repaint', false],
		['editRegion', false],
		['extend', false],
		['outpaint', false],
	])('to rewrite prompts or not is the default of %s: %s', (operation, isRewritten) => {
		const field = fieldAt(operation, 'options.promptExtend');
		expect(field.default).toBe(isRewritten);
		expect(/recommends leaving it off/.test(field.description ?? '')).toBe(!isRewritten);
	});

	it('on the price of 1080P is shown until 720P is selected', () => {
		const options = fieldAt('edit', 'resolution').options as INodePropertyOptions[];
		expect(options.find(({ value }) => value === '1080P')?.description).toMatch(/costs more/i);
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
	const modelOf = ({ model }: INodeParameters): unknown => (model as { value: unknown } | undefined)?.value;
	const fresh = (operation: string): INodeParameters => fill({ resource: 'video', operation }, true);

	it.each(MODES.flatMap((from) => MODES.map((to) => [from.operation, to.operation] as const)))(
		'%s → %s selects its own model',
		(from, to) => {
			expect(modelOf(switched(fresh(from), to))).toBe(modelOf(fresh(to)));
		},
	);

	it('brings its own model also after the credential was created in the node', () => {
		// What the editor then writes.
		const model = { ...(fresh('edit').model as object), cachedResultUrl: '' };
		const edited = { ...fresh('edit'), model };
		expect(fill(edited, false)).not.toHaveProperty('model');
		expect(switched(edited, 'repaint')).not.toHaveProperty('model');
	});

	it('keeps what the person filled in', () => {
		const values = switched(
			{ ...fresh('repaint'), prompt: 'A car', videoUrl: 'https://example.com/a.mp4' },
			'outpaint',
		);
		expect(values).toMatchObject({ prompt: 'A car', videoUrl: 'https://example.com/a.mp4' });
	});
});
