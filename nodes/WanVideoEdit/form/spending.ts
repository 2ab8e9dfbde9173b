import type { INodeProperties } from 'n8n-workflow';
import type { NumberLimit } from '../dashscope/limits';
import { Rules } from '../rules/rules';
import { notAsTool, onlyAsTool } from './displayed';
import type { ItemParameters } from './parameters';

/** What an item may cost. */
export interface Spending {
	/** The lowest of its limits. Undefined for none. */
	readonly limit: SpendingLimit | undefined;
	/** Whether to create nothing, and to return what would be sent and billed. */
	readonly dryRun: boolean;
}

/** The most seconds that this node may have billed in one execution. */
export interface SpendingLimit {
	/** Its parameter in messages. */
	readonly label: string;
	readonly seconds: number;
}

/** An agent decides by itself how often it calls, so that it always has a limit: a dozen short videos. */
const TOOL_DEFAULT = 120;

const LIMIT: NumberLimit = { min: 1, max: Number.MAX_SAFE_INTEGER, integer: false, source: 'this node' };

/** In sight where an agent runs the node, and only there. */
export const toolSpendingField: INodeProperties = onlyAsTool({
	displayName: 'Spending Limit (Seconds)',
	name: 'toolSpendingLimit',
	type: 'number',
	typeOptions: { minValue: LIMIT.min, numberPrecision: 2 },
	default: TOOL_DEFAULT,
	description:
		'Maximum seconds that Alibaba Cloud may bill for all calls of this tool in one execution. A call that could exceed it creates no task.',
});

/** Entries of 'Advanced Options'. */
export const spendingOptions: readonly INodeProperties[] = [
	notAsTool({
		displayName: 'Spending Limit (Seconds)',
		name: 'spendingLimit',
		type: 'number',
		typeOptions: { minValue: LIMIT.min, numberPrecision: 2 },
		default: 60,
		placeholder: 'e.g. 60',
		description:
			'Maximum seconds that Alibaba Cloud may bill for this node in one execution, over all items and runs. If they could exceed it, no task is created.',
	}),
	{
		displayName: 'Dry Run',
		name: 'dryRun',
		type: 'boolean',
		default: false,
		description:
			'Whether to check everything and return the estimated price and the request, without uploading a file or creating a task',
	},
];

/**
 * @param isTool whether an agent runs the node: a tool saved before it had a limit has the default
 * @throws Failure `badInput`
 */
export function readSpending(parameters: ItemParameters, isTool: boolean): Spending {
	const rules = new Rules('this node');
	const limits = [
		limitAt('advancedOptions.spendingLimit'),
		isTool ? limitAt('toolSpendingLimit', TOOL_DEFAULT) : undefined,
	].flatMap((limit) => limit ?? []);
	rules.throwIfBroken();
	const [limit] = limits.sort((a, b) => a.seconds - b.seconds);
	return { limit, dryRun: parameters.boolean('advancedOptions.dryRun') ?? false };

	function limitAt(path: string, preset?: number): SpendingLimit | undefined {
		const label = parameters.label(path);
		const seconds = parameters.number(path) ?? preset;
		rules.number(label, seconds, LIMIT);
		return seconds === undefined ? undefined : { label, seconds };
	}
}
