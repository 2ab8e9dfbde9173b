import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { Failure } from '../failure/failure';
import { toNodeError } from '../failure/report';
import { quoted } from '../failure/quoted';
import { modeOf } from '../modes';
import { TASK_OPERATIONS } from '../tasks';
import type { Clock } from '../n8n/clock';
import { editing } from './editing';
import { runItems } from './pipeline';

/** Runs the chosen operation for all items. */
export async function execute(context: IExecuteFunctions, clock: Clock): Promise<INodeExecutionData[]> {
	const resource = context.getNodeParameter('resource', 0) as string;
	const operation = context.getNodeParameter('operation', 0) as string;
	const mode = resource === 'video' ? modeOf(operation) : undefined;
	if (mode) return await runItems(context, editing(mode), clock);
	const task = resource === 'task' ? TASK_OPERATIONS.find((one) => one.operation === operation) : undefined;
	if (task) return await runItems(context, task, clock);
	throw toNodeError(
		new Failure(
			'badInput',
			`'Operation' is ${quoted(operation)}, which the resource ${quoted(resource)} does not have`,
		),
		context.getNode(),
	);
}
