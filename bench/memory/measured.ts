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
import { FIELD, NODE, type NodeUnderTest, type Passage } from './nodeUnderTest';
import { qwenNode } from './qwenNode';
import type { Services } from './services';
import { wanNode } from './wanNode';

export interface Job {
	readonly transfer: Transfer;
	readonly file: SampleFile;
	/** A small file of the same kind, for warming up. */
	readonly warmUp: SampleFile;
	readonly services: Services;
	/** Package folder of the built-in node, if that one is measured. */
	readonly peer?: string;
}

/** A file that goes in, or one whose sound is used; without a path, there is none. */
export interface SampleFile {
	readonly path: string;
	readonly bytes: number;
	/** Bytes that have to arrive at least. */
	readonly arriving: number;
}

answerJob(measure);

/** @returns bytes by which resident memory grew */
async function measure({ transfer, file, warmUp, services, peer }: Job): Promise<number> {
	const node = peer === undefined ? await wanNode(services) : qwenNode(services, peer);
	const engine = await startEngine(node.engine);
	try {
		// Loading and compiling on first use does not count.
		await growthOf(transfer, warmUp, node, engine);
		return await growthOf(transfer, file, node, engine);
	} finally {
		await engine.close();
	}
}

/** Sends a file through the node. @throws Error if it did not arrive completely */
async function growthOf(
	transfer: Transfer,
	{ path, bytes, arriving }: SampleFile,
	node: NodeUnderTest,
	engine: Engine,
): Promise<number> {
	const passage = passageOf(transfer, node, arriving);
	const items = [path === '' ? { json: {} } : await itemWith(path, bytes, node.takes, engine)];
	const workflow = line({ ...passage.node, name: NODE });

	await collectGarbage();
	const stop = watchGrowth();
	const run = await engine.run(workflow, { credentials: passage.credentials, items });
	const growth = stop();

	const { error } = run.data.resultData;
	if (error) throw new Error([error.message, error.description].filter(Boolean).join(' '));
	const arrived = await passage.arrived(run, engine);
	if (arrived < arriving) throw new Error(`${arrived} of ${arriving} bytes arrived`);
	return growth;
}

function passageOf({ direction, made }: Transfer, node: NodeUnderTest, bytes: number): Passage {
	const passage =
		made === 'trimmed'
			? node.trimmed?.()
			: made === 'withSound'
				? node.withSound?.(bytes)
				: direction === 'in'
					? node.in()
					: node.out(bytes);
	if (passage === undefined) throw new Error('This node cannot do that');
	return passage;
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
