import type { INodeProperties } from 'n8n-workflow';
import { FAMILIES, type ModelFamily, RETENTION_HOURS } from '../dashscope/models';
import { Rules } from '../rules/rules';
import { notAsTool } from './displayed';
import type { ItemParameters } from './parameters';

/** How often a waiting item polls its task. */
export type Pace = 'economy' | 'balanced' | 'fast';

/** Settings for the wait of an item. */
export interface Waiting {
	readonly timeoutMs: number;
	/** Return the unfinished task instead of failing. */
	readonly continueOnTimeout: boolean;
	readonly pace: Pace;
	readonly cancelOnStop: boolean;
}

/** Default deadline of the wait. SDK samples mention up to 10 minutes per task. */
export const DEFAULT_TIMEOUT_MINUTES = 30;

export const waitField: INodeProperties = {
	displayName: 'Wait for Completion',
	name: 'waitForCompletion',
	type: 'boolean',
	default: true,
	description: 'Whether to wait for the finished video. If off, returns the task ID immediately.',
};

const PACES: Readonly<Record<Pace, { name: string; description: string }>> = {
	balanced: { name: 'Balanced', description: 'Checks every few seconds' },
	economy: { name: 'Economy', description: 'Checks rarely, for long batches' },
	fast: { name: 'Fast', description: 'Checks often, for short clips' },
};

const whenWaiting = { show: { '/waitForCompletion': [true] } };

/** Entries of 'Advanced Options' for the wait, by use. */
export const waitingOptions: readonly INodeProperties[] = [
	{
		displayName: 'Timeout (Minutes)',
		name: 'timeout',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 2 },
		default: DEFAULT_TIMEOUT_MINUTES,
		displayOptions: whenWaiting,
		placeholder: 'e.g. 30',
		description: 'How long to wait for the video, in minutes. Fractions are allowed.',
	},
	{
		displayName: 'On Timeout',
		name: 'onTimeout',
		type: 'options',
		default: 'fail',
		displayOptions: whenWaiting,
		options: [
			{ name: 'Fail', value: 'fail', description: 'The item fails; the error contains its task ID' },
			{
				name: 'Continue',
				value: 'continue',
				description: 'The item returns the current status of the task',
			},
		],
		description: 'What to do when the timeout has passed. The task itself keeps running at Alibaba Cloud.',
	},
	notAsTool({
		displayName: 'Polling',
		name: 'polling',
		type: 'options',
		default: 'balanced',
		displayOptions: whenWaiting,
		options: (['balanced', 'economy', 'fast'] as const).map((value) => ({ value, ...PACES[value] })),
		description: 'How often to check the status of the task',
	}),
];

/** Entry of 'Advanced Options'. Only for tasks that the execution itself created. */
export const cancelOnStopOption: INodeProperties = {
	displayName: 'Cancel on Stop',
	name: 'cancelOnStop',
	type: 'boolean',
	default: true,
	displayOptions: whenWaiting,
	description:
		'Whether stopping the workflow cancels the task. Only tasks that have not started can be canceled.',
};

/** Entry of 'Advanced Options'. */
export const concurrencyOption = (family: ModelFamily): INodeProperties => {
	const { concurrentTasks } = FAMILIES[family];
	return {
		displayName: 'Max Concurrent Tasks',
		name: 'maxConcurrentTasks',
		type: 'number',
		typeOptions: { minValue: 1, numberPrecision: 0 },
		default: concurrentTasks,
		description: `How many tasks of one execution run at the same time. Alibaba Cloud processes ${concurrentTasks} at a time for this model.`,
	};
};

/** The collection 'Advanced Options'. */
export const advancedOptionsField = (options: readonly INodeProperties[]): INodeProperties => ({
	displayName: 'Advanced Options',
	name: 'advancedOptions',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [...options],
});

const PACE_LIMIT = { values: ['economy', 'balanced', 'fast'], source: 'this node' } as const;
const ON_TIMEOUT_LIMIT = { values: ['fail', 'continue'], source: 'this node' } as const;
/** Alibaba Cloud does not keep tasks for longer. */
const TIMEOUT_LIMIT = { min: 0, max: RETENTION_HOURS * 60, integer: false, source: 'ALI-TASK' } as const;
const CONCURRENCY_LIMIT = {
	min: 1,
	max: Number.MAX_SAFE_INTEGER,
	integer: true,
	source: 'this node',
} as const;

/**
 * Reads how an item waits, or undefined if it does not wait.
 * @throws Failure `badInput`
 */
export function readWaiting(parameters: ItemParameters): Waiting | undefined {
	if (parameters.boolean('waitForCompletion') !== true) return undefined;
	const timeout = parameters.number('advancedOptions.timeout') ?? DEFAULT_TIMEOUT_MINUTES;
	const pace = parameters.text('advancedOptions.polling') ?? 'balanced';
	const onTimeout = parameters.text('advancedOptions.onTimeout') ?? 'fail';
	const rules = new Rules('this node');
	rules.number('Timeout (Minutes)', timeout, TIMEOUT_LIMIT);
	rules.choice('Polling', pace, PACE_LIMIT);
	rules.choice('On Timeout', onTimeout, ON_TIMEOUT_LIMIT);
	rules.throwIfBroken();
	return {
		timeoutMs: timeout * 60_000,
		continueOnTimeout: onTimeout === 'continue',
		pace: pace as Pace,
		cancelOnStop: parameters.boolean('advancedOptions.cancelOnStop') ?? true,
	};
}

/** Reads how many tasks of an execution may run at the same time. @throws Failure `badInput` */
export function readConcurrency(parameters: ItemParameters, family: ModelFamily): number {
	const limit = parameters.number('advancedOptions.maxConcurrentTasks') ?? FAMILIES[family].concurrentTasks;
	const rules = new Rules('this node');
	rules.number('Max Concurrent Tasks', limit, CONCURRENCY_LIMIT);
	rules.throwIfBroken();
	return limit;
}
