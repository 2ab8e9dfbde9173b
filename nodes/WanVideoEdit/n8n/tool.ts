import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * Whether an agent runs the node as its tool: n8n gives such a node a type of its own. Its `isToolExecution`
 * came with 2.8, and says no where the engine runs the tool for the agent.
 */
export const isTool = (context: Pick<IExecuteFunctions, 'getNode'>): boolean =>
	context.getNode().type.endsWith('Tool');
