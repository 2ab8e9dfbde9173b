import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';
import { sendThrough } from '../../../nodes/WanVideoEdit/n8n/requests';
import { bucketOf } from '../../../nodes/WanVideoEdit/oss/bucket';
import { putObject } from '../../../nodes/WanVideoEdit/oss/put';
import { TemporaryStorage } from '../../../nodes/WanVideoEdit/stages/place/temporaryStorage';
import type { PlacedFile } from '../../../nodes/WanVideoEdit/stages/place/placement';
import { permission, runOver } from '../standIns';

const MINUTE = 60_000;
const MB = 1024 * 1024;
/** How long this many bytes take at 50 kB/s. */
const slowly = (bytes: number): number => Math.ceil(bytes / 50);

/** n8n's helpers, recording the timeout of each request. */
function noting() {
	const limits: unknown[] = [];
	const send = async ({ timeout }: IHttpRequestOptions) => {
		limits.push(timeout);
		return await Promise.resolve({ statusCode: 200, headers: {}, body: '{}' });
	};
	const context = {
		getContext: () => ({}),
		helpers: {
			httpRequest: send,
			httpRequestWithAuthentication: async (_: string, options: IHttpRequestOptions) => await send(options),
		},
	};
	return { limits, context: context as unknown as IExecuteFunctions };
}

describe('A slow connection', () => {
	it('has time to upload a large file to the bucket', async () => {
		const { limits, context } = noting();
		const bucket = bucketOf({ bucket: 'my-videos', accessKeyId: 'LTAIx', accessKeySecret: 'secret' });
		for (const bytes of [1000, 100 * MB]) {
			const content = { body: () => Buffer.alloc(0), bytes, contentType: 'video/mp4' };
			expect(await putObject(context, bucket, 'a.mp4', content)).toEqual({ kind: 'stored' });
		}
		expect(limits).toEqual([5 * MINUTE + slowly(1000), 5 * MINUTE + slowly(100 * MB)]);
	});

	it('has time to upload a large file to temporary storage', async () => {
		const { limits, context } = noting();
		const { run } = runOver([permission], { context });
		const file = { identity: 'one', bytes: 100 * MB, open: () => undefined };
		const placed = { file, bytes: 100 * MB, extension: 'mp4', model: 'm', label: 'Video', item: 0 };
		await new TemporaryStorage(run).place(placed as unknown as PlacedFile);
		expect(limits).toEqual([5 * MINUTE + slowly(100 * MB)]);
	});

	it('has time for images in a create request, which must not be treated as lost', async () => {
		const { limits, context } = noting();
		const image = `data:image/png;base64,${'A'.repeat(4 * MB)}`;
		const call = { method: 'POST', url: 'https://example.com', json: { image } } as const;
		await sendThrough(context)(call);
		expect(limits).toEqual([2 * MINUTE + slowly(JSON.stringify({ image }).length)]);
	});

	it('gets no extra time if hardly anything is sent', async () => {
		const { limits, context } = noting();
		const send = sendThrough(context);
		await send({ method: 'POST', url: 'https://example.com' });
		await send({ method: 'GET', url: 'https://example.com' });
		expect(limits).toEqual([2 * MINUTE, 30_000]);
	});
});
