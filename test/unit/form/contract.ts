import {
	type INodeProperties,
	type INodePropertyCollection,
	type INodePropertyOptions,
	NodeHelpers,
} from 'n8n-workflow';
import { WanVideoEdit } from '../../../nodes/WanVideoEdit/WanVideoEdit.node';
import { filledForm } from '../../support/parameters';

export const { description } = new WanVideoEdit();
export const { properties } = description;

/** The end of every edit mode's form: how to get the result, options. */
export const WAITING_AND_RESULT = [
	'waitForCompletion',
	'downloadVideo',
	'outputField',
	'toolSpendingLimit',
	'options',
	'useOssBucket',
	'advancedOptions',
	'simplify',
];

/** The three parameters of a slot. */
export const slot = (name: string): string[] => [`${name}Input`, `${name}Url`, `${name}Field`];

/** The contract: operation → its parameters, in the order of the form. */
export const PARAMETERS: Readonly<Record<string, readonly string[]>> = {
	edit: ['model', ...slot('video'), 'prompt', 'referenceImages', 'resolution', ...WAITING_AND_RESULT],
	imageReference: ['prompt', 'referenceImages', ...WAITING_AND_RESULT],
	repaint: [...slot('video'), 'prompt', 'referenceImages', 'controlCondition', ...WAITING_AND_RESULT],
	editRegion: [
		...slot('video'),
		'prompt',
		'referenceImages',
		'maskKind',
		...slot('mask'),
		'maskShapes',
		'maskType',
		...WAITING_AND_RESULT,
	],
	extend: ['prompt', 'startsWith', ...slot('start'), 'endsWith', ...slot('end'), ...WAITING_AND_RESULT],
	outpaint: [
		...slot('video'),
		'prompt',
		'expandTo',
		'topScale',
		'bottomScale',
		'leftScale',
		'rightScale',
		...WAITING_AND_RESULT,
	],
	// The task's ID is a locator, and a text for agents.
	get: [
		'taskId',
		'taskId',
		'waitForCompletion',
		'downloadVideo',
		'outputField',
		'advancedOptions',
		'simplify',
	],
	getMany: ['returnAll', 'limit', 'filters', 'simplify'],
	cancel: ['taskId', 'taskId', 'simplify'],
};

const LENGTH = ['ifTooLong', 'startAt'];
const SOUND = ['sound', ...slot('sound')];
const ALL_MODES = ['promptExtend', 'seed', 'watermark'];

/** The entries of 'Options', by use. */
export const OPTIONS: Readonly<Record<string, readonly string[]>> = {
	edit: ['negativePrompt', 'ratio', 'duration', 'audioSetting', ...LENGTH, ...ALL_MODES],
	imageReference: ['size', ...SOUND, ...ALL_MODES, 'model'],
	repaint: ['strength', ...LENGTH, ...SOUND, ...ALL_MODES, 'model'],
	editRegion: [
		...['maskFrameId', 'expandRatio', 'expandMode', 'size', 'controlCondition', 'cleanMask', 'invertMask'],
		...[...LENGTH, ...SOUND, ...ALL_MODES, 'model'],
	],
	extend: ['motionVideo', 'controlCondition', ...LENGTH, ...SOUND, ...ALL_MODES, 'model'],
	outpaint: [...LENGTH, ...SOUND, ...ALL_MODES, 'model'],
};

/** The entries of 'Advanced Options' of a mode, by use. */
export const advancedOptionsOf = (operation: string): string[] => [
	...ADVANCED_OPTIONS.slice(0, ADVANCED_OPTIONS.indexOf('rehostUrls')),
	...(operation === 'editRegion' ? ['outputMask'] : []),
	...ADVANCED_OPTIONS.slice(ADVANCED_OPTIONS.indexOf('rehostUrls')),
];

/** The entries of 'Advanced Options' of every mode, by use. */
export const ADVANCED_OPTIONS = [
	'timeout',
	'onTimeout',
	'polling',
	'cancelOnStop',
	'maxConcurrentTasks',
	'spendingLimit',
	'dryRun',
	'fileName',
	'includeInputFields',
	'rehostUrls',
	'checkUrlMedia',
	'allowPrivateHosts',
	'fileTransfer',
	'archiveResult',
	'ossLinkHours',
];

export const OPERATIONS = Object.keys(PARAMETERS);
export const VIDEO_OPERATIONS = Object.keys(OPTIONS);
export const resourceOf = (operation: string): string => (operation in OPTIONS ? 'video' : 'task');

export const parametersOf = (operation: string): INodeProperties[] =>
	properties.filter(({ displayOptions }) => displayOptions?.show?.operation?.includes(operation));

export function parameter(operation: string, name: string): INodeProperties {
	const found = parametersOf(operation).find((field) => field.name === name && field.type !== 'notice');
	if (!found) throw new Error(`${operation} has no ${name}`);
	return found;
}

export const entriesOf = (field: INodeProperties): INodeProperties[] =>
	(field.options ?? []) as INodeProperties[];

/** A field of a mode: at the top level, in 'Options', or in the entries of a field list. */
export function fieldAt(operation: string, path: string): INodeProperties {
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

export const valuesOf = (field: INodeProperties): unknown[] =>
	(field.options as INodePropertyOptions[]).map(({ value }) => value);

/** Every field of the form with its path, including nested ones. */
export function everyField(
	fields: readonly INodeProperties[],
	path: string,
): Array<[string, INodeProperties]> {
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

export const ALL_FIELDS = OPERATIONS.flatMap((operation) =>
	everyField(parametersOf(operation), `${operation}: `),
);

/** The node as n8n describes it to an agent. */
export const toolDescription = { ...description, name: `${description.name}Tool` };

/** Which fields n8n shows for such values. */
export const shownFor = (values: Record<string, unknown>, as = description): INodeProperties[] => {
	const all = filledForm(properties, values) as Parameters<typeof NodeHelpers.displayParameter>[0];
	return properties.filter((field) => NodeHelpers.displayParameter(all, field, { typeVersion: 1 }, as));
};
