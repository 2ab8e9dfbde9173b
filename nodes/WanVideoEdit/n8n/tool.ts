import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * Whether an agent runs the node as a tool: n8n gives such a node its own type. n8n's `isToolExecution`
 * exists since 2.8, and is false where the engine runs the tool for the agent.
 */
export const isTool = (context: Pick<IExecuteFunctions, 'getNode'>): boolean =>
	context.getNode().type.endsWith('Tool');
