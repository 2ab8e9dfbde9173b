import { stat } from 'node:fs/promises';
import type { IRun } from 'n8n-workflow';
import type { Engine, EngineOptions, RunOptions } from '../../test/support/engine';
import type { NodeSketch } from '../../test/support/workflow';

export const NODE = 'Node under test';

/** Field of the item for files in both directions. */
export const FIELD = 'data';

/** One transfer of a file through a node. */
export interface Passage {
	readonly node: Omit<NodeSketch, 'name'>;
	readonly credentials: RunOptions['credentials'];
	/** Bytes that arrived, as counted by the receiver. */
	arrived(run: IRun, engine: Engine): Promise<number>;
}

/** A node whose memory is measured. */
export interface NodeUnderTest {
	readonly engine: EngineOptions;
	/** MIME type of the files that it takes. */
	readonly takes: string;
	/** Sends the item's file to the API, without waiting for a result. */
	in(): Passage;
	/** Downloads a video of that size from the API into n8n's binary store. */
	out(bytes: number): Passage;
	/** Cuts the item's film, which is too long, and sends the rest. */
	trimmed?(): Passage;
	/** Downloads a video of that size, and puts the sound of the item's file under it. */
	withSound?(bytes: number): Passage;
}

/** Size of the node's output file, measured in n8n's store. */
export async function bytesInStore(run: IRun, engine: Engine): Promise<number> {
	const binary = engine.output(run, NODE)[0]?.binary?.[FIELD];
	const path = binary && engine.binaryPath(binary);
	return path === undefined ? 0 : (await stat(path)).size;
}
