import './engine-environment';
import { OutboundHttp } from '@n8n/backend-network';
import { Container } from '@n8n/di';
import { BinaryDataConfig, BinaryDataService } from 'n8n-core';
import type { IBinaryData, IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';

/**
 * The helpers of n8n that move bytes: its own HTTP client, and its own store in the file system.
 * @param executionId whose files are counted
 */
export async function n8nHelpers(executionId = '1') {
	const location = { type: 'execution', workflowId: 'doors', executionId } as const;
	Container.get(BinaryDataConfig).mode = 'filesystem';
	const store = Container.get(BinaryDataService);
	await store.init();
	const request = async (options: IHttpRequestOptions): Promise<unknown> =>
		await Container.get(OutboundHttp).requests().request(options);
	const helpers = {
		httpRequest: request,
		async httpRequestWithAuthentication(
			this: IExecuteFunctions,
			_type: string,
			options: IHttpRequestOptions,
		): Promise<unknown> {
			return await request({ ...options, abortSignal: this.getExecutionCancelSignal() });
		},
		getSecureEgressFilter: () => Container.get(OutboundHttp).egressFilter(),
		prepareBinaryData: async (body: Buffer | Readable, fileName: string, mimeType: string) =>
			await store.store(location, body, { data: '', fileName, mimeType } as IBinaryData),
		getBinaryStream: async (id: string, chunkSize?: number) => await store.getAsStream(id, chunkSize),
		getBinaryMetadata: async (id: string) => await store.getMetadata(id),
	};
	const folder = Container.get(BinaryDataConfig).localStoragePath;
	return {
		helpers: helpers as unknown as IExecuteFunctions['helpers'],
		storedBytes: () => bytesIn(path.join(folder, FOLDER, executionId)),
	};
}

/** Where n8n keeps the files of the executions of a workflow. */
const FOLDER = path.join('workflows', 'doors', 'executions');

/** Bytes of all files in a folder, including unfinished ones. */
async function bytesIn(folder: string): Promise<number> {
	const names = await readdir(folder, { recursive: true }).catch(() => []);
	const sizes = names.map(async (name) => {
		const found = await stat(path.join(folder, name)).catch(() => undefined);
		return found?.isFile() === true ? found.size : 0;
	});
	return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
