/** A process that measures a single transfer. Its parent sends the job and receives the number of bytes. */
import { startEngine, type Engine } from '../../test/support/engine';
import { line } from '../../test/support/workflow';
import { copyFile } from 'node:fs/promises';
import { Container } from '@n8n/di';
import { BinaryDataService, FileLocation } from 'n8n-core';
import type { INodeExecutionData } from 'n8n-workflow';
import { answerJob } from '../shared/process';
import { collectGarbage, watchGrowth } from '../shared/residentMemory';
import type { Transfer } from './cases';
import { FIELD, NODE, type NodeUnderTest } from './nodeUnderTest';
import { qwenNode } from './qwenNode';
import type { Services } from './services';
import { wanNode } from './wanNode';

export interface Job {
	readonly direction: Transfer['direction'];
	readonly file: SampleFile;
	/** A small file of the same kind, for warming up. */
	readonly warmUp: SampleFile;
	readonly services: Services;
	/** Package folder of the built-in node, if that one is measured. */
	readonly peer?: string;
}

/** A file that goes in, or the size of one that comes out. */
export interface SampleFile {
	readonly path: string;
	readonly bytes: number;
}

answerJob(measure);

/** @returns bytes by which resident memory grew */
async function measure({ direction, file, warmUp, services, peer }: Job): Promise<number> {
	const node = peer === undefined ? await wanNode(services) : qwenNode(services, peer);
	const engine = await startEngine(node.engine);
	try {
		// Loading and compiling on first use does not count.
		await growthOf(direction, warmUp, node, engine);
		return await growthOf(direction, file, node, engine);
	} finally {
		await engine.close();
	}
}

/** Sends a file through the node. @throws Error if it did not arrive completely */
async function growthOf(
	direction: Job['direction'],
	{ path, bytes }: SampleFile,
	node: NodeUnderTest,
	engine: Engine,
): Promise<number> {
	const passage = direction === 'in' ? node.in() : node.out(bytes);
	const items = [direction === 'in' ? await itemWith(path, bytes, node.takes, engine) : { json: {} }];
	const workflow = line({ ...passage.node, name: NODE });

	await collectGarbage();
	const stop = watchGrowth();
	const run = await engine.run(workflow, { credentials: passage.credentials, items });
	const growth = stop();

	const { error } = run.data.resultData;
	if (error) throw new Error([error.message, error.description].filter(Boolean).join(' '));
	const arrived = await passage.arrived(run, engine);
	if (arrived < bytes) throw new Error(`${arrived} of ${bytes} bytes arrived`);
	return growth;
}

/**
 * An item with a file in n8n's store. The file is copied on disk: streaming it through this process would
 * leave free memory behind, which the node could use without growth.
 */
async function itemWith(
	path: string,
	bytes: number,
	mimeType: string,
	engine: Engine,
): Promise<INodeExecutionData> {
	const location = FileLocation.ofExecution('bench', 'input');
	const empty = { data: '', mimeType, fileName: 'input' };
	const binary = await Container.get(BinaryDataService).store(location, Buffer.alloc(0), empty);
	const stored = engine.binaryPath(binary);
	if (stored === undefined) throw new Error('n8n keeps files in memory');
	await copyFile(path, stored);
	return { json: {}, binary: { [FIELD]: { ...binary, bytes } } };
}
