import type { IExecuteFunctions, INodeType } from 'n8n-workflow';
import type { BatchNode } from '../shared/batchNode';
import { milliseconds } from './milliseconds';
import type { Respond } from './memoryProvider';

export interface WithoutHttp {
	readonly batch: BatchNode;
	/**
	 * CPU milliseconds of the last run that were added by the benchmark: expressions of all items are
	 * evaluated once more.
	 */
	readonly extra: () => number;
}

/**
 * A node whose requests are answered without n8n's helper. Before the node starts, n8n evaluates the
 * expressions of all items, which is timed; the node then has them evaluated again.
 *
 * @param name of the node in its package
 */
export function withoutHttp(batch: BatchNode, name: string, node: INodeType, respond: Respond): WithoutHttp {
	const expressions = Object.entries(batch.node.parameters ?? {})
		.filter(([, value]) => typeof value === 'string' && value.startsWith('='))
		.map(([parameter]) => parameter);
	const execute = node.execute as NonNullable<INodeType['execute']>;
	let extra = 0;

	const type = Object.create(node, {
		execute: {
			async value(this: IExecuteFunctions) {
				const before = process.cpuUsage();
				for (const index of this.getInputData().keys()) {
					for (const parameter of expressions) this.getNodeParameter(parameter, index);
				}
				extra = milliseconds(process.cpuUsage(before));
				const answered = async (_credential: string, options: Parameters<Respond>[0]) =>
					await respond(options);
				const helpers = Object.create(this.helpers, {
					httpRequestWithAuthentication: { value: answered },
				}) as IExecuteFunctions['helpers'];
				const context = Object.create(this, { helpers: { value: helpers } }) as IExecuteFunctions;
				return await execute.call(context);
			},
		},
	}) as INodeType;
	const engine = { ...batch.engine, replace: { ...batch.engine.replace, [name]: type } };
	return { batch: { ...batch, engine }, extra: () => extra };
}
