import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import type { ICredentialDataDecryptedObject, IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';
import { fetch, request as send } from 'undici';
import { WanOssApi } from '../../credentials/WanOssApi.credentials';
import { scaledClock, startEmulator, type Emulator, type ObjectBody } from '../../emulator';
import { bucketOf, objectUrl, presignedGet, type Bucket } from '../../nodes/WanVideoEdit/oss/bucket';
import { objectKey } from '../../nodes/WanVideoEdit/oss/objectKey';
import { putObject, type ObjectContent } from '../../nodes/WanVideoEdit/oss/put';
import { presignedQuery, signedHeaders, type RequestToSign } from '../../nodes/WanVideoEdit/oss/signature';
import { clientOf, edit } from './client';
import { testButton } from '../unit/oss/testButton';

const HOUR = 3600_000;
const sha256 = (data: Buffer): string => createHash('sha256').update(data).digest('hex');

let emulator: Emulator;
let credential: ICredentialDataDecryptedObject;
let bucket: Bucket;

beforeAll(async () => {
	emulator = await startEmulator();
	credential = { ...emulator.bucket.credential, prefix: '' };
	bucket = bucketOf(credential);
});
afterAll(() => emulator.close());
beforeEach(() => {
	emulator.forget();
	emulator.clearFaults();
});

interface Answer {
	status: number;
	headers: Record<string, unknown>;
	text: string;
}

/** Sends what the credential made of a request, as it is. */
async function authenticated(
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
const contextWith = (fields: ICredentialDataDecryptedObject = credential): IExecuteFunctions => {
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

const content = (data: Buffer, more: Partial<ObjectContent> = {}): ObjectContent => ({
	body: () => Readable.from([data.subarray(0, 7), data.subarray(7)]),
	bytes: data.length,
	contentType: 'video/mp4',
	...more,
});

const xml = (status: number, code: string, words = '') => ({
	status,
	headers: expect.objectContaining({ 'content-type': expect.stringContaining('application/xml') }),
	text: expect.stringMatching(new RegExp(`<Code>${code}</Code>[^]*${words}`)),
});

const put = async (key: string, data: Buffer, type = 'video/mp4'): Promise<Answer> =>
	await authenticated({
		method: 'PUT',
		url: objectUrl(bucket, key),
		headers: { 'Content-Type': type, 'Content-Length': String(data.length) },
		body: data,
	});

describe('requests that the credential signs', () => {
	const data = Buffer.from('a file of thirty and some bytes');

	it.each(['plain.mp4', 'folder/with space+plus%percent.mp4', '目录/🎬 (1)!.mp4', "it's*~&=?#.mp4"])(
		'puts, looks at, lists and gets %s',
		async (key) => {
			expect(await put(key, data)).toMatchObject({ status: 200, text: '' });
			expect(emulator.bucket.objects.get(key)).toMatchObject({ bytes: data.length, sha256: sha256(data) });

			const head = await authenticated({ method: 'HEAD', url: objectUrl(bucket, key) });
			expect(head).toMatchObject({
				status: 200,
				headers: { 'content-length': String(data.length), 'content-type': 'video/mp4' },
			});
			expect(await authenticated({ url: objectUrl(bucket, key) })).toMatchObject({ text: String(data) });

			const qs = { 'list-type': 2, 'max-keys': 1, prefix: key };
			const { status, text } = await authenticated({ url: '/', qs });
			expect(status).toBe(200);
			expect(text).toContain(`<Size>${data.length}</Size>`);
			expect(text).toContain('<KeyCount>1</KeyCount>');
		},
	);

	it('gets a range', async () => {
		await put('range.mp4', data);
		const headers = { Range: 'bytes=2-5' };
		expect(await authenticated({ url: objectUrl(bucket, 'range.mp4'), headers })).toMatchObject({
			status: 206,
			headers: { 'content-range': `bytes 2-5/${data.length}` },
			text: 'file',
		});
	});

	it('lists in pages', async () => {
		for (const name of ['b', 'a', 'c']) await put(`list/${name}`, data);
		const qs = { 'list-type': 2, 'max-keys': 2, prefix: 'list/' };
		const { text } = await authenticated({ url: '/', qs });
		expect([...text.matchAll(/<Key>(.*?)<\/Key>/g)].map(([, key]) => key)).toEqual(['list/a', 'list/b']);
		expect(text).toContain('<IsTruncated>true</IsTruncated>');
	});

	it('records a PUT with its bytes and their hash, and without them', async () => {
		await put('recorded.mp4', data);
		expect(emulator.requests).toEqual([
			expect.objectContaining({
				endpoint: 'bucket',
				method: 'PUT',
				path: '/emulator-bucket/recorded.mp4',
				body: { bytes: data.length, sha256: sha256(data) },
				status: 200,
			}),
		]);
		expect(emulator.count('bucket')).toBe(1);
	});
});

describe('refusals', () => {
	const list = { url: '/', qs: { 'list-type': 2 } };

	it.each([
		['another secret', { accessKeySecret: 'wrong' }, 403, 'SignatureDoesNotMatch'],
		['an unknown key', { accessKeyId: 'LTAIother' }, 403, 'InvalidAccessKeyId'],
		['another bucket', { bucket: 'no-such-bucket' }, 404, 'NoSuchBucket'],
		['another region', { region: 'cn-shanghai' }, 400, 'InvalidArgument'],
	])('refuses %s', async (_what, change, status, code) => {
		expect(await authenticated(list, { ...credential, ...change })).toEqual(xml(status, code));
		expect(emulator.requests.at(-1)).toMatchObject({ endpoint: 'bucket', status });
	});

	it('refuses requests without a signature, with two, and with one for something else', async () => {
		const url = objectUrl(bucket, 'a.mp4');
		const plain = async (target: string, headers = {}) => {
			const response = await fetch(target, { headers });
			return {
				status: response.status,
				headers: Object.fromEntries(response.headers),
				text: await response.text(),
			};
		};
		expect(await plain(url)).toEqual(xml(403, 'AccessDenied'));
		const link = presignedGet(bucket, 'a.mp4', 60, Date.now());
		expect(await plain(link, { authorization: 'Bearer sk-emulator' })).toEqual(xml(400, 'InvalidArgument'));
		expect(await plain(link.replace('a.mp4', 'b.mp4'))).toEqual(xml(403, 'SignatureDoesNotMatch'));
		expect(await plain(`${link}&acl`)).toEqual(xml(403, 'SignatureDoesNotMatch'));
		expect((await fetch(link, { method: 'PUT', body: 'x' })).status).toBe(403);
		const { headers = {} } = await new WanOssApi().authenticate(credential, { url });
		const signed = headers as Record<string, string>;
		expect(await plain(url, { ...signed, 'x-oss-meta-more': '1' })).toEqual(
			xml(403, 'SignatureDoesNotMatch'),
		);
	});

	it('refuses a clock that is more than a quarter of an hour off', async () => {
		const request: RequestToSign = { method: 'GET', bucket: bucket.name, key: 'none.mp4' };
		const at = async (offset: number) => {
			const headers = signedHeaders(request, bucket.signingKey(), Date.now() + offset);
			const { status } = await fetch(objectUrl(bucket, 'none.mp4'), { headers });
			return status;
		};
		expect(await at(14 * 60_000)).toBe(404);
		expect(await at(-14 * 60_000)).toBe(404);
		expect(await at(16 * 60_000)).toBe(403);
		expect(await at(-16 * 60_000)).toBe(403);
	});

	it('knows no object that was not put', async () => {
		expect(await authenticated({ url: objectUrl(bucket, 'none.mp4') })).toEqual(xml(404, 'NoSuchKey'));
	});

	it('leaves other unknown paths to the API', async () => {
		const response = await fetch(`${emulator.url}/no-such-bucket/a.mp4`);
		expect(await response.json()).toMatchObject({ code: 'NotFound' });
		expect(emulator.requests.at(-1)).toMatchObject({ endpoint: 'other' });
	});
});

describe('presigned links', () => {
	it('work until they expire on the clock of the emulator', async () => {
		const clock = scaledClock(1);
		const own = await startEmulator({ clock });
		try {
			const there = bucketOf(own.bucket.credential);
			const signed = await new WanOssApi().authenticate(own.bucket.credential, {
				method: 'PUT',
				url: objectUrl(there, 'a b.mp4'),
				headers: { 'Content-Type': 'video/mp4' },
			});
			await fetch(signed.url, {
				method: 'PUT',
				headers: signed.headers as Record<string, string>,
				body: 'x',
			});
			const link = presignedGet(there, 'a b.mp4', 3600, clock.now());
			expect(await (await fetch(link)).text()).toBe('x');
			expect((await fetch(link, { headers: { range: 'bytes=0-0' } })).status).toBe(206);
			clock.advance(HOUR - 5000);
			expect((await fetch(link)).status).toBe(200);
			clock.advance(5000);
			const late = await fetch(link);
			expect({ status: late.status, text: await late.text() }).toEqual({
				status: 403,
				text: expect.stringContaining('Request has expired.'),
			});
			const soon = presignedGet(there, 'a b.mp4', 3600, clock.now() + HOUR);
			expect((await fetch(soon)).status).toBe(403);
		} finally {
			await own.close();
		}
	});

	it('serve as the input of a task', async () => {
		const own = await startEmulator({ runSeconds: { queue: 0, run: 0 } });
		try {
			const there = bucketOf({ ...own.bucket.credential, prefix: 'wan' });
			const sample = await fetch(own.sample('product-short.mp4'));
			const video = Buffer.from(await sample.arrayBuffer());
			const key = objectKey(there, '视频 1.mp4');
			await putObject(contextWith(own.bucket.credential), there, key, content(video));
			const link = presignedGet(there, key, 24 * 3600, own.clock.now());
			const { output } = await clientOf(own).finish(edit(link));
			expect(output).toMatchObject({ task_status: 'SUCCEEDED' });
			const fetched = own.requests.filter(
				({ endpoint, method }) => endpoint === 'bucket' && method === 'GET',
			);
			expect(fetched).toEqual([expect.objectContaining({ path: `/emulator-bucket/${key}`, status: 200 })]);
		} finally {
			await own.close();
		}
	});

	it('live for seven days at most', async () => {
		const query = presignedQuery(
			{ method: 'GET', bucket: bucket.name, key: 'a.mp4', query: {} },
			604_800,
			bucket.signingKey(),
			Date.now(),
		);
		query['x-oss-expires'] = '604801';
		const response = await fetch(`${objectUrl(bucket, 'a.mp4')}?${new URLSearchParams(query).toString()}`);
		expect(response.status).toBe(400);
	});
});

describe('putObject', () => {
	const data = Buffer.alloc(200_000, 'wan');

	it('streams a file, and it is there', async () => {
		expect(await putObject(contextWith(), bucket, 'put.mp4', content(data))).toEqual({ kind: 'stored' });
		expect(emulator.requests[0]).toMatchObject({
			headers: { 'content-length': '200000', 'content-type': 'video/mp4' },
			body: { bytes: 200_000, sha256: sha256(data) },
		});
		expect(emulator.bucket.objects.has('put.mp4')).toBe(true);
	});

	it('takes a buffer too', async () => {
		const outcome = await putObject(contextWith(), bucket, 'buffer.mp4', content(data, { body: () => data }));
		expect(outcome).toEqual({ kind: 'stored' });
	});

	it('opens the file anew for every attempt', async () => {
		let opened = 0;
		const body = () => {
			opened++;
			return Readable.from([data]);
		};
		emulator.inject({ on: 'bucket', kind: 'lostAnswer' });
		const first = await putObject(contextWith(), bucket, 'twice.mp4', content(data, { body }));
		expect(first).toMatchObject({ kind: 'unclear', mayHaveArrived: true });
		expect(emulator.bucket.objects.has('twice.mp4')).toBe(true);
		const second = await putObject(contextWith(), bucket, 'twice.mp4', content(data, { body }));
		expect(second).toEqual({ kind: 'stored' });
		expect(opened).toBe(2);
	});

	it.each([
		[{ accessKeySecret: 'wrong' }, 403, 'SignatureDoesNotMatch'],
		[{ accessKeyId: 'LTAIother' }, 403, 'InvalidAccessKeyId'],
		[{ region: 'cn-shanghai' }, 400, 'InvalidArgument'],
	])('says with %o why it was refused', async (change, httpStatus, code) => {
		const context = contextWith({ ...credential, ...change });
		expect(await putObject(context, bucket, 'no.mp4', content(data))).toEqual({
			kind: 'refused',
			httpStatus,
			code,
			message: expect.any(String),
			requestId: expect.stringMatching(/^[0-9A-F]{24}$/),
		});
	});

	it('says that there is no such bucket', async () => {
		const elsewhere = { ...credential, bucket: 'no-such-bucket' };
		const outcome = await putObject(contextWith(elsewhere), bucketOf(elsewhere), 'no.mp4', content(data));
		expect(outcome).toMatchObject({ kind: 'refused', code: 'NoSuchBucket' });
	});

	it('leaves open what a server error or a cut connection means', async () => {
		emulator.inject({ on: 'bucket', kind: 'status', status: 503, code: 'SlowDown' });
		expect(await putObject(contextWith(), bucket, 'x.mp4', content(data))).toEqual({
			kind: 'unclear',
			mayHaveArrived: true,
			reason: 'HTTP 503 (SlowDown)',
		});
		emulator.inject({ on: 'bucket', kind: 'reset' });
		const cut = await putObject(contextWith(), bucket, 'x.mp4', content(data));
		// Nothing else of the error that was thrown: it holds the request.
		expect(cut).toEqual({ kind: 'unclear', mayHaveArrived: true, reason: expect.any(String) });
		expect(JSON.stringify(cut)).not.toMatch(/Signature|emulator-secret/);
	});

	it('keeps nothing of a PUT that broke off', async () => {
		const body = () =>
			Readable.from(
				(async function* () {
					yield data.subarray(0, 1000);
					await new Promise((resolve) => setTimeout(resolve, 50));
					throw new Error('the disk is gone');
				})(),
			);
		const outcome = await putObject(contextWith(), bucket, 'broken.mp4', content(data, { body }));
		expect(outcome).toMatchObject({ kind: 'unclear' });
		await new Promise((resolve) => setTimeout(resolve, 50));
		expect(emulator.bucket.objects.has('broken.mp4')).toBe(false);
		expect((emulator.requests[0]?.body as ObjectBody).sha256).toBeUndefined();
	});

	it('never throws, also where the file cannot be opened or nobody listens', async () => {
		const body = () => {
			throw new Error('ENOENT /home/somebody/file');
		};
		expect(await putObject(contextWith(), bucket, 'x.mp4', content(data, { body }))).toEqual({
			kind: 'unclear',
			mayHaveArrived: false,
			reason: 'the file could not be opened',
		});
		const nowhere = { ...credential, endpoint: 'http://127.0.0.1:1' };
		expect(await putObject(contextWith(nowhere), bucketOf(nowhere), 'x.mp4', content(data))).toEqual({
			kind: 'unclear',
			mayHaveArrived: false,
			reason: 'ECONNREFUSED',
		});
	});

	it('ends with the signal, and closes the file', async () => {
		emulator.inject({ on: 'bucket', kind: 'delay', ms: 400 });
		const stop = new AbortController();
		const stream = Readable.from([data]);
		const sending = putObject(contextWith(), bucket, 'stopped.mp4', {
			...content(data, { body: () => stream }),
			signal: stop.signal,
		});
		setTimeout(() => stop.abort(), 100);
		expect(await sending).toMatchObject({ kind: 'unclear' });
		expect(stream.destroyed).toBe(true);
	});
});

describe('the Test button', () => {
	it('accepts the key of the bucket, with and without a prefix', async () => {
		const accepted = { status: 'OK', message: 'Connection successful!' };
		expect(await testButton(credential)).toEqual(accepted);
		expect(emulator.requests.at(-1)?.query).toEqual({ 'list-type': '2', 'max-keys': '1' });
		expect(await testButton({ ...credential, prefix: ' /n8n/wan/ ' })).toEqual(accepted);
		expect(emulator.requests.at(-1)?.query).toEqual({
			'list-type': '2',
			'max-keys': '1',
			prefix: 'n8n/wan',
		});
	});

	it.each([
		['a wrong secret', { accessKeySecret: 'wrong' }, /turned the key down/],
		['an unknown key', { accessKeyId: 'LTAIother' }, /turned the key down/],
		['a wrong bucket', { bucket: 'no-such-bucket' }, /no bucket of that name/],
		['a wrong region', { region: 'cn-shanghai' }, /region/],
		['an address that nobody listens at', { endpoint: 'http://127.0.0.1:1' }, /ECONNREFUSED/],
		['a field that cannot be right', { bucket: 'My Bucket' }, /'Bucket' of the credential is "My Bucket"/],
	])('tells %s', async (_what, change, message) => {
		expect(await testButton({ ...credential, ...change })).toEqual({
			status: 'Error',
			message: expect.stringMatching(message),
		});
	});

	it('does not take the page of a server that is no storage for a bucket that does not exist', async () => {
		const server = createServer((_request, response) => response.writeHead(500).end('no'));
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		expect(await testButton({ ...credential, endpoint })).toMatchObject({ status: 'Error' });
		server.close();
	});
});

it('refuses a bucket name that would hide another path', async () => {
	await expect(startEmulator({ bucket: { name: 'samples' } })).rejects.toThrow('cannot be the name');
});
