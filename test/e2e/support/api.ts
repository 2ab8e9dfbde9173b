// cspell:ignore Passw
import type { IConnections, IDataObject, INode, INodeExecutionData, ITaskData } from 'n8n-workflow';
import { setTimeout as sleep } from 'node:timers/promises';

export interface WorkflowDraft {
	readonly name: string;
	readonly nodes: readonly INode[];
	readonly connections: IConnections;
	readonly settings?: IDataObject;
}

export interface SavedCredential {
	readonly id: string;
	readonly name: string;
}

export interface Execution {
	readonly id: string;
	readonly workflowId: string;
	readonly status: 'new' | 'running' | 'waiting' | 'success' | 'error' | 'canceled' | 'crashed';
	readonly data: {
		readonly resultData: {
			readonly runData: Readonly<Record<string, ITaskData[]>>;
			readonly error?: { readonly message: string; readonly description?: string };
		};
	};
}

interface RequestOptions {
	readonly body?: unknown;
	readonly headers?: Readonly<Record<string, string>>;
}

export const OWNER = { email: 'owner@example.com', password: 'Passw0rd1' };

/** The session is bound to the browser that logged in: any constant will do, as long as it stays. */
const BROWSER_ID = 'end-to-end-tests';

const UNFINISHED = ['new', 'running', 'waiting'];

/** Acts like a user of the editor; executions are read with n8n's public API. */
export class N8nApi {
	private cookie = '';
	private apiKey = '';

	private constructor(readonly url: string) {}

	/** Makes the owner of a fresh n8n. */
	static async signUp(url: string): Promise<N8nApi> {
		const api = new N8nApi(url);
		await api.ask('POST', '/rest/owner/setup', { body: { ...OWNER, firstName: 'Test', lastName: 'Owner' } });
		const scopes = await api.ask<string[]>('GET', '/rest/api-keys/scopes');
		const key = { label: 'tests', scopes, expiresAt: null };
		api.apiKey = (await api.ask<{ rawApiKey: string }>('POST', '/rest/api-keys', { body: key })).rawApiKey;
		return api;
	}

	/** @throws Error with n8n's answer when it is none of success */
	async ask<Answer>(method: string, path: string, options: RequestOptions = {}): Promise<Answer> {
		const response = await this.request(method, path, options);
		const text = await response.text();
		if (!response.ok) throw new Error(`${method} ${path}: HTTP ${response.status} ${text.slice(0, 500)}`);
		const answer = JSON.parse(text) as { data: Answer };
		return path.startsWith('/rest/') ? answer.data : (answer as Answer);
	}

	async createCredential(type: string, name: string, data: IDataObject): Promise<SavedCredential> {
		const { id } = await this.ask<{ id: string }>('POST', '/rest/credentials', {
			body: { type, name, data },
		});
		return { id, name };
	}

	async deleteCredential({ id }: SavedCredential): Promise<void> {
		await this.ask('DELETE', `/rest/credentials/${id}`);
	}

	/** Presses the Test button of a saved credential, with other values than the saved ones in the form. */
	async testCredential(type: string, { id, name }: SavedCredential, data?: IDataObject) {
		// The form sends saved secrets as the placeholder that it got for them.
		const saved = await this.ask<{ data: IDataObject }>('GET', `/rest/credentials/${id}?includeData=true`);
		const credentials = { id, name, type, data: data ?? saved.data };
		return await this.ask<{ status: 'OK' | 'Error'; message: string }>('POST', '/rest/credentials/test', {
			body: { credentials },
		});
	}

	/** Imports a workflow, and returns its id. */
	async createWorkflow({ name, nodes, connections, settings }: WorkflowDraft): Promise<string> {
		const body = {
			name,
			nodes,
			connections,
			settings: { executionOrder: 'v1', ...settings },
			pinData: {},
		};
		return (await this.ask<{ id: string }>('POST', '/rest/workflows', { body })).id;
	}

	/** Switches its webhooks on. */
	async publish(workflowId: string): Promise<void> {
		const path = `/rest/workflows/${workflowId}`;
		const { versionId } = await this.ask<{ versionId: string }>('GET', path);
		await this.ask('POST', `${path}/activate`, { body: { versionId } });
	}

	/** Clicks Execute Workflow, and returns the id of the execution. */
	async start(workflowId: string, trigger: string): Promise<string> {
		const body = { triggerToStartFrom: { name: trigger } };
		const path = `/rest/workflows/${workflowId}/run`;
		return (await this.ask<{ executionId: string }>('POST', path, { body })).executionId;
	}

	async stop(executionId: string): Promise<void> {
		await this.ask('POST', `/rest/executions/${executionId}/stop`);
	}

	/**
	 * Chooses Retry in the list of executions. n8n answers when the new execution has ended.
	 * @param workflow the one that the execution ran, or the one that is saved now
	 */
	async retry(executionId: string, workflow: 'original' | 'saved'): Promise<Execution> {
		const body = { loadWorkflow: workflow === 'saved' };
		await this.ask('POST', `/rest/executions/${executionId}/retry`, { body });
		const { workflowId } = await this.execution(executionId);
		const [latest] = await this.executions(workflowId);
		return await this.finished(latest!.id);
	}

	async execution(id: string): Promise<Execution> {
		return await this.ask('GET', `/api/v1/executions/${id}?includeData=true`);
	}

	/** Waits for the end of an execution, whichever. */
	async finished(executionId: string, timeoutMs = 300_000): Promise<Execution> {
		const deadline = Date.now() + timeoutMs;
		for (;;) {
			const execution = await this.execution(executionId);
			if (!UNFINISHED.includes(execution.status)) return execution;
			if (Date.now() > deadline) throw new Error(`Execution ${executionId} is still ${execution.status}`);
			await sleep(200);
		}
	}

	async run(workflowId: string, trigger: string): Promise<Execution> {
		return await this.finished(await this.start(workflowId, trigger));
	}

	/** Executions of a workflow, newest first; the public API leaves out those that run. */
	async executions(workflowId: string): Promise<Array<Pick<Execution, 'id' | 'status'>>> {
		const path = `/rest/executions?filter=${encodeURIComponent(JSON.stringify({ workflowId }))}&limit=100`;
		return (await this.ask<{ results: Execution[] }>('GET', path)).results;
	}

	/** The bytes of a file that an item holds. */
	async download(binaryId: string): Promise<{ type: string | null; bytes: Buffer }> {
		const path = `/rest/binary-data?id=${encodeURIComponent(binaryId)}&action=download`;
		const response = await this.request('GET', path, {});
		if (!response.ok) throw new Error(`GET ${path}: HTTP ${response.status}`);
		return { type: response.headers.get('content-type'), bytes: Buffer.from(await response.arrayBuffer()) };
	}

	async request(method: string, path: string, { body, headers }: RequestOptions): Promise<Response> {
		const response = await fetch(this.url + path, {
			method,
			headers: {
				...(body !== undefined && { 'content-type': 'application/json' }),
				...(path.startsWith('/api/') ? { 'x-n8n-api-key': this.apiKey } : { cookie: this.cookie }),
				'browser-id': BROWSER_ID,
				...headers,
			},
			body: body === undefined ? undefined : JSON.stringify(body),
		});
		const session = response.headers.getSetCookie().find((cookie) => cookie.startsWith('n8n-auth='));
		if (session) this.cookie = session.split(';')[0] ?? '';
		return response;
	}
}

/** The items that left a node in an execution, in all its runs; output 1 is the error output. */
export const itemsOf = (execution: Execution, node: string, output = 0): INodeExecutionData[] =>
	(execution.data.resultData.runData[node] ?? []).flatMap(({ data }) => data?.main?.[output] ?? []);
