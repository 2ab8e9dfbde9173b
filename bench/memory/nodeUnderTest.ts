import { stat } from 'node:fs/promises';
import type { IRun } from 'n8n-workflow';
import type { Engine, EngineOptions, RunOptions } from '../../test/support/engine';
import type { NodeSketch } from '../../test/support/workflow';

export const NODE = 'Node under test';

/** Field of the item in which files go in and come out. */
export const FIELD = 'data';

/** One way of a file through a node. */
export interface Passage {
	readonly node: Omit<NodeSketch, 'name'>;
	readonly credentials: RunOptions['credentials'];
	/** Bytes that came through, as those see it who received them. */
	arrived(run: IRun, engine: Engine): Promise<number>;
}

/** A node whose memory is measured. */
export interface NodeUnderTest {
	readonly engine: EngineOptions;
	/** MIME type of the files that it takes. */
	readonly takes: string;
	/** Hands the item's file on to the provider, and waits for no result. */
	in(): Passage;
	/** Gets a video of that size from the provider into n8n's binary store. */
	out(bytes: number): Passage;
}

/** Bytes of the file that left the node, counted where n8n keeps it. */
export async function bytesInStore(run: IRun, engine: Engine): Promise<number> {
	const binary = engine.output(run, NODE)[0]?.binary?.[FIELD];
	const path = binary && engine.binaryPath(binary);
	return path === undefined ? 0 : (await stat(path)).size;
}
