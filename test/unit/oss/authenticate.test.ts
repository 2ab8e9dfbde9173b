import type { IHttpRequestOptions } from 'n8n-workflow';
import { signRequest } from '../../../nodes/WanVideoEdit/oss/authenticate';
import { signedHeaders } from '../../../nodes/WanVideoEdit/oss/signature';

const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);
const KEY = { accessKeyId: 'LTAI5tExample', accessKeySecret: 'emulator-secret', region: 'cn-beijing' };
const credential = { ...KEY, bucket: 'my-videos' };
const HOST = 'https://my-videos.oss-cn-beijing.aliyuncs.com';

const sign = (request: Partial<IHttpRequestOptions>, fields = {}) =>
	signRequest({ ...credential, ...fields }, { url: '', ...request }, NOW);

it('signs what it sends: method, key, query and headers', () => {
	const body = Buffer.from('x');
	const signed = sign({
		method: 'PUT',
		url: `${HOST}/a%20b/%E7%9B%AE.mp4?acl`,
		qs: { 'x-y': 'p q', none: undefined, nothing: null as unknown as string, two: 2 },
		headers: { 'Content-Type': 'video/mp4', 'Content-Length': 1 },
		body,
		disableFollowRedirect: true,
	});
	const query = { acl: '', 'x-y': 'p q', two: '2' };
	const headers = { 'Content-Type': 'video/mp4' };
	expect(signed).toEqual({
		method: 'PUT',
		url: `${HOST}/a%20b/%E7%9B%AE.mp4?acl&two=2&x-y=p%20q`,
		headers: {
			'Content-Type': 'video/mp4',
			'Content-Length': '1',
			...signedHeaders({ method: 'PUT', bucket: 'my-videos', key: 'a b/目.mp4', query, headers }, KEY, NOW),
		},
		body,
		disableFollowRedirect: true,
	});
});

it('accepts a path without a host as an address inside the bucket', () => {
	expect(sign({ url: '' }).url).toBe(`${HOST}/`);
	expect(sign({ url: '/', qs: { 'list-type': '2' } }).url).toBe(`${HOST}/?list-type=2`);
	expect(sign({ baseURL: HOST, url: '/a.mp4' }).url).toBe(`${HOST}/a.mp4`);
	expect(sign({ url: 'a.mp4' }, { endpoint: 'http://127.0.0.1:8787' }).url).toBe(
		'http://127.0.0.1:8787/my-videos/a.mp4',
	);
});

it('replaces an older signature', () => {
	const first = sign({ url: '/a.mp4' });
	const again = signRequest(
		credential,
		{ ...first, headers: { ...first.headers, AUTHORIZATION: 'old' } },
		NOW,
	);
	expect(again).toEqual(first);
});

it.each([
	'https://example.com/my-videos/a.mp4',
	'https://my-videos.oss-cn-beijing.aliyuncs.com.example.com/a.mp4',
	'http://my-videos.oss-cn-beijing.aliyuncs.com/a.mp4',
	'https://my-videos.oss-cn-beijing.aliyuncs.com:8443/a.mp4',
	'https://other.oss-cn-beijing.aliyuncs.com/a.mp4',
	`${HOST}/%E0%A4%A`,
])('signs nothing for %s', (url) => {
	expect(() => sign({ url })).toThrow('does not go to the bucket');
});

it('does not leave the bucket through a path with dots', () => {
	const endpoint = 'http://127.0.0.1:8787';
	expect(() => sign({ url: `${endpoint}/my-videos/../other/a.mp4` }, { endpoint })).toThrow('does not go');
	expect(() => sign({ url: '../other/a.mp4' }, { endpoint })).toThrow('does not go');
	expect(() => sign({ url: `${endpoint}/my-videos-2/a.mp4` }, { endpoint })).toThrow('does not go');
});

it('rejects an incomplete credential before anything is sent', () => {
	expect(() => sign({ url: '/' }, { bucket: '' })).toThrow("'Bucket' of the credential is empty");
});
