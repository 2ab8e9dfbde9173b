import {
	type INodeParameters,
	type INodeProperties,
	type INodePropertyCollection,
	type INodePropertyOptions,
	NodeHelpers,
	Workflow,
} from 'n8n-workflow';
import codex from '../../../nodes/WanVideoEdit/WanVideoEdit.node.json';
import { VACE, WAN27 } from '../../../nodes/WanVideoEdit/dashscope/limits';
import { FAMILIES } from '../../../nodes/WanVideoEdit/dashscope/models';
import { MODES } from '../../../nodes/WanVideoEdit/modes';
import { WanVideoEdit } from '../../../nodes/WanVideoEdit/WanVideoEdit.node';
import { filledForm } from '../../support/parameters';
import { LEAST } from '../drafts';

const { description } = new WanVideoEdit();
const { properties } = description;

/** The end of every edit mode's form: how to wait, what comes out. */
const WAITING_AND_RESULT = [
	'waitForCompletion',
	'waitOptions',
	'downloadVideo',
	'outputField',
	'batchOptions',
	'simplify',
];

/** The three parameters of a slot. */
const slot = (name: string): string[] => [`${name}Input`, `${name}Url`, `${name}Field`];

/** The contract: operation → its parameters, in the order of the form. */
const PARAMETERS: Readonly<Record<string, readonly string[]>> = {
	edit: ['model', ...slot('video'), 'prompt', 'referenceImages', 'options', ...WAITING_AND_RESULT],
	imageReference: ['model', 'referenceImages', 'prompt', 'options', ...WAITING_AND_RESULT],
	repaint: [
		'model',
		...slot('video'),
		'prompt',
		'controlCondition',
		'referenceImages',
		'options',
		...WAITING_AND_RESULT,
	],
	editRegion: [
		'model',
		...slot('video'),
		'prompt',
		'maskKind',
		...slot('mask'),
		'maskType',
		'maskFrameId',
		'expandRatio',
		'referenceImages',
		'options',
		...WAITING_AND_RESULT,
	],
	extend: ['model', 'anchors', 'prompt', 'options', ...WAITING_AND_RESULT],
	outpaint: [
		'model',
		...slot('video'),
		'prompt',
		'topScale',
		'bottomScale',
		'leftScale',
		'rightScale',
		'options',
		...WAITING_AND_RESULT,
	],
	get: ['taskId', 'waitForCompletion', 'waitOptions', 'downloadVideo', 'outputField', 'simplify'],
	getMany: ['returnAll', 'limit', 'filters', 'simplify'],
	cancel: ['taskId', 'simplify'],
};

const FILES = ['archiveResult', 'checkUrlMedia', 'fileTransfer', 'ossLinkHours', 'rehostUrls'];

/** The entries of 'Options', sorted by what the form calls them. */
const OPTIONS: Readonly<Record<string, readonly string[]>> = {
	edit: [
		'archiveResult',
		'audioSetting',
		'checkUrlMedia',
		'duration',
		'fileTransfer',
		'negativePrompt',
		'ossLinkHours',
		'ratio',
		'rehostUrls',
		'resolution',
		'promptExtend',
		'seed',
		'watermark',
	],
	imageReference: [...FILES, 'promptExtend', 'seed', 'size', 'watermark'],
	repaint: [...FILES, 'promptExtend', 'seed', 'strength', 'watermark'],
	editRegion: [
		'archiveResult',
		'checkUrlMedia',
		'expandMode',
		'fileTransfer',
		'controlCondition',
		'ossLinkHours',
		'rehostUrls',
		'promptExtend',
		'seed',
		'size',
		'watermark',
	],
	extend: [
		'archiveResult',
		'checkUrlMedia',
		'fileTransfer',
		'controlCondition',
		'motionVideoField',
		'motionVideoInput',
		'motionVideoUrl',
		'ossLinkHours',
		'rehostUrls',
		'promptExtend',
		'seed',
		'watermark',
	],
	outpaint: [...FILES, 'promptExtend', 'seed', 'watermark'],
};

const OPERATIONS = Object.keys(PARAMETERS);
const VIDEO_OPERATIONS = Object.keys(OPTIONS);
const resourceOf = (operation: string): string => (operation in OPTIONS ? 'video' : 'task');

const parametersOf = (operation: string): INodeProperties[] =>
	properties.filter(({ displayOptions }) => displayOptions?.show?.operation?.includes(operation));

function parameter(operation: string, name: string): INodeProperties {
	const found = parametersOf(operation).find((field) => field.name === name && field.type !== 'notice');
	if (!found) throw new Error(`${operation} has no ${name}`);
	return found;
}

const entriesOf = (field: INodeProperties): INodeProperties[] => (field.options ?? []) as INodeProperties[];

/** A field of a mode: on the top level, in 'Options', or in the entries of a field list. */
function fieldAt(operation: string, path: string): INodeProperties {
	const [head = '', ...rest] = path.split('.');
	return rest.reduce<INodeProperties>(
		(outer, name) => {
			const inner = entriesOf(outer).find((field) => field.name === name) as
				(INodeProperties & Partial<INodePropertyCollection>) | undefined;
			if (!inner) throw new Error(`${operation} has no ${path}`);
			return inner.values ? ({ ...inner, options: inner.values } as INodeProperties) : inner;
		},
		parameter(operation, head),
	);
}

const valuesOf = (field: INodeProperties): unknown[] =>
	(field.options as INodePropertyOptions[]).map(({ value }) => value);

/** Every field of the form with its path, the inner ones too. */
function everyField(fields: readonly INodeProperties[], path: string): Array<[string, INodeProperties]> {
	return fields.flatMap((field) => {
		const here = `${path}${field.name}`;
		const inner = ['collection', 'fixedCollection'].includes(field.type) ? entriesOf(field) : [];
		const deeper = inner.flatMap((entry) => {
			const { values } = entry as unknown as Partial<INodePropertyCollection>;
			return values ? everyField(values, `${here}.${entry.name}.`) : everyField([entry], `${here}.`);
		});
		return [[here, field] as [string, INodeProperties], ...deeper];
	});
}

const ALL_FIELDS = OPERATIONS.flatMap((operation) => everyField(parametersOf(operation), `${operation}: `));

/** Which fields n8n shows for such values. */
const shownFor = (values: Record<string, unknown>): INodeProperties[] => {
	const all = filledForm(properties, values) as Parameters<typeof NodeHelpers.displayParameter>[0];
	return properties.filter((field) =>
		NodeHelpers.displayParameter(all, field, { typeVersion: 1 }, description),
	);
};

describe('The form', () => {
	it('offers exactly the operations of the contract', () => {
		const lists = properties.filter(({ name }) => name === 'operation').map(valuesOf);
		expect(lists.map((values) => [...values].sort())).toEqual([
			[...VIDEO_OPERATIONS].sort(),
			['cancel', 'get', 'getMany'],
		]);
		expect(valuesOf(properties[0]!)).toEqual(['task', 'video']);
		expect(properties[0]).toMatchObject({ name: 'resource', default: 'video' });
	});

	it.each(OPERATIONS)('of %s has exactly its parameters, in their order', (operation) => {
		const fields = parametersOf(operation);
		const names = fields.filter(({ type }) => type !== 'notice').map(({ name }) => name);
		expect(names).toEqual(PARAMETERS[operation]);
		for (const { displayOptions } of fields) {
			expect(displayOptions?.show).toMatchObject({
				resource: [resourceOf(operation)],
				operation: [operation],
			});
		}
	});

	it.each(VIDEO_OPERATIONS)('of %s has exactly its options', (operation) => {
		expect(entriesOf(parameter(operation, 'options')).map(({ name }) => name)).toEqual(OPTIONS[operation]);
	});

	it('has no field that belongs to no operation', () => {
		const general = properties.filter(({ displayOptions }) => !displayOptions?.show?.operation);
		expect(general.map(({ name }) => name)).toEqual(['resource', 'operation', 'operation']);
	});

	const SWITCHES: ReadonlyArray<Record<string, unknown>> = [
		{},
		{ waitForCompletion: true },
		{ waitForCompletion: false },
		{ waitForCompletion: true, downloadVideo: true },
		{ waitForCompletion: false, downloadVideo: true },
		{ maskKind: 'image', maskType: 'tracking' },
		{ maskKind: 'image', maskType: 'fixed' },
		{ maskKind: 'video' },
		{ options: { resolution: '720P' } },
		{ options: { resolution: '1080P' } },
		{ returnAll: true },
	];

	it.each(OPERATIONS)('of %s shows no two fields of the same name at once', (operation) => {
		for (const switches of SWITCHES) {
			const values = { resource: resourceOf(operation), operation, ...LEAST[operation], ...switches };
			const names = shownFor(values).map(({ name }) => name);
			expect(names).toEqual([...new Set(names)]);
		}
	});

	const visible = (operation: string, values: object = {}): string[] =>
		shownFor({ resource: resourceOf(operation), operation, ...values }).map(({ name }) => name);

	it('shows what describes a mask image for a mask image only', () => {
		expect(visible('editRegion')).toEqual(expect.arrayContaining(['maskType', 'maskFrameId', 'expandRatio']));
		const fixed = visible('editRegion', { maskType: 'fixed' });
		expect(fixed).toContain('maskFrameId');
		expect(fixed).not.toContain('expandRatio');
		const video = visible('editRegion', { maskKind: 'video' });
		expect(video.filter((name) => ['maskType', 'maskFrameId', 'expandRatio'].includes(name))).toEqual([]);
	});

	it('shows what belongs to waiting and to the file only when there is waiting or a file', () => {
		for (const operation of VIDEO_OPERATIONS) {
			const waiting = visible(operation);
			expect(waiting).toEqual(expect.arrayContaining(['waitOptions', 'downloadVideo']));
			expect(waiting).not.toContain('outputField');
			expect(visible(operation, { downloadVideo: true })).toContain('outputField');
			const atOnce = visible(operation, { waitForCompletion: false, downloadVideo: true });
			expect(atOnce.filter((name) => ['waitOptions', 'downloadVideo', 'outputField'].includes(name))).toEqual(
				[],
			);
		}
		expect(visible('get')).not.toContain('waitOptions');
		expect(visible('get')).toContain('downloadVideo');
		expect(visible('get', { waitForCompletion: true })).toContain('waitOptions');
	});

	it('shows the limit of a list until all is wanted', () => {
		expect(visible('getMany')).toContain('limit');
		expect(visible('getMany', { returnAll: true })).not.toContain('limit');
	});
});

describe('The entries of a list', () => {
	it.each<[string, string, readonly string[]]>([
		['edit', 'options.resolution', WAN27.resolution.values],
		['edit', 'options.ratio', WAN27.ratio.values],
		['edit', 'options.audioSetting', WAN27.audioSetting.values],
		['imageReference', 'options.size', VACE.size.values],
		['imageReference', 'referenceImages.image.role', VACE.objOrBg.values],
		['repaint', 'controlCondition', VACE.repaintControl.values],
		['editRegion', 'maskKind', ['image', 'video']],
		['editRegion', 'maskType', VACE.maskType.values],
		['editRegion', 'options.expandMode', VACE.expandMode.values],
		['editRegion', 'options.controlCondition', VACE.motionControl.values],
		['editRegion', 'options.size', VACE.size.values],
		['extend', 'options.controlCondition', VACE.motionControl.values],
		['extend', 'anchors.anchor.kind', ['firstClip', 'lastClip', 'firstFrame', 'lastFrame']],
		['edit', 'waitOptions.polling', ['economy', 'balanced', 'fast']],
		['edit', 'waitOptions.onTimeout', ['fail', 'continue']],
		['getMany', 'filters.status', ['PENDING', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELED']],
	])('of %s, %s are those of the table of limits', (operation, path, values) => {
		const field = fieldAt(operation, path);
		expect([...valuesOf(field)].sort()).toEqual([...values].sort());
		expect(values).toContain(field.default);
	});

	it('are sorted by name where there are five or more', () => {
		const lists = [...everyField(properties, ''), ...ALL_FIELDS].filter(([, field]) =>
			['options', 'collection', 'multiOptions'].includes(field.type),
		);
		expect(lists.length).toBeGreaterThan(20);
		for (const [path, field] of lists) {
			const names = (field.options as Array<{ name: string; displayName?: string }>).map(
				({ name, displayName }) => displayName ?? name,
			);
			if (names.length < 5) continue;
			expect([path, names]).toEqual([
				path,
				[...names].sort((a, b) => a.localeCompare(b, 'en', { numeric: true })),
			]);
		}
	});
});

describe('Limits and defaults in the form', () => {
	it.each<[string, string, { min: number; max?: number }, unknown]>([
		['edit', 'options.duration', { min: 0, max: 10 }, 0],
		['edit', 'options.seed', { min: 0, max: 2147483647 }, 0],
		['repaint', 'options.strength', { min: 0, max: 1 }, 1],
		['editRegion', 'maskFrameId', { min: 1 }, 1],
		['editRegion', 'expandRatio', { min: 0, max: 1 }, 0.05],
		['outpaint', 'topScale', { min: 1, max: 2 }, 1],
		['outpaint', 'bottomScale', { min: 1, max: 2 }, 1],
		['outpaint', 'leftScale', { min: 1, max: 2 }, 1],
		['outpaint', 'rightScale', { min: 1, max: 2 }, 1],
		['edit', 'waitOptions.timeout', { min: 0 }, 30],
		['edit', 'batchOptions.maxConcurrentTasks', { min: 1 }, 5],
		['extend', 'batchOptions.maxConcurrentTasks', { min: 1 }, 2],
	])('of %s, %s lie within %j', (operation, path, { min, max }, standard) => {
		const field = fieldAt(operation, path);
		expect(field.typeOptions?.minValue).toBe(min);
		expect(field.typeOptions?.maxValue).toBe(max);
		expect(field.default).toBe(standard);
	});

	it('are those of the contract for switches', () => {
		for (const operation of VIDEO_OPERATIONS) {
			expect(parameter(operation, 'waitForCompletion').default).toBe(true);
			expect(parameter(operation, 'downloadVideo').default).toBe(false);
			expect(parameter(operation, 'outputField').default).toBe('data');
			expect(parameter(operation, 'simplify').default).toBe(true);
			expect(fieldAt(operation, 'waitOptions.cancelOnStop').default).toBe(true);
			expect(fieldAt(operation, 'waitOptions.onTimeout').default).toBe('fail');
			expect(fieldAt(operation, 'waitOptions.polling').default).toBe('balanced');
		}
		expect(parameter('get', 'waitForCompletion').default).toBe(false);
		expect(parameter('repaint', 'controlCondition').default).toBe('depth');
		expect(parameter('editRegion', 'maskKind').default).toBe('image');
		expect(parameter('editRegion', 'maskType').default).toBe('tracking');
	});

	it('name the model of the guide', () => {
		for (const operation of VIDEO_OPERATIONS) {
			const family = operation === 'edit' ? 'wan2.7-videoedit' : 'vace';
			expect(parameter(operation, 'model').default).toMatchObject({
				mode: 'list',
				value: FAMILIES[family].defaultModel,
			});
		}
	});

	it('make the prompt required for VACE and optional for Edit', () => {
		for (const operation of VIDEO_OPERATIONS) {
			expect(parameter(operation, 'prompt').required).toBe(operation !== 'edit');
		}
	});

	it('offer no option to cancel a task that one only looks at', () => {
		expect(entriesOf(parameter('get', 'waitOptions')).map(({ name }) => name)).not.toContain('cancelOnStop');
	});
});

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

	it('the node is found by search, from which n8n leaves out the category AI', () => {
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
		['editRegion', 'maskKind', /image is recommended: only one frame/],
		['editRegion', 'maskUrl', /White is edited, black is kept/],
		['extend', 'anchors.anchor.url', /5 seconds long in total/],
		['edit', 'referenceImages.image.field', /Name in the prompt/],
		['repaint', 'options.promptExtend', /Recommended off/],
		['editRegion', 'options.promptExtend', /Recommended off/],
		['extend', 'options.promptExtend', /Recommended off/],
		['outpaint', 'options.promptExtend', /Recommended off/],
		['edit', 'downloadVideo', /dies after 24 hours/],
		['get', 'downloadVideo', /dies after 24 hours/],
	])('for %s stands as a hint at %s', (operation, path, advice) => {
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

	it('on the price of 1080P shows until 720P is chosen', () => {
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
	])('for %s, %s tells its limit', (operation, path, limit) => {
		expect(fieldAt(operation, path).description).toContain(limit);
	});
});

/** What the editor does when a person chooses another operation: it keeps what is not a default, and fills up. */
describe('Another operation in the form', () => {
	const fill = (values: INodeParameters, withDefaults: boolean): INodeParameters =>
		NodeHelpers.getNodeParameters(properties, values, withDefaults, false, { typeVersion: 1 }, description) ??
		{};
	const switched = (values: INodeParameters, operation: string): INodeParameters =>
		fill({ ...fill(values, false), operation }, true);
	const modelOf = ({ model }: INodeParameters): unknown => (model as { value: unknown }).value;
	const fresh = (operation: string): INodeParameters => fill({ resource: 'video', operation }, true);

	it.each(MODES.flatMap((from) => MODES.map((to) => [from.operation, to.operation] as const)))(
		'%s → %s brings its own model',
		(from, to) => {
			expect(modelOf(switched(fresh(from), to))).toBe(modelOf(fresh(to)));
		},
	);

	it('keeps what the person filled in', () => {
		const values = switched(
			{ ...fresh('repaint'), prompt: 'A car', videoUrl: 'https://example.com/a.mp4' },
			'outpaint',
		);
		expect(values).toMatchObject({ prompt: 'A car', videoUrl: 'https://example.com/a.mp4' });
	});
});
