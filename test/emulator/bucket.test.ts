// cspell:ignore Iother
import { fetch } from 'undici';
import { WanOssApi } from '../../credentials/WanOssApi.credentials';
import { startEmulator } from '../../emulator';
import { bucketOf, objectUrl, presignedGet } from '../../nodes/WanVideoEdit/oss/bucket';
import { objectKey } from '../../nodes/WanVideoEdit/oss/objectKey';
import { putObject } from '../../nodes/WanVideoEdit/oss/put';
import { presignedQuery, signedHeaders, type RequestToSign } from '../../nodes/WanVideoEdit/oss/signature';
import { VirtualTime } from '../support/virtualTime';
import {
	authenticated,
	bucket,
	content,
	contextWith,
	credential,
	emulator,
	put,
	sha256,
	startWithBucket,
} from './bucketClient';
import { clientOf, edit } from './client';

const HOUR = 3600_000;

beforeAll(startWithBucket);
afterAll(() => emulator.close());
beforeEach(() => {
	emulator.forget();
	emulator.clearFaults();
});

const xml = (status: number, code: string, words = '') => ({
	status,
	headers: expect.objectContaining({ 'content-type': expect.stringContaining('application/xml') }),
	text: expect.stringMatching(new RegExp(`<Code>${code}</Code>[^]*${words}`)),
});

describe('requests that the credential signs', () => {
	const data = Buffer.from('a file of thirty and some bytes');

	it.each(['plain.mp4', 'folder/with space+plus%percent.mp4', '目录/🎬 (1)!.mp4', "it's*~&=?#.mp4"])(
		'puts, heads, lists and gets %s',
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

describe('rejections', () => {
	const list = { url: '/', qs: { 'list-type': 2 } };

	it.each([
		['another secret', { accessKeySecret: 'wrong' }, 403, 'SignatureDoesNotMatch'],
		['an unknown key', { accessKeyId: 'LTAIother' }, 403, 'InvalidAccessKeyId'],
		['another bucket', { bucket: 'no-such-bucket' }, 404, 'NoSuchBucket'],
		['another region', { region: 'cn-shanghai' }, 400, 'InvalidArgument'],
	])('rejects %s', async (_what, change, status, code) => {
		expect(await authenticated(list, { ...credential, ...change })).toEqual(xml(status, code));
		expect(emulator.requests.at(-1)).toMatchObject({ endpoint: 'bucket', status });
	});

	it('rejects requests without a signature, with two, and with one for another request', async () => {
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

	it('rejects a clock that is more than a quarter of an hour off', async () => {
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

	it('returns 404 for an object that was not uploaded', async () => {
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
		const clock = new VirtualTime(Date.now());
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
		const own = await startEmulator({ render: 'sample', runSeconds: { queue: 0, run: 0 } });
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

	it('are valid for seven days at most', async () => {
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

it('rejects a bucket name that would hide another path', async () => {
	await expect(startEmulator({ bucket: { name: 'samples' } })).rejects.toThrow('cannot be the name');
});
