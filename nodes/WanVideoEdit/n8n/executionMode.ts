import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * Whether n8n lets the node change the workflow's static data. To a retried execution it gives none, or what it was when
 * the workflow was loaded: what is written then takes the place of all that other nodes and executions have kept since.
 */
export const isProduction = (context: Pick<IExecuteFunctions, 'getMode'>): boolean =>
	!['manual', 'retry', 'evaluation'].includes(context.getMode());

/** Whether the execution is one that n8n retries, by Retry in the list of executions. */
export const isRetried = (context: Pick<IExecuteFunctions, 'getMode'>): boolean =>
	context.getMode() === 'retry';
