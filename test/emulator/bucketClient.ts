import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { ICredentialDataDecryptedObject, IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';
import { request as send } from 'undici';
import { WanOssApi } from '../../credentials/WanOssApi.credentials';
import { startEmulator, type Emulator } from '../../emulator';
import { bucketOf, objectUrl, type Bucket } from '../../nodes/WanVideoEdit/oss/bucket';
import type { ObjectContent } from '../../nodes/WanVideoEdit/oss/put';

export const sha256 = (data: Buffer): string => createHash('sha256').update(data).digest('hex');

/** An emulator and its bucket, from {@link startWithBucket} on. */
export let emulator: Emulator;
export let credential: ICredentialDataDecryptedObject;
export let bucket: Bucket;

export async function startWithBucket(): Promise<void> {
	emulator = await startEmulator();
	credential = { ...emulator.bucket.credential, prefix: '' };
	bucket = bucketOf(credential);
}

export interface Answer {
	status: number;
	headers: Record<string, unknown>;
	text: string;
}

/** Sends what the credential made of a request, as it is. */
export async function authenticated(
	options: Partial<IHttpRequestOptions> & { url: string },
	fields: ICredentialDataDecryptedObject = credential,
): Promise<Answer> {
	const signed = await new WanOssApi().authenticate(fields, options);
	expect(signed.qs).toBeUndefined();
	const { statusCode, headers, body } = await send(signed.url, {
		method: (signed.method ?? 'GET') as 'GET',
		headers: signed.headers as Record<string, string>,
		body: signed.body as Buffer | Readable | undefined,
		signal: signed.abortSignal as AbortSignal | undefined,
	});
	return { status: statusCode, headers, text: await body.text() };
}

/** The one helper of n8n that the client uses, with undici behind it. */
export const contextWith = (fields: ICredentialDataDecryptedObject = credential): IExecuteFunctions => {
	const helpers = {
		async httpRequestWithAuthentication(
			this: IExecuteFunctions,
			type: string,
			options: IHttpRequestOptions,
		): Promise<unknown> {
			expect(type).toBe('wanOssApi');
			expect(options).toMatchObject({ disableFollowRedirect: true, returnFullResponse: true });
			const abortSignal = this.getExecutionCancelSignal();
			try {
				const { status, headers, text } = await authenticated({ ...options, abortSignal }, fields);
				return { statusCode: status, headers, body: text };
			} catch (thrown) {
				// An error of jest's own realm, as the one that n8n wraps around the network's.
				const { code } = thrown as { code?: string };
				throw Object.assign(new Error('n8n'), { code, config: options, secret: fields.accessKeySecret });
			}
		},
	};
	return { helpers, getExecutionCancelSignal: () => undefined } as unknown as IExecuteFunctions;
};

export const content = (data: Buffer, more: Partial<ObjectContent> = {}): ObjectContent => ({
	body: () => Readable.from([data.subarray(0, 7), data.subarray(7)]),
	bytes: data.length,
	contentType: 'video/mp4',
	...more,
});

export const put = async (key: string, data: Buffer, type = 'video/mp4'): Promise<Answer> =>
	await authenticated({
		method: 'PUT',
		url: objectUrl(bucket, key),
		headers: { 'Content-Type': type, 'Content-Length': String(data.length) },
		body: data,
	});
