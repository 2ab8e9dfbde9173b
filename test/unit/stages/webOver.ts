import type { IBinaryData, IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { ensureSamples } from '../../../emulator/samples/samples';
import { runOver, type Script } from '../standIns';

/** The response of a host to a link. */
export interface Sent {
	readonly status?: number;
	/** Names in lower case. `content-length` is that of the body by default. */
	readonly headers?: Record<string, string | undefined>;
	readonly body?: Uint8Array | string;
}

export const sampleBytes = async (name: string): Promise<Buffer> =>
	await readFile(path.join(await ensureSamples(), name));

/**
 * A run whose links lead to these responses, one per request, the last one repeated forever. Its files are
 * in a store with IDs.
 */
export const webOver = (...script: ReadonlyArray<Sent | Error>) => webWithProvider([], script);

/** The same, with scripted responses of the API. */
export function webWithProvider(provider: Script, script: ReadonlyArray<Sent | Error>) {
	const requests: IHttpRequestOptions[] = [];
	const bodies: Readable[] = [];
	const store = new Map<string, Buffer>();
	/** Bytes read from the store. */
	const read = { bytes: 0 };
	const helpers = {
		async httpRequest(options: IHttpRequestOptions) {
			requests.push(options);
			const sent = script[Math.min(requests.length, script.length) - 1]!;
			if (sent instanceof Error) throw sent;
			const content = Buffer.from(sent.body ?? '');
			const body = Readable.from(content.length === 0 ? [] : [content]);
			bodies.push(body);
			const headers = { 'content-length': String(content.length), ...sent.headers };
			return await Promise.resolve({ statusCode: sent.status ?? 200, headers, body });
		},
		async prepareBinaryData(body: Readable, fileName: string, mimeType: string): Promise<IBinaryData> {
			const content = Buffer.concat(await body.toArray());
			const id = `store:${store.size}`;
			store.set(id, content);
			return { id, data: 'store', fileName, mimeType, bytes: content.length, fileType: 'video' };
		},
		getBinaryStream: async (id: string) =>
			await Promise.resolve(
				Readable.from(
					(function* () {
						const content = store.get(id)!;
						for (let at = 0; at < content.length; at += 64 * 1024) {
							const chunk = content.subarray(at, at + 64 * 1024);
							read.bytes += chunk.length;
							yield chunk;
						}
					})(),
				),
			),
	};
	const nodeContext = {};
	const context = {
		helpers,
		getContext: () => nodeContext,
		getNode: () => ({ type: 'n8n-nodes-wan-video-edit.wanVideoEdit' }),
	} as unknown as IExecuteFunctions;
	return { ...runOver(provider, { context }), requests, bodies, store, read };
}
