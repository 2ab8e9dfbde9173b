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

/** The end of every edit mode's form: waiting and output. */
export const WAITING_AND_RESULT = [
	'waitForCompletion',
	'waitOptions',
	'downloadVideo',
	'outputField',
	'batchOptions',
	'simplify',
];

/** The three parameters of a slot. */
export const slot = (name: string): string[] => [`${name}Input`, `${name}Url`, `${name}Field`];

/** The contract: operation → its parameters, in the order of the form. */
export const PARAMETERS: Readonly<Record<string, readonly string[]>> = {
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

export const FILES = [
	'allowPrivateHosts',
	'archiveResult',
	'checkUrlMedia',
	'fileTransfer',
	'ossLinkHours',
	'rehostUrls',
];

/** The entries of 'Options', sorted by their labels. */
export const OPTIONS: Readonly<Record<string, readonly string[]>> = {
	edit: [
		'allowPrivateHosts',
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
		'allowPrivateHosts',
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
		'allowPrivateHosts',
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

/** The fields that n8n shows for these values. */
export const shownFor = (values: Record<string, unknown>): INodeProperties[] => {
	const all = filledForm(properties, values) as Parameters<typeof NodeHelpers.displayParameter>[0];
	return properties.filter((field) =>
		NodeHelpers.displayParameter(all, field, { typeVersion: 1 }, description),
	);
};
