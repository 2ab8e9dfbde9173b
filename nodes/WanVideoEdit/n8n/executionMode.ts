import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * Whether the node may write to the workflow's static data. A retried execution has none, or a copy from
 * when the workflow was loaded: writing to it would overwrite what other nodes and executions have saved
 * since.
 */
export const isProduction = (context: Pick<IExecuteFunctions, 'getMode'>): boolean =>
	!['manual', 'retry', 'evaluation'].includes(context.getMode());

/** Whether n8n started the execution to retry another one (Retry in the list of executions). */
export const isRetried = (context: Pick<IExecuteFunctions, 'getMode'>): boolean =>
	context.getMode() === 'retry';
