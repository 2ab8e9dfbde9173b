import type { IConnections, INode } from 'n8n-workflow';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Emulator } from '../../../emulator';
import type { SavedCredential, WorkflowDraft } from './api';
import { ROOT } from './paths';
import { NODE_TYPE } from './site';

const FOLDER = join(ROOT, 'examples');
const MANUAL_TRIGGER = 'n8n-nodes-base.manualTrigger';
const WAIT = 'n8n-nodes-base.wait';
const AGENT = '@n8n/n8n-nodes-langchain.agent';

interface Example extends WorkflowDraft {
	readonly nodes: INode[];
	readonly connections: IConnections;
}

export const exampleFiles = (): string[] =>
	readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'));

export const loadExample = (file: string): Example =>
	JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Example;

/** The node that Execute Workflow starts; undefined where something outside starts the workflow. */
export const manualTriggerOf = ({ nodes }: Example): string | undefined =>
	nodes.find(({ type }) => type === MANUAL_TRIGGER)?.name;

/** Needs a chat model: what it does is up to that. */
export const hasAgent = ({ nodes }: Example): boolean => nodes.some(({ type }) => type === AGENT);

/** Stores its videos in a bucket: the links to it are signed for the address of the emulator. */
export const hasBucket = ({ nodes }: Example): boolean =>
	nodes.some(({ credentials }) => credentials?.wanOssApi !== undefined);

export const wanNodesOf = ({ nodes }: Example): INode[] => nodes.filter(({ type }) => type === NODE_TYPE);

/** What stands in for the world around an example. */
export interface Surroundings {
	readonly emulator: Emulator;
	readonly credential: SavedCredential;
	/** Of the chat model, for the examples with an agent. */
	readonly chatModel?: SavedCredential;
	/** Leads to the bucket of the emulator, for the examples that store videos. */
	readonly bucket?: SavedCredential;
	/** Stands in for the folder that n8n's container may read and write. */
	readonly files: string;
}

/** The folder that n8n's container image lets nodes read and write. */
export const CONTAINER_FILES = '/home/node/.n8n-files';

/**
 * The example with its credentials chosen, samples of the emulator in the place of public links, a folder of this
 * machine, and pauses of a second: the emulator needs no more.
 */
export function madeRunnable(
	example: Example,
	{ emulator, credential, chatModel, bucket, files }: Surroundings,
): Example {
	const text = JSON.stringify(example)
		// A note may show how a link looks: https://…/clip.mp4
		.replace(/https?:\/\/[^\s"'\\…]+\.(mp4|mov|png|jpe?g|webp)\b/g, (link) =>
			emulator.sample(sampleFor(link)),
		)
		.replaceAll(CONTAINER_FILES, files);
	const runnable = JSON.parse(text) as Example;
	for (const { type, parameters, credentials } of runnable.nodes) {
		if (credentials?.wanDashScopeApi) credentials.wanDashScopeApi = { ...credential };
		if (credentials?.wanOssApi && bucket) credentials.wanOssApi = { ...bucket };
		if (credentials?.openAiApi && chatModel) credentials.openAiApi = { ...chatModel };
		if (type === WAIT) Object.assign(parameters, { amount: 1, unit: 'seconds' });
	}
	return runnable;
}

/** In the folder of `folder-of-clips.json`. */
export const CLIPS = ['one.mp4', 'two.mp4'];

/** Puts clips where `folder-of-clips.json` looks for them, and makes the folders that the examples write into. */
export async function prepareFiles({ emulator, files }: Surroundings): Promise<void> {
	for (const folder of ['clips', 'edited', 'wan-archive'])
		await mkdir(join(files, folder), { recursive: true });
	for (const clip of CLIPS) {
		const response = await fetch(`${emulator.url}/samples/product-short.mp4`);
		await writeFile(join(files, 'clips', clip), Buffer.from(await response.arrayBuffer()));
	}
}

/** Chosen by the names of Alibaba Cloud's own sample files. */
function sampleFor(link: string): string {
	if (/mask/.test(link)) return 'mask-short.png';
	if (/extension/.test(link)) return 'clip.mp4';
	if (/image_reference_1|background/.test(link)) return 'background.png';
	return /\.(mp4|mov)$/.test(link) ? 'product-short.mp4' : 'subject.png';
}
