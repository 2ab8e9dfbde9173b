import type { IHttpRequestOptions } from 'n8n-workflow';
import { videoIn } from './film';

export type ApiEndpoint = 'create' | 'query' | 'list' | 'cancel';

/** The endpoint of a request to the task API. */
export function asEndpoint({ method, url, body }: IHttpRequestOptions): {
	endpoint: ApiEndpoint;
	seed?: number;
	video?: string;
	taskId?: string;
} {
	const [, taskId, cancel] = /\/tasks\/([^/?]+)(\/cancel)?$/.exec(url) ?? [];
	if (taskId !== undefined) return { endpoint: cancel === undefined ? 'query' : 'cancel', taskId };
	if (method === 'GET') return { endpoint: 'list' };
	const sent: unknown = JSON.parse(String(body));
	return { endpoint: 'create', seed: seedOf(sent), video: videoIn(sent) };
}

/** The seed in a create body: it identifies the item. */
export const seedOf = (body: unknown): number | undefined =>
	(body as { parameters?: { seed?: number } }).parameters?.seed;
