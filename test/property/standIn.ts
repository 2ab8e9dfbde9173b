import type { IDataObject, IExecuteFunctions, IHttpRequestOptions, INode } from 'n8n-workflow';
import { apiKeyOf } from '../../nodes/WanVideoEdit/dashscope/apiKey';
import { form } from '../unit/drafts';
import { film, isPolicyRequest, PIECES, POLICY, takeUpload } from './film';
import type { Network } from './network';
import type { RunPlan } from './schedule';

/** What the tries of one execution share. */
export interface Execution {
	/** Number of the run. */
	readonly run: number;
	/** Its own number, and that of the process of n8n. */
	readonly execution: number;
	readonly process: number;
	/** Whether the process has been killed: then, no response reaches the node, and no wait ends. */
	readonly isDead: () => boolean;
	/** Started with Retry in n8n's list of executions. */
	readonly isRetry: boolean;
	/** Another run may have the same request, which could not be distinguished after a crash. */
	readonly isPromptOfRun: boolean;
	readonly plan: RunPlan;
	readonly operation: string;
	readonly network: Network;
	readonly credential: { readonly apiKey: string; readonly baseUrl: string };
	readonly stop: AbortSignal;
	/** n8n's context of the node, which is kept between tries. */
	readonly nodeContext: IDataObject;
	/** n8n's static data of the node. */
	readonly staticData: IDataObject;
	/** n8n's log. */
	readonly log: string[];
}

/** The seed of an item. It is part of the create body, and so identifies the item of a task in the emulator. */
export const seedOfItem = (run: number, item: number): number => 100 * (run + 1) + item;

export const SAME_PROMPT = 'The same for all';

function promptOf({ run, plan, operation, isPromptOfRun }: Execution, item: number): string {
	if (plan.prompts === 'own') return `Prompt ${run}.${item}`;
	if (plan.prompts === 'none' && operation === 'edit') return '';
	return isPromptOfRun ? `${SAME_PROMPT} of ${run}` : SAME_PROMPT;
}

const splitsIn = ({ plan, operation }: Execution): boolean => plan.splits === true && operation in PIECES;

function parametersOf(execution: Execution): Array<Record<string, unknown>> {
	const { run, plan, operation } = execution;
	const shared = form(operation, {
		resource: 'video',
		operation,
		waitForCompletion: plan.waits,
		// Results are not transferred in these runs.
		downloadVideo: false,
		advancedOptions: {
			...(plan.waits && {
				timeout: plan.timeoutMinutes,
				polling: plan.polling,
				onTimeout: plan.onTimeout,
				cancelOnStop: plan.cancelOnStop,
			}),
			...(plan.maxConcurrentTasks !== null && { maxConcurrentTasks: plan.maxConcurrentTasks }),
		},
		// Edit accepts an image instead of a prompt.
		...(plan.prompts === 'none' &&
			operation === 'edit' && { referenceImages: { image: [{ url: 'https://example.com/look.png' }] } }),
	});
	const isSplit = splitsIn(execution);
	return Array.from({ length: plan.items }, (_, item) => ({
		...shared,
		...(isSplit && { videoInput: 'binary', videoField: 'video' }),
		resource: 'video',
		operation,
		prompt: promptOf(execution, item),
		options: { seed: seedOfItem(run, item), ...(isSplit && { ifTooLong: 'split' }) },
	}));
}

/**
 * n8n around the node, for one try. The real engine is tested in `test/engine`: it uses real timers and its
 * own HTTP client, so a play with it would not be reproducible, nor would a thousand of them fit into a
 * minute.
 */
export function standIn(execution: Execution): IExecuteFunctions {
	const { run, plan, network, credential, stop, nodeContext, staticData, log, isRetry } = execution;
	const parameters = parametersOf(execution);
	// What differs from item to item is an expression.
	const written = {
		...parameters[0],
		prompt: '={{ $json.prompt }}',
		options: { ...(parameters[0]?.options as object), seed: '={{ $json.seed }}' },
	};
	const node: INode = {
		id: `node-${run}`,
		name: 'Wan',
		type: 'n8n-nodes-wan-video-edit.wanVideoEdit',
		typeVersion: 1,
		position: [0, 0],
		parameters: written,
		retryOnFail: plan.tries > 1,
		onError: plan.continueOnFail ? 'continueRegularOutput' : 'stopWorkflow',
	};
	const context = {
		getNode: () => node,
		getWorkflow: () => ({ id: 'workflow', name: 'Play', active: false }),
		getExecutionId: () => `execution-${execution.execution}`,
		getMode: () => (isRetry ? 'retry' : 'trigger'),
		getTimezone: () => 'UTC',
		getInputData: () => parameters.map(({ prompt, options }, item) => ({ json: { item, prompt, options } })),
		getNodeParameter: (path: string, item: number, fallback?: unknown) =>
			valueAt(parameters[item], path, fallback),
		evaluateExpression: (expression: string) => expression,
		getWorkflowDataProxy: (item: number) => ({ $runIndex: 0, $itemIndex: item }),
		getContext: () => nodeContext,
		getWorkflowStaticData: () => staticData,
		getExecutionCancelSignal: () => stop,
		getCredentials: async () => ({ ...credential, region: 'custom' }),
		continueOnFail: () => plan.continueOnFail,
		sendMessageToUI: () => undefined,
		addExecutionHints: () => undefined,
		logger: {
			debug() {},
			info: (line: string) => log.push(line),
			warn: (line: string) => log.push(line),
			error() {},
		},
		helpers: {
			assertBinaryData: () => film(),
			/** The storage for uploads, which never fails. */
			async httpRequest(options: IHttpRequestOptions) {
				const [link, content] = await takeUpload(options);
				if (execution.isDead()) throw new Error('killed');
				network.uploads.set(link, content);
				return { statusCode: 200, headers: {}, body: '' };
			},
			/** Like n8n's: the signal of the Stop button is added to each request. */
			async httpRequestWithAuthentication(
				this: IExecuteFunctions,
				type: string,
				options: IHttpRequestOptions,
			) {
				const signal = this.getExecutionCancelSignal?.();
				const key = apiKeyOf(await this.getCredentials(type));
				if (isPolicyRequest(options)) return POLICY;
				const answer = execution.isDead() ? undefined : network.send(execution, options, key, signal);
				await answer?.catch(() => undefined);
				// Of a process that was killed nobody hears how its requests ended. What the node does then comes to rest
				// with its next wait.
				if (answer === undefined || execution.isDead()) throw new Error('killed');
				return await answer;
			},
		},
	};
	return context as unknown as IExecuteFunctions;
}

function valueAt(values: unknown, path: string, fallback: unknown): unknown {
	const found = path
		.split('.')
		.reduce<unknown>((value, key) => (value as Record<string, unknown> | null | undefined)?.[key], values);
	return found === undefined ? fallback : found;
}
