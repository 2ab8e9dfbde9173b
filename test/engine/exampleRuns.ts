import type { AssignmentCollectionValue, IDataObject, INodeExecutionData, IRun } from 'n8n-workflow';
import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureSamples } from '../../emulator/samples/samples';
import { startEmulator, type Emulator } from '../../emulator';
import { startEngine, type Engine, type RunOptions, type WorkflowJson } from '../support/engine';
import { IdleTime } from '../support/idleTime';
import { asTool, scriptedAgent, type Script } from '../support/stand-in-agent';
import { requestNode } from '../support/stand-in-file-nodes';
import { formNode } from '../support/stand-in-nodes';
import { waitNode } from '../support/stand-in-flow-nodes';
import { clockOf, ClockedWanVideoEdit, KEY } from '../support/wan';

/** From {@link startExamples} on. */
export let emulator: Emulator;
let engine: Engine;

/**
 * @param script what the model of the agent says, for the examples that have one
 * @param visit the visitor of a form: see `formNode`
 * @param render `echo`: the emulator downloads its inputs and returns them, so that their links must lead to it
 */
export async function startExamples({
	script,
	visit,
	render = 'sample',
}: {
	readonly script?: Script;
	readonly visit?: (node: string, text: string) => IDataObject;
	readonly render?: 'sample' | 'echo';
} = {}): Promise<void> {
	emulator = await startEmulator({
		clock: new IdleTime(),
		render,
		// The links of the examples lead to Alibaba Cloud: they are not downloaded.
		fetchInputs: render === 'echo',
		runSeconds: { queue: 1, run: 20 },
		limits: { submitsPerSecond: 1000, taskRequestsPerSecond: 1000 },
	});
	const node = new ClockedWanVideoEdit(clockOf(emulator));
	const sample = join(await ensureSamples(), 'product-short.mp4');
	engine = await startEngine({
		packageDir: process.cwd(),
		replace: {
			wanVideoEdit: node,
			'n8n-nodes-wan-video-edit.wanVideoEditTool': asTool(node),
			'n8n-nodes-base.httpRequest': requestNode(async () => createReadStream(sample)),
			'n8n-nodes-base.wait': waitNode(async (ms) => emulator.clock.advance(ms)),
			...(visit ? { 'n8n-nodes-base.form': formNode(visit) } : {}),
			...(script ? { '@n8n/n8n-nodes-langchain.agent': scriptedAgent(script) } : {}),
		},
	});
}

export async function stopExamples(): Promise<void> {
	await engine.close();
	await emulator.close();
}

interface How extends Omit<RunOptions, 'credentials'> {
	/** The trigger to start by, where there are several. */
	readonly by?: string;
	/** Fields of 'Settings' that a user fills in. Everything else is as in the file. */
	readonly settings?: Record<string, string | number>;
}

const TRIGGERS = /trigger$|\.webhook$/i;

export async function runExample(file: string, { by, settings = {}, ...options }: How = {}): Promise<IRun> {
	const path = join(__dirname, '../../examples', file);
	const workflow = JSON.parse(readFileSync(path, 'utf8')) as WorkflowJson;
	workflow.nodes = workflow.nodes.filter(({ type, name }) => !by || name === by || !TRIGGERS.test(type));
	const fields = workflow.nodes.find(({ name }) => name === 'Settings')?.parameters.assignments;
	for (const [name, value] of Object.entries(settings)) {
		const field = (fields as AssignmentCollectionValue).assignments.find((one) => one.name === name);
		field!.value = value;
	}
	const credential = { apiKey: KEY, region: 'custom', baseUrl: emulator.url };
	const wanOssApi = { ...emulator.bucket.credential };
	return await engine.run(workflow, { ...options, credentials: { wanDashScopeApi: credential, wanOssApi } });
}

export const contentOf = async ({ binary }: INodeExecutionData): Promise<Buffer> =>
	await engine.readBinary(binary!.data!);

export const MANUAL = 'When clicking ‘Execute workflow’';

export const itemsOf = (run: IRun, node: string, output = 0): INodeExecutionData[] =>
	(run.data.resultData.runData[node] ?? []).flatMap(({ data }) => data?.main?.[output] ?? []);

export const jsonOf = (run: IRun, node: string, output = 0): IDataObject[] =>
	itemsOf(run, node, output).map(({ json }) => json);

export const video = { binary: { data: expect.objectContaining({ mimeType: 'video/mp4' }) } };

export const createBodies = () =>
	emulator.requests
		.filter(({ endpoint }) => endpoint === 'create')
		.map(({ body }) => body as { model: string; input: IDataObject; parameters: IDataObject });

export const expectSuccess = (run: IRun) => {
	expect(run.data.resultData.error).toBeUndefined();
	expect(run.status).toBe('success');
};
