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
import { printableToken } from '../failure/printable';
import { withoutStopWord } from '../failure/stopped';
import { capitalized, itemName } from '../text/itemName';

/** Failures caused by the user's input or the run itself, not by a response of Alibaba Cloud. */
const OWN: ReadonlySet<FailureKind> = new Set(['badInput', 'stopped', 'timedOut']);

/** Failures whose code comes from Alibaba Cloud. */
const CAUSED_BY_CODE: ReadonlySet<FailureKind> = new Set([
	'credential',
	'refused',
	'unreachable',
	'upload',
	'taskFailed',
]);

/** Failures whose HTTP status comes from Alibaba Cloud: that of a file may come from another host. */
const CAUSED_BY_STATUS: ReadonlySet<FailureKind> = new Set(['credential', 'refused', 'unreachable']);

/**
 * The cause of a failure as declared to n8n, which may act on it. So a cause is declared only if the response proves it,
 * and never a temporary one for a create request that may have been accepted: a retry could pay twice.
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
	if (!CAUSED_BY_CODE.has(kind)) return undefined;
	const { code, httpStatus } = details;
	const facts = errorFacts(code ?? undefined, wordsIn(description));
	if (facts?.cause !== undefined) return facts.cause;
	if (!CAUSED_BY_STATUS.has(kind)) return undefined;
	// No response at all.
	if (httpStatus === null) {
		return kind === 'unreachable' && isOutage(message) ? 'temporarily-unavailable' : undefined;
	}
	if (httpStatus >= 500 || httpStatus === 408) return 'temporarily-unavailable';
	// A known code without a cause can contradict its status: 429 for an overdue bill.
	if (facts !== undefined) return undefined;
	if (httpStatus === 401) return 'credential-invalid';
	return httpStatus === 429 ? 'rate-limited' : undefined;
}

/** Only a real Stop may contain the stop word. This also applies to items, since a Stop and Error node throws their texts again. */
const withoutStopWords = (failure: Failure): Failure => {
	const { kind, message, description, details, retryAfterMs } = failure;
	if (kind === 'stopped') return failure;
	const words = description === undefined ? undefined : withoutStopWord(description);
	return new Failure(kind, withoutStopWord(message), words, details, retryAfterMs);
};

/**
 * What is known about a failure, as the end of its description. Titles have none of it: people read them first, and not
 * only those who built the workflow.
 * @param items number of input items
 */
function factsIn(
	{ message, details }: Failure,
	itemIndex: number | undefined,
	items: number,
): string | undefined {
	const { taskId, code, httpStatus, requestId } = details;
	const item = itemIndex === undefined ? undefined : itemName(itemIndex, items);
	const facts = [
		item === undefined ? undefined : `${item} (counted from 0)`,
		taskId === null ? undefined : `task ID ${taskId}`,
		code === null ? undefined : `code ${printableToken(code)}`,
		httpStatus === null || message.includes(`HTTP ${httpStatus}`) ? undefined : `HTTP ${httpStatus}`,
		requestId === null ? undefined : `request ID ${printableToken(requestId)}`,
	].filter((fact) => fact !== undefined);
	return facts.length === 0 ? undefined : `${capitalized(facts.join(', '))}.`;
}

/** The failure as it leaves the node: with its facts in the description, and without words that n8n would misread. */
function leaving(failure: Failure, itemIndex: number | undefined, items: number): Failure {
	const facts = factsIn(failure, itemIndex, items);
	return withoutStopWords(facts === undefined ? failure : failure.adding(facts));
}

/**
 * n8n's error for a failure. All facts are in its `context`.
 * @param itemIndex n8n's editor adds it to the title: "[item 2]"
 * @param items number of input items
 */
export function toNodeError(
	failure: Failure,
	node: INode,
	itemIndex?: number,
	items = 1,
): NodeOperationError | NodeApiError {
	const { message, description, details } = leaving(failure, itemIndex, items);
	const error = OWN.has(failure.kind)
		? new NodeOperationError(node, message, { description, itemIndex })
		: new NodeApiError(node, { message } as JsonObject, {
				message,
				description,
				httpCode: details.httpStatus === null ? undefined : String(details.httpStatus),
				itemIndex,
				// n8n-workflow before 2.37 ignores it.
				failure: declarationOf(failure),
			});
	// n8n replaces texts that contain the name of a system error ("EPERM" in "approve permissions" is enough) or
	// come with an HTTP status by generic ones. Ours name the reason and the parameter.
	error.message = message;
	error.description = description;
	const item = itemIndex === undefined ? {} : { item: itemIndex };
	Object.assign(error.context, { kind: failure.kind, ...details, ...item });
	return error;
}

/** Whether it was created by `toNodeError`. */
export const isReported = (thrown: unknown): thrown is NodeOperationError | NodeApiError =>
	(thrown instanceof NodeOperationError || thrown instanceof NodeApiError) && 'kind' in thrown.context;

/**
 * The item for Continue On Fail and the error output. Exactly these three keys: n8n sends an item with any
 * other key to the success branch, and replaces the whole json where `item.error` is set.
 *
 * @param items number of input items
 * @param withDetails whether to add `details`, see `takesDetails`
 */
export function toErrorItem(
	failure: Failure,
	itemIndex: number,
	items: number,
	withDetails: boolean,
): INodeExecutionData {
	const { message, description, details } = leaving(failure, itemIndex, items);
	return {
		json: {
			error: message,
			message:
				failure.description === undefined ? [message, description].filter(Boolean).join('. ') : description,
			...(withDetails ? { details: { ...details, item: itemIndex } as IDataObject } : {}),
		},
		pairedItem: { item: itemIndex },
	};
}

/**
 * Whether error items may have `details`: from n8n 2.37 on. An older n8n sends an item with that key to the
 * success branch; then only the texts contain the task ID. (2.36 does not, but 2.37 is the first version
 * that can be recognized: its errors have a field `failure`.)
 */
export const takesDetails = (node: INode): boolean =>
	node.onError !== 'continueErrorOutput' || 'failure' in new NodeOperationError(node, 'version probe');
