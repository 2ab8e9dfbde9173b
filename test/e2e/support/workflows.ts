import type { IConnections, IDataObject, INode } from 'n8n-workflow';
import type { SavedCredential, WorkflowDraft } from './api';
import { NODE_TYPE, type Site } from './site';
import { until } from './until';

export const START = 'Start';
export const WAN = 'Wan Video Edit';

export const node = (
	name: string,
	type: string,
	typeVersion: number,
	parameters: IDataObject = {},
	others: Partial<INode> = {},
): INode => ({
	id: name,
	name,
	type,
	typeVersion,
	position: [0, 0],
	parameters: parameters as INode['parameters'],
	...others,
});

export const wanNode = (parameters: IDataObject, credential: SavedCredential, name = WAN): INode =>
	node(name, NODE_TYPE, 1, parameters, { credentials: { wanDashScopeApi: { ...credential } } });

/** n8n's Edit Fields: an item with these texts. */
export const editFields = (name: string, fields: Readonly<Record<string, string>>): INode =>
	node(name, 'n8n-nodes-base.set', 3.4, {
		assignments: {
			assignments: Object.entries(fields).map(([field, value]) => ({
				id: field,
				name: field,
				value,
				type: 'string',
			})),
		},
	});

/** Each node passes its items on to the next. */
export function line(name: string, ...nodes: INode[]): WorkflowDraft {
	const connections: IConnections = {};
	nodes.forEach((from, index) => {
		from.position = [index * 220, 0];
		const next = nodes[index + 1];
		if (next) connections[from.name] = { main: [[{ node: next.name, type: 'main', index: 0 }]] };
	});
	return { name, nodes, connections };
}

export const manualTrigger = (): INode => node(START, 'n8n-nodes-base.manualTrigger', 1);

/** Makes three items of whatever comes. */
export const threeItems = (): INode =>
	node('Three Items', 'n8n-nodes-base.debugHelper', 1, {
		category: 'randomData',
		randomDataType: 'uuid',
		randomDataCount: 3,
	});

/** A workflow that edits a video for each prompt that is posted to its webhook. */
export async function publishWebhook(
	{ api }: Pick<Site, 'api'>,
	path: string,
	credential: SavedCredential,
	video: string,
	others: IDataObject,
	settings: IDataObject = {},
) {
	const webhook = { httpMethod: 'POST', path, responseMode: 'onReceived', options: {} };
	const edit = { operation: 'edit', videoUrl: video, prompt: '={{ $json["body.prompts"] }}', ...others };
	const draft = line(
		path,
		node('Webhook', 'n8n-nodes-base.webhook', 2, webhook, { webhookId: path }),
		node('Split Out', 'n8n-nodes-base.splitOut', 1, { fieldToSplitOut: 'body.prompts', options: {} }),
		wanNode(edit, credential),
	);
	const id = await api.createWorkflow({ ...draft, settings });
	await api.publish(id);
	const post = async (prompts: string[]) =>
		await until(`an answer of /webhook/${path}`, async () => {
			const { status } = await api.request('POST', `/webhook/${path}`, { body: { prompts } });
			// A moment after it was published n8n does not know it yet, and nothing has been started.
			if (status === 404) return false;
			expect(status).toBe(200);
			return true;
		});
	return { id, post };
}
