import { VACE, WAN27 } from '../../../nodes/WanVideoEdit/dashscope/limits';
import { FAMILIES } from '../../../nodes/WanVideoEdit/dashscope/models';
import { LEAST } from '../drafts';
import { NodeHelpers } from 'n8n-workflow';
import { filledForm } from '../../support/parameters';
import {
	ALL_FIELDS,
	OPERATIONS,
	advancedOptionsOf,
	OPTIONS,
	PARAMETERS,
	VIDEO_OPERATIONS,
	description,
	entriesOf,
	everyField,
	fieldAt,
	parameter,
	parametersOf,
	properties,
	resourceOf,
	shownFor,
	toolDescription,
	valuesOf,
} from './contract';

describe('The form', () => {
	it('has exactly the operations of the contract', () => {
		const lists = properties.filter(({ name }) => name === 'operation').map(valuesOf);
		expect(lists.map((values) => [...values].sort())).toEqual([
			[...VIDEO_OPERATIONS].sort(),
			['cancel', 'get', 'getMany'],
		]);
		const [credentials, resource] = properties;
		expect(credentials).toMatchObject({ type: 'credentials' });
		expect(valuesOf(resource!)).toEqual(['video', 'task']);
		expect(resource).toMatchObject({ name: 'resource', default: 'video' });
	});

	it.each(OPERATIONS)('of %s has exactly its parameters, in order', (operation) => {
		const fields = parametersOf(operation);
		const names = fields.filter(({ type }) => type !== 'notice').map(({ name }) => name);
		expect(names).toEqual(['toolDescription', ...PARAMETERS[operation]!]);
		for (const { displayOptions } of fields) {
			expect(displayOptions?.show).toMatchObject({
				resource: [resourceOf(operation)],
				operation: [operation],
			});
		}
	});

	it.each(VIDEO_OPERATIONS)('of %s has exactly its options', (operation) => {
		const namesIn = (collection: string) =>
			entriesOf(parameter(operation, collection)).map(({ name }) => name);
		expect(namesIn('options')).toEqual(OPTIONS[operation]);
		expect(namesIn('advancedOptions')).toEqual(advancedOptionsOf(operation));
	});

	it('has no field without an operation', () => {
		const general = properties.filter(({ displayOptions }) => !displayOptions?.show?.operation);
		expect(general.map(({ name }) => name)).toEqual(['credentials', 'resource', 'operation', 'operation']);
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
		{ maskKind: 'shape' },
		{ startsWith: 'image', endsWith: 'clip' },
		{ startsWith: 'nothing', endsWith: 'image' },
		{ expandTo: '16:9' },
		{ useOssBucket: true },
		{ returnAll: true },
	];

	it.each(OPERATIONS)('of %s shows no two fields of the same name at once', (operation) => {
		for (const switches of SWITCHES) {
			const values = { resource: resourceOf(operation), operation, ...LEAST[operation], ...switches };
			const names = shownFor(values).map(({ name }) => name);
			expect(names).toEqual([...new Set(names)]);
		}
	});

	const WAITING = ['timeout', 'onTimeout', 'polling', 'cancelOnStop', 'fileName'];

	/** The entries that n8n offers in a collection. */
	const entriesShown = (
		operation: string,
		collection: string,
		values: object,
		as = description,
	): string[] => {
		const all = filledForm(properties, { resource: resourceOf(operation), operation, ...values });
		return entriesOf(parameter(operation, collection))
			.filter((entry) =>
				NodeHelpers.displayParameterPath(
					{ parameters: all } as Parameters<typeof NodeHelpers.displayParameterPath>[0],
					entry,
					`parameters.${collection}`,
					{ typeVersion: 1 },
					as,
				),
			)
			.map(({ name }) => name);
	};

	it.each(OPERATIONS)('of %s tells an agent what it does, what it needs and what it costs', (operation) => {
		const values = { resource: resourceOf(operation), operation };
		const shown = (as: typeof description) => shownFor(values, as).map(({ name }) => name);
		expect(shown(description)).not.toContain('toolDescription');
		expect(shown(toolDescription)[0]).not.toBe('prompt');
		expect(shown(toolDescription)).toContain('toolDescription');
		const text = String(parameter(operation, 'toolDescription').default);
		expect(text).toMatch(resourceOf(operation) === 'video' ? /Needs .*Every call is paid for/ : /Free\./);
	});

	it.each(VIDEO_OPERATIONS)('of %s as a tool has neither files nor polling', (operation) => {
		const values = { resource: 'video', operation };
		const shown = shownFor(values, toolDescription).map(({ name }) => name);
		expect(shown).not.toContain('downloadVideo');
		expect(shown).not.toContain('outputField');
		expect(shown).toContain('prompt');
		const options = entriesShown(operation, 'advancedOptions', {}, toolDescription);
		expect(options.filter((name) => ['polling', 'fileName'].includes(name))).toEqual([]);
		expect(options).toContain('timeout');
	});

	it.each(VIDEO_OPERATIONS)('of %s has a spending limit in sight as a tool, and only there', (operation) => {
		const values = { resource: 'video', operation };
		const names = (as: typeof description) => shownFor(values, as).map(({ name }) => name);
		expect(names(toolDescription)).toContain('toolSpendingLimit');
		expect(names(description)).not.toContain('toolSpendingLimit');
		expect(parameter(operation, 'toolSpendingLimit').default).toBe(120);
		expect(entriesShown(operation, 'advancedOptions', {}, toolDescription)).not.toContain('spendingLimit');
	});

	it.each(['get', 'cancel'])('of %s takes the ID of a task as text from an agent', (operation) => {
		const idFor = (as: typeof description) =>
			shownFor({ resource: 'task', operation }, as).filter(({ name }) => name === 'taskId');
		expect(idFor(description).map(({ type }) => type)).toEqual(['resourceLocator']);
		expect(idFor(toolDescription).map(({ type }) => type)).toEqual(['string']);
	});

	const visible = (operation: string, values: object = {}): string[] =>
		shownFor({ resource: resourceOf(operation), operation, ...values }).map(({ name }) => name);

	it('shows the fields that describe a mask image only for a mask image', () => {
		expect(visible('editRegion')).toContain('maskType');
		expect(visible('editRegion', { maskKind: 'video' })).not.toContain('maskType');
		const options = (values: object) => entriesShown('editRegion', 'options', values);
		expect(options({})).toEqual(expect.arrayContaining(['maskFrameId', 'expandRatio', 'expandMode']));
		const fixed = options({ maskType: 'fixed' });
		expect(fixed).toContain('maskFrameId');
		expect(fixed).not.toContain('expandRatio');
		expect(options({ maskKind: 'video' })).not.toContain('maskFrameId');
	});

	it('shows the file of an end of an extended video only if there is a clip or an image', () => {
		const files = (values: object) =>
			visible('extend', values).filter((name) => /^(start|end)(Input|Url|Field)$/.test(name));
		expect(files({})).toEqual(['startInput', 'startUrl']);
		expect(files({ startsWith: 'nothing', endsWith: 'image', endInput: 'binary' })).toEqual([
			'endInput',
			'endField',
		]);
	});

	it('shows the four scales for a custom expansion only', () => {
		expect(visible('outpaint')).toContain('topScale');
		expect(visible('outpaint', { expandTo: '9:16' })).not.toContain('topScale');
	});

	it('shows the credential of the bucket, and its options, only with the bucket', () => {
		const oss = description.credentials?.find(({ name }) => name === 'wanOssApi');
		expect(oss).toMatchObject({
			required: true,
			displayOptions: { show: { resource: ['video'], useOssBucket: [true] } },
		});
		const options = (values: object) => entriesShown('repaint', 'advancedOptions', values);
		expect(options({})).toContain('fileTransfer');
		expect(options({})).not.toContain('archiveResult');
		const withBucket = options({ useOssBucket: true });
		expect(withBucket).toEqual(expect.arrayContaining(['archiveResult', 'ossLinkHours']));
		expect(withBucket).not.toContain('fileTransfer');
		expect(options({ useOssBucket: true, waitForCompletion: false })).not.toContain('archiveResult');
	});

	it('opens a required list with one entry', () => {
		const { default: images } = parameter('imageReference', 'referenceImages');
		expect(images).toEqual({ image: [{ input: 'url', url: '', field: 'data', role: 'obj' }] });
		expect(parameter('edit', 'referenceImages').default).toEqual({});
	});

	it('shows wait and file options only if the item waits or has a file', () => {
		for (const operation of VIDEO_OPERATIONS) {
			const waiting = visible(operation);
			expect(waiting).toEqual(expect.arrayContaining(['downloadVideo', 'outputField']));
			expect(visible(operation, { downloadVideo: false })).not.toContain('outputField');
			const atOnce = visible(operation, { waitForCompletion: false, downloadVideo: true });
			expect(atOnce.filter((name) => ['downloadVideo', 'outputField'].includes(name))).toEqual([]);
			const options = (values: object) => entriesShown(operation, 'advancedOptions', values);
			expect(options({})).toEqual(expect.arrayContaining(WAITING));
			expect(options({ waitForCompletion: false }).filter((name) => WAITING.includes(name))).toEqual([]);
		}
		expect(visible('get')).not.toContain('advancedOptions');
		expect(visible('get')).toContain('downloadVideo');
		expect(visible('get', { waitForCompletion: true })).toContain('advancedOptions');
	});

	it('shows the limit of a list unless all are returned', () => {
		expect(visible('getMany')).toContain('limit');
		expect(visible('getMany', { returnAll: true })).not.toContain('limit');
	});
});

describe('The entries of a list', () => {
	it.each<[string, string, readonly string[]]>([
		['edit', 'resolution', WAN27.resolution.values],
		['edit', 'options.ratio', WAN27.ratio.values],
		['edit', 'options.audioSetting', WAN27.audioSetting.values],
		['imageReference', 'options.size', VACE.size.values],
		['imageReference', 'referenceImages.image.role', VACE.objOrBg.values],
		['repaint', 'controlCondition', VACE.repaintControl.values],
		['editRegion', 'maskKind', ['image', 'shape', 'video']],
		['editRegion', 'maskType', VACE.maskType.values],
		['editRegion', 'options.expandMode', VACE.expandMode.values],
		['editRegion', 'options.controlCondition', VACE.motionControl.values],
		['editRegion', 'options.size', VACE.size.values],
		['extend', 'options.controlCondition', VACE.motionControl.values],
		['extend', 'startsWith', ['clip', 'image', 'nothing']],
		['extend', 'endsWith', ['clip', 'image', 'nothing']],
		['outpaint', 'expandTo', ['custom', '16:9', '9:16', '1:1', '4:5', '3:4', '4:3']],
		['repaint', 'advancedOptions.fileTransfer', ['temporary', 'signedUrl']],
		['edit', 'advancedOptions.fileTransfer', ['temporary', 'signedUrl', 'inline']],
		['edit', 'advancedOptions.polling', ['economy', 'balanced', 'fast']],
		['edit', 'advancedOptions.onTimeout', ['fail', 'continue']],
		['getMany', 'filters.status', ['PENDING', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELED']],
	])('of %s, %s match the table of limits', (operation, path, values) => {
		const field = fieldAt(operation, path);
		expect([...valuesOf(field)].sort()).toEqual([...values].sort());
		expect(values).toContain(field.default);
	});

	it('are sorted by name if there are five or more', () => {
		const lists = [...everyField(properties, ''), ...ALL_FIELDS].filter(([, field]) =>
			['options', 'multiOptions'].includes(field.type),
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
		['editRegion', 'options.maskFrameId', { min: 1 }, 1],
		['editRegion', 'options.expandRatio', { min: 0, max: 1 }, 0.05],
		['outpaint', 'topScale', { min: 1, max: 2 }, 1.5],
		['outpaint', 'bottomScale', { min: 1, max: 2 }, 1.5],
		['outpaint', 'leftScale', { min: 1, max: 2 }, 1.5],
		['outpaint', 'rightScale', { min: 1, max: 2 }, 1.5],
		['edit', 'advancedOptions.timeout', { min: 0 }, 30],
		['edit', 'advancedOptions.maxConcurrentTasks', { min: 1 }, 5],
		['extend', 'advancedOptions.maxConcurrentTasks', { min: 1 }, 2],
	])('of %s, %s lie within %j', (operation, path, { min, max }, standard) => {
		const field = fieldAt(operation, path);
		expect(field.typeOptions?.minValue).toBe(min);
		expect(field.typeOptions?.maxValue).toBe(max);
		expect(field.default).toBe(standard);
	});

	it('are those of the contract for booleans', () => {
		for (const operation of VIDEO_OPERATIONS) {
			expect(parameter(operation, 'waitForCompletion').default).toBe(true);
			expect(parameter(operation, 'downloadVideo').default).toBe(true);
			expect(parameter(operation, 'useOssBucket').default).toBe(false);
			expect(parameter(operation, 'outputField').default).toBe('data');
			expect(parameter(operation, 'simplify').default).toBe(true);
			expect(fieldAt(operation, 'advancedOptions.cancelOnStop').default).toBe(true);
			expect(fieldAt(operation, 'advancedOptions.onTimeout').default).toBe('fail');
			expect(fieldAt(operation, 'advancedOptions.polling').default).toBe('balanced');
		}
		expect(parameter('get', 'waitForCompletion').default).toBe(false);
		expect(parameter('get', 'downloadVideo').default).toBe(false);
		expect(parameter('edit', 'resolution').default).toBe('720P');
		expect(parameter('repaint', 'controlCondition').default).toBe('depth');
		expect(parameter('editRegion', 'maskKind').default).toBe('image');
		expect(parameter('editRegion', 'maskType').default).toBe('tracking');
	});

	it('use the model of the guide', () => {
		expect(parameter('edit', 'model').default).toEqual({
			__rl: true,
			mode: 'list',
			value: FAMILIES['wan2.7-videoedit'].defaultModel,
			cachedResultName: FAMILIES['wan2.7-videoedit'].defaultModel,
			cachedResultUrl: '',
		});
		for (const operation of VIDEO_OPERATIONS.filter((one) => one !== 'edit')) {
			expect(fieldAt(operation, 'options.model').description).toContain(FAMILIES.vace.defaultModel);
		}
	});

	it('make the prompt required for VACE and optional for Edit', () => {
		for (const operation of VIDEO_OPERATIONS) {
			expect(parameter(operation, 'prompt').required).toBe(operation !== 'edit');
		}
	});

	it('include no option to cancel a task that is only polled', () => {
		expect(entriesOf(parameter('get', 'advancedOptions')).map(({ name }) => name)).not.toContain(
			'cancelOnStop',
		);
	});
});
