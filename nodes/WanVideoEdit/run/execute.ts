import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { asFailure, Failure } from '../failure/failure';
import { isReported, takesDetails, toErrorItem, toNodeError } from '../n8n/errors';
import { quoted } from '../failure/quoted';
import { stoppedFailure } from '../failure/stopped';
import { modeOf } from '../modes';
import { TASK_OPERATIONS } from '../tasks';
import type { Clock } from '../timing/clock';
import { editing } from './editing';
import { noteEnd } from '../stages/submit/submittedTasks';
import { runItems } from './pipeline';

/** Runs the chosen operation for all items. */
export async function execute(context: IExecuteFunctions, clock: Clock): Promise<INodeExecutionData[]> {
	try {
		return await runChosen(context, clock);
	} catch (thrown) {
		return withoutItems(thrown, context);
	} finally {
		noteEnd(context);
	}
}

async function runChosen(context: IExecuteFunctions, clock: Clock): Promise<INodeExecutionData[]> {
	const resource = context.getNodeParameter('resource', 0) as string;
	const operation = context.getNodeParameter('operation', 0) as string;
	const mode = resource === 'video' ? modeOf(operation) : undefined;
	if (mode) return await runItems(context, editing(mode), clock);
	const task = resource === 'task' ? TASK_OPERATIONS.find((one) => one.operation === operation) : undefined;
	if (task) return await runItems(context, task, clock);
	throw new Failure(
		'badInput',
		`'Operation' is ${quoted(operation)}, which does not exist in the resource ${quoted(resource)}`,
		"Choose one from the list of 'Operation'.",
	);
}

/**
 * Handles an error outside any item: an unusable credential, or a bug. If the node continues on errors, n8n would treat
 * an error thrown here as success and pass the input on, so every item fails with the error instead.
 * @throws if the node stops on errors, and for a Stop
 */
function withoutItems(thrown: unknown, context: IExecuteFunctions): INodeExecutionData[] {
	if (isReported(thrown)) throw thrown;
	const node = context.getNode();
	const failure = asFailure(thrown);
	if (context.getExecutionCancelSignal?.()?.aborted) {
		throw toNodeError(stoppedFailure('before its items were started', failure.message), node);
	}
	if (!context.continueOnFail()) throw toNodeError(failure, node);
	const withDetails = takesDetails(node);
	const { length } = context.getInputData();
	return Array.from({ length }, (_, item) => toErrorItem(failure, item, length, withDetails));
}
