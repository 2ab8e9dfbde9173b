import { VACE, WAN27 } from '../../../nodes/WanVideoEdit/dashscope/limits';
import { FAMILIES } from '../../../nodes/WanVideoEdit/dashscope/models';
import { LEAST } from '../drafts';
import {
	ALL_FIELDS,
	OPERATIONS,
	OPTIONS,
	PARAMETERS,
	VIDEO_OPERATIONS,
	entriesOf,
	everyField,
	fieldAt,
	parameter,
	parametersOf,
	properties,
	resourceOf,
	shownFor,
	valuesOf,
} from './contract';

describe('The form', () => {
	it('has exactly the operations of the contract', () => {
		const lists = properties.filter(({ name }) => name === 'operation').map(valuesOf);
		expect(lists.map((values) => [...values].sort())).toEqual([
			[...VIDEO_OPERATIONS].sort(),
			['cancel', 'get', 'getMany'],
		]);
		expect(valuesOf(properties[0]!)).toEqual(['task', 'video']);
		expect(properties[0]).toMatchObject({ name: 'resource', default: 'video' });
	});

	it.each(OPERATIONS)('of %s has exactly its parameters, in order', (operation) => {
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

	it('has no field without an operation', () => {
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

	it('shows the fields that describe a mask image only for a mask image', () => {
		expect(visible('editRegion')).toEqual(expect.arrayContaining(['maskType', 'maskFrameId', 'expandRatio']));
		const fixed = visible('editRegion', { maskType: 'fixed' });
		expect(fixed).toContain('maskFrameId');
		expect(fixed).not.toContain('expandRatio');
		const video = visible('editRegion', { maskKind: 'video' });
		expect(video.filter((name) => ['maskType', 'maskFrameId', 'expandRatio'].includes(name))).toEqual([]);
	});

	it('shows wait and file options only if the item waits or has a file', () => {
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

	it('shows the limit of a list unless all are returned', () => {
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
	])('of %s, %s match the table of limits', (operation, path, values) => {
		const field = fieldAt(operation, path);
		expect([...valuesOf(field)].sort()).toEqual([...values].sort());
		expect(values).toContain(field.default);
	});

	it('are sorted by name if there are five or more', () => {
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

	it('are those of the contract for booleans', () => {
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

	it('use the model of the guide', () => {
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

	it('include no option to cancel a task that is only polled', () => {
		expect(entriesOf(parameter('get', 'waitOptions')).map(({ name }) => name)).not.toContain('cancelOnStop');
	});
});
