import type { Engine } from '../../test/support/engine';
import { line } from '../../test/support/workflow';
import type { BatchNode } from './batchNode';

const NODE = 'Node under test';

/** Runs items through a node in one run. @throws Error if not every item has an output */
export async function runBatch(
	{ node, credentials, item }: BatchNode,
	count: number,
	engine: Engine,
): Promise<void> {
	const items = Array.from({ length: count }, (_, index) => ({ json: item(index) }));
	const run = await engine.run(line({ ...node, name: NODE }), { credentials, items });
	const { error } = run.data.resultData;
	if (error) throw new Error([error.message, error.description].filter(Boolean).join(' '));
	const outputs = engine.output(run, NODE).length;
	if (outputs !== count) throw new Error(`${outputs} items came out of ${count}`);
}
