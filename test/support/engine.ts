/**
 * Runs workflow JSON in the real n8n-core, without the n8n server, its database or its editor.
 * Import this before anything that requires n8n-core. Knows nothing of jest, so scripts can use it too.
 */
import { home } from './engine-environment';
import 'reflect-metadata';
import { Container } from '@n8n/di';
import {
	BinaryDataConfig,
	BinaryDataService,
	ExecutionLifecycleHooks,
	PackageDirectoryLoader,
	WorkflowExecute,
} from 'n8n-core';
import {
	deepCopy,
	Workflow,
	type IBinaryData,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeType,
	type IRun,
	type IWorkflowBase,
	type IWorkflowExecuteAdditionalData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import { rm } from 'node:fs/promises';
import { setTimeout as timeout } from 'node:timers/promises';
import { Credentials, type CredentialData } from './engine-credentials';
import { instanceData } from './engine-instance';
import { nodeTypesOf } from './engine-node-types';
import { ITEMS_TRIGGER } from './stand-in-nodes';

/** A workflow as the editor exports it. */
export type WorkflowJson = Pick<IWorkflowBase, 'nodes' | 'connections'> &
	Partial<Pick<IWorkflowBase, 'id' | 'name' | 'settings' | 'pinData'>>;

export interface EngineOptions {
	/** Root of a built package; its `package.json` names the nodes and credentials, as for n8n itself. */
	packageDir: string;
	/**
	 * Node types that take the place of loaded ones, e.g. with a faster clock. A key is the name of a node of
	 * the package (`wanVideoEdit`) or the full type of any other node (`n8n-nodes-base.set`).
	 */
	replace?: Record<string, INodeType>;
	/** `filesystem` (as n8n since v2) or `default`, which keeps files as base64 in the item. */
	binaryDataMode?: 'filesystem' | 'default';
	/** Address of the instance, with a slash at its end. Default: one that only this machine can reach. */
	instanceUrl?: string;
	/** What `executionTimeoutMs` is waited for with. Default: real time. Rejects when the signal is aborted. */
	sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
}

export interface RunOptions {
	/** Saved values by credential type. The node in the workflow must still refer to one, by any id and name. */
	credentials?: CredentialData;
	/** Default `manual`, as if started from the editor. */
	mode?: WorkflowExecuteMode;
	/** What the trigger emits, whatever kind of trigger the workflow has. Base64 binaries are stored first. */
	items?: INodeExecutionData[];
	/** The workflow setting Timeout Workflow: the run is stopped after this time. */
	executionTimeoutMs?: number;
	/**
	 * The workflow's static data, by `node:<name>`. Changed in place at the end of a run where n8n saves it: in
	 * production only, and if a node changed it.
	 */
	staticData?: IDataObject;
	/**
	 * A run that failed, which this one retries, as Retry in the list of executions does: it goes on with the node that
	 * failed and with what n8n kept of the run. The mode is `retry`.
	 */
	retryOf?: IRun;
	/** The retried run had crashed: n8n saved nothing of it, and starts again with the trigger's items. */
	hadCrashed?: boolean;
	/** What a node shows in the browser's console with `sendMessageToUI`; n8n sends it in manual mode only. */
	onMessage?: (nodeName: string, message: string) => void;
}

export interface Run {
	/** Resolves also when the run failed or was stopped: see `status` and `data.resultData.error`. */
	readonly finished: Promise<IRun>;
	/** The Stop button: aborts the node's cancel signal. The run ends when the node gives up. */
	stop(): void;
}

export interface Engine {
	/** Throws when the workflow cannot be started: unknown node or credential type, required parameter missing. */
	start(workflow: WorkflowJson, options?: RunOptions): Run;
	/** `start` for those who need no Stop button. */
	run(workflow: WorkflowJson, options?: RunOptions): Promise<IRun>;
	/** The items that left a node; none if it was not reached or failed. */
	output(run: IRun, nodeName: string, outputIndex?: number, runIndex?: number): INodeExecutionData[];
	readBinary(binary: IBinaryData): Promise<Buffer>;
	/** Where the store keeps a file; `undefined` in `default` mode. */
	binaryPath(binary: IBinaryData): string | undefined;
	/** Removes the files of all runs once the last engine of the process is closed. */
	close(): Promise<void>;
}

/** The binary store is one per process, as in n8n, so engines that are open together have to agree on its mode. */
const open = { engines: 0, binaryDataMode: 'filesystem' as 'filesystem' | 'default' };

let executions = 0;

const realSleep = async (ms: number, signal: AbortSignal) => await timeout(ms, undefined, { signal });

/**
 * @example
 * const engine = await startEngine({ packageDir: process.cwd() });
 * const run = await engine.run(workflow, { credentials: { wanDashScopeApi: { apiKey: 'sk-…' } } });
 * const [video] = engine.output(run, 'Edit video');
 * await engine.close();
 */
export async function startEngine(options: EngineOptions): Promise<Engine> {
	const { packageDir, replace = {}, binaryDataMode = 'filesystem', sleep = realSleep } = options;
	if (open.engines > 0 && open.binaryDataMode !== binaryDataMode) {
		throw new Error(`Another engine with binary data mode "${open.binaryDataMode}" is still open`);
	}
	const loader = new PackageDirectoryLoader(packageDir);
	await loader.loadAll();
	const nodeTypes = nodeTypesOf(loader, replace);

	Container.get(BinaryDataConfig).mode = binaryDataMode;
	const store = Container.get(BinaryDataService);
	await store.init();
	open.engines++;
	open.binaryDataMode = binaryDataMode;
	let closed = false;

	const engine: Engine = {
		start(
			json,
			{
				credentials = {},
				retryOf,
				hadCrashed = false,
				mode: wanted = 'manual',
				items,
				executionTimeoutMs,
				staticData,
				onMessage,
			} = {},
		) {
			const mode = retryOf ? 'retry' : wanted;
			const { nodes, start, pinData } = withTrigger(json, items);
			const now = new Date();
			const base: IWorkflowBase = {
				id: json.id || 'test',
				name: json.name ?? 'Test workflow',
				active: false,
				activeVersionId: null,
				isArchived: false,
				createdAt: now,
				updatedAt: now,
				nodes,
				connections: deepCopy(json.connections),
				settings: { executionOrder: 'v1', ...json.settings },
				// n8n honours pinned data only in runs started from the editor.
				pinData: mode === 'manual' ? deepCopy(pinData) : undefined,
			};
			const workflow = new Workflow({ ...base, nodeTypes, staticData: deepCopy(staticData) });
			const executionId = String(++executions);
			const additionalData: IWorkflowExecuteAdditionalData = {
				...instanceData(options.instanceUrl),
				executionId,
				credentialsHelper: new Credentials(loader, credentials),
				hooks: new ExecutionLifecycleHooks(mode, executionId, base),
				sendDataToUI: onMessage && ((type, data) => forwardMessage(onMessage, type, data as IDataObject)),
				executionTimeoutTimestamp:
					executionTimeoutMs && !options.sleep ? Date.now() + executionTimeoutMs : undefined,
			};
			const execution = retryOf
				? new WorkflowExecute(
						additionalData,
						mode,
						keptOf(retryOf, workflow, hadCrashed ? start : undefined),
					).processRunExecutionData(workflow)
				: new WorkflowExecute(additionalData, mode).run({
						workflow,
						startNode: start,
						pinData: base.pinData,
					});
			const stop = () => execution.cancel();
			// The engine itself checks the timestamp only between nodes; within one, n8n's server stops it.
			const over = new AbortController();
			if (executionTimeoutMs) void sleep(executionTimeoutMs, over.signal).then(stop, () => undefined);
			const finished = Promise.resolve(execution).finally(() => {
				over.abort();
				const saved = workflow.staticData as IDataObject;
				if (mode !== 'manual' && staticData && saved.__dataChanged)
					Object.assign(staticData, deepCopy(saved));
			});
			return { finished, stop };
		},

		async run(json, runOptions) {
			return await engine.start(json, runOptions).finished;
		},

		output(run, nodeName, outputIndex = 0, runIndex = 0) {
			return run.data.resultData.runData[nodeName]?.[runIndex]?.data?.main?.[outputIndex] ?? [];
		},

		async readBinary(binary) {
			return await store.getAsBuffer(binary);
		},

		binaryPath(binary) {
			return binary.id ? store.getPath(binary.id) : undefined;
		},

		async close() {
			if (closed) return;
			closed = true;
			if (--open.engines === 0) await rm(home, { recursive: true, force: true });
		},
	};
	return engine;
}

/** What n8n's server makes of a failed run for the one that retries it, with the workflow as it is saved now. */
function keptOf(failed: IRun, workflow: Workflow, startAgain?: INode): IRun['data'] {
	// It is stored as text between the two.
	const data = JSON.parse(JSON.stringify(failed.data)) as IRun['data'];
	if (startAgain) {
		data.resultData = { runData: {} };
		Object.assign(data.executionData!, {
			contextData: {},
			nodeExecutionStack: [{ node: startAgain, data: { main: [[{ json: {} }]] }, source: null }],
		});
	}
	const { resultData, executionData } = data;
	delete resultData.error;
	if (resultData.lastNodeExecuted !== undefined) resultData.runData[resultData.lastNodeExecuted]?.pop();
	for (const entry of executionData?.nodeExecutionStack ?? []) {
		entry.node = workflow.getNode(entry.node.name) ?? entry.node;
	}
	return data;
}

/** A private copy of the nodes (n8n fills in defaults in place), the one that starts the run, and pinned data. */
function withTrigger(json: WorkflowJson, items?: INodeExecutionData[]) {
	const nodes = deepCopy(json.nodes);
	const outputs = Object.values(json.connections).flatMap(({ main = [] }) => main);
	const reached = new Set(outputs.flatMap((targets) => targets ?? []).map(({ node }) => node));
	const enabled = nodes.filter(({ disabled }) => !disabled);
	const start =
		enabled.find(({ name }) => json.connections[name]?.main && !reached.has(name)) ??
		(enabled.length === 1 ? enabled[0] : undefined);
	if (!start) throw new Error('The workflow has no enabled node that the others follow from');
	const pinData = { ...json.pinData };
	if (items) {
		// As text, because strings that begin with "=" inside a structured parameter are evaluated.
		const parameters = { items: JSON.stringify(items) };
		Object.assign(start, { type: ITEMS_TRIGGER, typeVersion: 1, parameters, credentials: undefined });
		delete pinData[start.name];
	}
	return { nodes, start, pinData };
}

/** n8n hands messages on as console lines: `source` is `[Node: "<name>"]`. */
function forwardMessage(onMessage: NonNullable<RunOptions['onMessage']>, type: string, data: IDataObject) {
	if (type !== 'sendConsoleMessage') return;
	const node = /^\[Node: "(.*)"\]$/s.exec(String(data.source))?.[1] ?? String(data.source);
	const parts = (data.messages as unknown[]).map((part) =>
		typeof part === 'string' ? part : JSON.stringify(part),
	);
	onMessage(node, parts.join(' '));
}
