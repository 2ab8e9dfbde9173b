import type { IDataObject, INode, INodeExecutionData, JsonObject } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { Failure, type FailureKind } from './failure';

/** Failures that are about the person's input or the run itself, not about an answer of the provider. */
const OWN: ReadonlySet<FailureKind> = new Set(['badInput', 'stopped', 'timedOut']);

/**
 * Reads anything thrown as a `Failure`. What is no `Failure` comes from n8n or from a defect here: its
 * message is kept.
 */
export function asFailure(thrown: unknown): Failure {
	if (thrown instanceof Failure) return thrown;
	const message = thrown instanceof Error ? thrown.message : String(thrown);
	const description =
		thrown instanceof Error && 'description' in thrown && typeof thrown.description === 'string'
			? thrown.description
			: undefined;
	return new Failure('refused', message, description);
}

/** n8n's error for a failure. All facts stand in its `context`. */
export function toNodeError(
	failure: Failure,
	node: INode,
	itemIndex?: number,
): NodeOperationError | NodeApiError {
	const { message, description, details } = failure;
	const error = OWN.has(failure.kind)
		? new NodeOperationError(node, message, { description, itemIndex })
		: new NodeApiError(node, { message } as JsonObject, {
				message,
				description,
				httpCode: details.httpStatus === null ? undefined : String(details.httpStatus),
				itemIndex,
			});
	// n8n replaces texts that contain the name of a system error ("EPERM" in "approve permissions" is enough)
	// or come with an HTTP status by canned ones: ours say which task and which parameter.
	error.message = message;
	error.description = description;
	Object.assign(error.context, { kind: failure.kind, ...details });
	return error;
}

/**
 * The item for Continue On Fail and the error output. Exactly these three keys: n8n sends an item with any
 * other key to the success branch, and replaces the whole json where `item.error` is set.
 *
 * @param withDetails whether `details` may be there, see `takesDetails`
 */
export function toErrorItem(failure: Failure, itemIndex: number, withDetails: boolean): INodeExecutionData {
	const { message, description = message, details } = failure;
	return {
		json: {
			error: message,
			message: description,
			...(withDetails ? { details: { ...details } as IDataObject } : {}),
		},
		pairedItem: { item: itemIndex },
	};
}

/**
 * Whether error items may carry `details`. Before n8n 2.36 an item with that key does not reach the error
 * output; the task ID then stands in the texts only. Errors with a field `failure` came one version later,
 * which can be seen.
 */
export const takesDetails = (node: INode): boolean =>
	node.onError !== 'continueErrorOutput' || 'failure' in new NodeOperationError(node, 'version probe');
