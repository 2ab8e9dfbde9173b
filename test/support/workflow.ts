import type { IConnections, INode } from 'n8n-workflow';
import type { WorkflowJson } from './engine';

/** A node of a test's workflow: only its name and type are needed. */
export type NodeSketch = Pick<INode, 'name' | 'type'> & Partial<INode>;

/**
 * The shortest way to a workflow: a manual trigger, then the nodes one after the other. What leaves a node
 * by its error output ends there, and is read with `engine.output(run, name, 1)`.
 *
 * @example line({ name: 'Edit', type: 'n8n-nodes-wan-video-edit.wanVideoEdit', parameters: { … } })
 */
export function line(...sketches: NodeSketch[]): WorkflowJson {
	const trigger = { name: 'Start', type: 'n8n-nodes-base.manualTrigger' };
	const nodes = [trigger, ...sketches].map((sketch, index): INode => ({
		id: String(index),
		typeVersion: 1,
		position: [index * 200, 0],
		parameters: {},
		...sketch,
	}));
	const connections: IConnections = {};
	for (const [index, { name }] of nodes.slice(1).entries()) {
		connections[nodes[index]!.name] = { main: [[{ node: name, type: 'main', index: 0 }]] };
	}
	return { nodes, connections };
}
