import type {
	Failure as Declaration,
	IDataObject,
	INode,
	INodeExecutionData,
	JsonObject,
} from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { errorFacts } from '../dashscope/errors';
import { wordsIn } from '../dashscope/explain';
import { isOutage } from '../dashscope/connectionFaults';
import { Failure, type FailureKind } from '../failure/failure';
import { withoutStopWord } from '../failure/stopped';

/** Failures that are about the person's input or the run itself, not about an answer of the provider. */
const OWN: ReadonlySet<FailureKind> = new Set(['badInput', 'stopped', 'timedOut']);

/** Failures whose code is the provider's word. */
const TOLD_BY_CODE: ReadonlySet<FailureKind> = new Set([
	'credential',
	'refused',
	'unreachable',
	'upload',
	'taskFailed',
]);

/** Failures whose HTTP status is the provider's: those of files may come from another host. */
const TOLD_BY_STATUS: ReadonlySet<FailureKind> = new Set(['credential', 'refused', 'unreachable']);

/**
 * Why it failed, as n8n takes it from the node. n8n owns what follows, so nothing is declared that the answer
 * does not prove, and never anything that a wait could help for a create call that may have been accepted:
 * repeating it could pay twice.
 */
export function declarationOf(failure: Failure): Declaration | undefined {
	const cause = causeOf(failure);
	switch (cause) {
		case undefined:
			return undefined;
		case 'credential-invalid':
		case 'configuration-invalid':
			return { cause };
		case 'rate-limited':
		case 'quota-exhausted':
		case 'temporarily-unavailable': {
			const { retryAfterMs } = failure;
			return retryAfterMs === undefined ? { cause } : { cause, retryAfterMs };
		}
	}
}

function causeOf({ kind, message, description, details }: Failure): Declaration['cause'] | undefined {
	if (!TOLD_BY_CODE.has(kind)) return undefined;
	const { code, httpStatus } = details;
	const facts = errorFacts(code ?? undefined, wordsIn(description));
	if (facts?.cause !== undefined) return facts.cause;
	if (!TOLD_BY_STATUS.has(kind)) return undefined;
	// No answer at all.
	if (httpStatus === null) {
		return kind === 'unreachable' && isOutage(message) ? 'temporarily-unavailable' : undefined;
	}
	if (httpStatus >= 500 || httpStatus === 408) return 'temporarily-unavailable';
	// A known code without a cause says something else than its status: 429 for a bill that is overdue.
	if (facts !== undefined) return undefined;
	if (httpStatus === 401) return 'credential-invalid';
	return httpStatus === 429 ? 'rate-limited' : undefined;
}

/** Only a real Stop may read like one. Items follow the rule too: a Stop and Error node throws their texts again. */
const withoutStopWords = (failure: Failure): Failure => {
	const { kind, message, description, details, retryAfterMs } = failure;
	if (kind === 'stopped') return failure;
	const words = description === undefined ? undefined : withoutStopWord(description);
	return new Failure(kind, withoutStopWord(message), words, details, retryAfterMs);
};

/** n8n's error for a failure. All facts stand in its `context`. */
export function toNodeError(
	failure: Failure,
	node: INode,
	itemIndex?: number,
): NodeOperationError | NodeApiError {
	const { message, description, details } = withoutStopWords(failure);
	const error = OWN.has(failure.kind)
		? new NodeOperationError(node, message, { description, itemIndex })
		: new NodeApiError(node, { message } as JsonObject, {
				message,
				description,
				httpCode: details.httpStatus === null ? undefined : String(details.httpStatus),
				itemIndex,
				// Versions of n8n-workflow before 2.37 do not know it and leave it out.
				failure: declarationOf(failure),
			});
	// n8n replaces texts that contain the name of a system error ("EPERM" in "approve permissions" is enough)
	// or come with an HTTP status by canned ones: ours say which task and which parameter.
	error.message = message;
	error.description = description;
	Object.assign(error.context, { kind: failure.kind, ...details });
	return error;
}

/** Whether it is what `toNodeError` makes. */
export const isReported = (thrown: unknown): thrown is NodeOperationError | NodeApiError =>
	(thrown instanceof NodeOperationError || thrown instanceof NodeApiError) && 'kind' in thrown.context;

/**
 * The item for Continue On Fail and the error output. Exactly these three keys: n8n sends an item with any
 * other key to the success branch, and replaces the whole json where `item.error` is set.
 *
 * @param withDetails whether `details` may be there, see `takesDetails`
 */
export function toErrorItem(failure: Failure, itemIndex: number, withDetails: boolean): INodeExecutionData {
	const { message, description = message, details } = withoutStopWords(failure);
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
 * Whether error items may carry `details`: from n8n 2.37 on. An older n8n sends an item with that key to the
 * success branch; the task ID then stands in the texts only. (2.36 does not, but only from 2.37 on errors have a
 * field `failure`, which can be seen.)
 */
export const takesDetails = (node: INode): boolean =>
	node.onError !== 'continueErrorOutput' || 'failure' in new NodeOperationError(node, 'version probe');
