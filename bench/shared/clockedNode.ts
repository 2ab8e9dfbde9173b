import { join } from 'node:path';
import type { IExecuteFunctions, INodeType } from 'n8n-workflow';
import type { Clock } from '../../nodes/WanVideoEdit/timing/clock';
import { execute } from '../../nodes/WanVideoEdit/run/execute';

/** Root of this package. */
export const PACKAGE = join(__dirname, '..', '..');

/** The node of this package on another clock, otherwise as n8n loads it. */
export async function clockedNode(clock: Clock): Promise<INodeType> {
	// With the extension, resolved at run time: otherwise tsx loads the JSON file beside it.
	const file = join(PACKAGE, 'nodes', 'WanVideoEdit', 'WanVideoEdit.node.ts');
	const loaded = (await import(file)) as { WanVideoEdit: new () => INodeType };
	const node = new loaded.WanVideoEdit();
	node.execute = async function (this: IExecuteFunctions) {
		return [await execute(this, clock)];
	};
	return node;
}
