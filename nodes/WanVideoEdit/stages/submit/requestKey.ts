import { createHash } from 'crypto';
import type { IExecuteFunctions, INodeParameters } from 'n8n-workflow';
import { isExpression } from '../../form/expressions';
import { optionsOf } from '../../modes/form';
import type { AnyMode } from '../../modes/mode';
import { isTool } from '../../n8n/tool';
import { isChanging } from './evidence';
import type { SeenSlot } from '../check/seenSlot';

/** Parameters that are part of every mode's request, in addition to the mode's own. */
const SHARED: readonly string[] = ['resource', 'operation'];

/** The run of a node within its execution, and the item. */
interface Place {
	readonly runIndex: number | undefined;
	readonly item: number;
}

/**
 * What is the same for all items of a run. Keyed by the context: n8n creates a new one for every try of the
 * node.
 */
interface Written {
	readonly parameters: INodeParameters;
	readonly fingerprint: string;
	readonly runIndex: number | undefined;
}

const WRITTEN = new WeakMap<IExecuteFunctions, Written>();

/**
 * Identifies the request of an item by what the user entered: the parameters before their expressions are
 * evaluated, the input item, the files, the account. A prompt with `{{ $now }}` or a random seed is the same
 * request in each try.
 *
 * The key is the same in every try, in every execution that n8n starts to retry another, and in every
 * process. It leaves out how to wait, what to output and how files are transferred: a longer timeout does
 * not make it another request.
 *
 * @param account identifies host and API key without revealing them, see `Account.id`
 * @returns 64 hexadecimal digits that reveal nothing about the request
 */
export function requestKeyOf(
	context: IExecuteFunctions,
	mode: AnyMode,
	item: number,
	files: readonly SeenSlot[],
	account: string,
): string {
	const { parameters, fingerprint, runIndex } = writtenIn(context, mode);
	const place: Place = { runIndex, item };
	const identities = files.map(({ slot, file }) => [slot.name, file?.identity]);
	const toolArguments = isTool(context) ? argumentsOf(context, item, parameters) : [];
	return hashOf([fingerprint, account, place, context.getInputData()[item]?.json, identities, toolArguments]);
}

/**
 * Identifies the request of an item for an execution that starts again without any saved data. Unlike
 * `requestKeyOf`, it leaves out everything that is new in each execution, such as file IDs, times and random
 * values, and the position of the item. Items with equal requests have the same key.
 * @param prompt see `promptPattern`
 */
export function likenessOf(
	context: IExecuteFunctions,
	mode: AnyMode,
	item: number,
	prompt: unknown,
	files: readonly SeenSlot[],
): string {
	const { parameters, fingerprint } = writtenIn(context, mode);
	const values = valuesOf(
		context,
		item,
		{ ...parameters, prompt: null },
		(expression) => !isChanging(expression),
	).filter(([, value]) => typeof value !== 'object');
	const seen = files.map(({ slot, file, bytes }) => [slot.name, file?.binary.fileName, bytes]);
	return hashOf([fingerprint, prompt, values, seen]);
}

function writtenIn(context: IExecuteFunctions, mode: AnyMode): Written {
	const known = WRITTEN.get(context);
	if (known !== undefined) return known;
	const node = context.getNode();
	const parameters = ofRequest(node.parameters, mode);
	const written = {
		parameters,
		fingerprint: hashOf([context.getWorkflow().id, node.id, mode.operation, parameters]),
		runIndex: runIndexOf(context),
	};
	WRITTEN.set(context, written);
	return written;
}

/** The calls of an agent that runs its tools by itself have no run index: n8n counts each try as a run. */
export const runIndexOf = (context: IExecuteFunctions): number | undefined =>
	isTool(context) ? undefined : (context.getWorkflowDataProxy?.(0).$runIndex as number | undefined);

function ofRequest(parameters: INodeParameters, mode: AnyMode): INodeParameters {
	const names = new Set([...SHARED, ...mode.fields.map(({ name }) => name)]);
	const options = new Set(optionsOf(mode).map(({ name }) => name));
	const pick = (from: object, which: ReadonlySet<string>): INodeParameters =>
		Object.fromEntries(
			Object.entries(from)
				.filter(([name]) => which.has(name))
				.sort(([a], [b]) => (a < b ? -1 : 1)),
		) as INodeParameters;
	return {
		...pick(parameters, names),
		options: pick((parameters.options as object | undefined) ?? {}, options),
	};
}

/** What an agent passes to the tool: the values of expressions with `$fromAI`. */
const argumentsOf = (context: IExecuteFunctions, item: number, parameters: INodeParameters): unknown[] =>
	valuesOf(context, item, parameters, (expression) => expression.includes('$fromAI'));

/** The values of the expressions in parameters, with their paths. */
function valuesOf(
	context: IExecuteFunctions,
	item: number,
	parameters: INodeParameters,
	isWanted: (expression: string) => boolean,
): Array<[path: string, value: unknown]> {
	const valuesBelow = (value: unknown, path: string): Array<[string, unknown]> => {
		if (typeof value === 'string') {
			return isExpression(value) && isWanted(value)
				? [[path, context.getNodeParameter(path, item, null)]]
				: [];
		}
		if (typeof value !== 'object' || value === null) return [];
		return Object.entries(value).flatMap(([name, inner]) =>
			valuesBelow(inner, Array.isArray(value) ? `${path}[${name}]` : path === '' ? name : `${path}.${name}`),
		);
	};
	return valuesBelow(parameters, '');
}

const hashOf = (parts: unknown[]): string => createHash('sha256').update(JSON.stringify(parts)).digest('hex');
