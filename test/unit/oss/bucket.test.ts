// cspell:ignore Abez crème
import fc from 'fast-check';
import { inspect } from 'node:util';
import { Failure } from '../../../nodes/WanVideoEdit/failure/failure';
import {
	bucketOf,
	objectUrl,
	presignedGet,
	type OssCredential,
} from '../../../nodes/WanVideoEdit/oss/bucket';
import { objectKey } from '../../../nodes/WanVideoEdit/oss/objectKey';

const SECRET = 'Zm9vYmFyYmF6cXV4';
const credential: OssCredential = {
	accessKeyId: 'LTAI5tExample',
	accessKeySecret: SECRET,
	region: 'cn-beijing',
	bucket: 'my-videos',
	endpoint: '',
	prefix: '',
};
const withFields = (fields: OssCredential) => bucketOf({ ...credential, ...fields });
const failureOf = (fields: OssCredential): Failure => {
	try {
		withFields(fields);
	} catch (thrown) {
		if (thrown instanceof Failure) return thrown;
	}
	throw new Error('It was taken');
};

describe('the address of the bucket', () => {
	it.each([
		['', 'https://my-videos.oss-cn-beijing.aliyuncs.com', false],
		['  ', 'https://my-videos.oss-cn-beijing.aliyuncs.com', false],
		['oss-cn-beijing.aliyuncs.com', 'https://my-videos.oss-cn-beijing.aliyuncs.com', false],
		['https://oss-cn-beijing.aliyuncs.com/', 'https://my-videos.oss-cn-beijing.aliyuncs.com', false],
		['my-videos.oss-cn-beijing.aliyuncs.com', 'https://my-videos.oss-cn-beijing.aliyuncs.com', false],
		['oss-accelerate.aliyuncs.com', 'https://my-videos.oss-accelerate.aliyuncs.com', false],
		['my-videos.oss-accelerate.aliyuncs.com', 'https://my-videos.oss-accelerate.aliyuncs.com', false],
		['https://media.example.com', 'https://media.example.com', false],
		['http://media.example.com:8080/', 'http://media.example.com:8080', false],
		['media.example.com', 'https://media.example.com', false],
		['http://127.0.0.1:8787', 'http://127.0.0.1:8787/my-videos', true],
		['http://localhost:8787/', 'http://localhost:8787/my-videos', true],
		['http://[::1]:8787', 'http://[::1]:8787/my-videos', true],
	])('for the endpoint "%s" is %s', (endpoint, baseUrl, pathStyle) => {
		expect(withFields({ endpoint })).toMatchObject({ baseUrl, pathStyle });
	});

	it.each(['cn-shanghai', 'oss-cn-shanghai', ' OSS-CN-Shanghai '])('accepts the region as %s', (region) => {
		expect(withFields({ region })).toMatchObject({
			region: 'cn-shanghai',
			baseUrl: 'https://my-videos.oss-cn-shanghai.aliyuncs.com',
		});
	});

	it('defaults to Beijing', () => {
		expect(withFields({ region: undefined }).region).toBe('cn-beijing');
	});

	it('precedes an encoded key', () => {
		expect(objectUrl(bucketOf(credential), '目录/a b+.mp4')).toBe(
			'https://my-videos.oss-cn-beijing.aliyuncs.com/%E7%9B%AE%E5%BD%95/a%20b%2B.mp4',
		);
	});
});

describe('an invalid credential', () => {
	it.each<[string, OssCredential]>([
		['Bucket', { bucket: '' }],
		['Bucket', { bucket: undefined }],
		['Bucket', { bucket: 'ab' }],
		['Bucket', { bucket: 'My-Videos' }],
		['Bucket', { bucket: '-videos' }],
		['Bucket', { bucket: 'videos.example.com' }],
		['Bucket', { bucket: 'a'.repeat(64) }],
		['Region', { region: 'Beijing!' }],
		['Region', { region: 'oss-accelerate' }],
		['Region', { region: 'oss-cn-beijing-internal' }],
		['Region', { region: 'cn-beijing.aliyuncs.com' }],
		['Access Key ID', { accessKeyId: ' ' }],
		['Access Key ID', { accessKeyId: 'two words' }],
		['Access Key ID', { accessKeyId: 'STS.NUgYrLnoC37mZZCNnAbez' }],
		['Access Key Secret', { accessKeySecret: '' }],
		['Access Key Secret', { accessKeySecret: `${SECRET} twice` }],
		['Endpoint', { endpoint: 'https://media.example.com/folder' }],
		['Endpoint', { endpoint: 'https://media.example.com?x=1' }],
		['Endpoint', { endpoint: 'https://user:pass@media.example.com' }],
		['Endpoint', { endpoint: 'ftp://media.example.com' }],
		['Endpoint', { endpoint: 'not an address' }],
		['Endpoint', { endpoint: 'other-bucket.oss-cn-beijing.aliyuncs.com' }],
		['Endpoint', { endpoint: 'oss-cn-beijing-internal.aliyuncs.com' }],
		['Prefix', { prefix: '../up' }],
		['Prefix', { prefix: 'a/./b' }],
		['Prefix', { prefix: 'a//b' }],
		['Prefix', { prefix: '目录' }],
		['Prefix', { prefix: 'a'.repeat(501) }],
	])('is rejected with the name of its field: %s %o', (field, fields) => {
		const failure = failureOf(fields);
		expect(failure.kind).toBe('credential');
		expect(failure.message).toContain(`'${field}' of the credential is`);
	});

	it('never reveals the secret, or a password in an address', () => {
		const texts = [
			failureOf({ accessKeySecret: `${SECRET} ` + 'x' }),
			failureOf({ endpoint: `https://user:${SECRET}@media.example.com` }),
			failureOf({ endpoint: `https://media.example.com/?x=${SECRET}` }),
		].map(({ message, description }) => `${message} ${description}`);
		for (const text of texts) expect(text).not.toContain(SECRET);
		const bucket = bucketOf(credential);
		expect(JSON.stringify(bucket)).not.toContain(SECRET);
		expect(inspect(bucket, { depth: 9, showHidden: true })).not.toContain(SECRET);
	});
});

describe('a presigned link', () => {
	it('is created without a request and contains no secret', () => {
		const link = presignedGet(bucketOf(credential), 'n8n/a.mp4', 86_400, Date.UTC(2026, 0, 2, 3, 4, 5));
		const url = new URL(link);
		expect(`${url.origin}${url.pathname}`).toBe('https://my-videos.oss-cn-beijing.aliyuncs.com/n8n/a.mp4');
		expect(Object.fromEntries(url.searchParams)).toEqual({
			'x-oss-credential': 'LTAI5tExample/20260102/cn-beijing/oss/aliyun_v4_request',
			'x-oss-date': '20260102T030405Z',
			'x-oss-expires': '86400',
			'x-oss-signature-version': 'OSS4-HMAC-SHA256',
			'x-oss-signature': expect.stringMatching(/^[0-9a-f]{64}$/),
		});
		expect(link).not.toContain(SECRET);
	});
});

describe('the key of a file', () => {
	const bucket = bucketOf({ ...credential, prefix: '/n8n/wan/' });
	const named = (name: string) => objectKey(bucket, name, 'u').slice('n8n/wan/u-'.length);

	it.each([
		['clip.mp4', 'clip.mp4'],
		['My holiday (1).MP4', 'My-holiday-1.MP4'],
		['视频.mp4', 'file.mp4'],
		['视频 2.mp4', '2.mp4'],
		['Café crème.png', 'Cafe-creme.png'],
		['C:\\fakepath\\clip.mp4', 'clip.mp4'],
		['../../etc/passwd', 'passwd'],
		['..', 'file'],
		['', 'file'],
		['.mp4', 'file.mp4'],
		['a..b...mp4', 'a.b.mp4'],
		['-rf.mp4', 'rf.mp4'],
		['a%2e%2e/b?x=1#y.jpg', 'b-x-1-y.jpg'],
	])('%s becomes %s', (name, expected) => {
		expect(named(name)).toBe(expected);
	});

	it('keeps the extension of a long name', () => {
		expect(named(`${'a'.repeat(300)}.mp4`)).toMatch(/^a{96}\.mp4$/);
	});

	it('is plain ASCII for every name, and starts with its folder', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (name) => {
				const key = objectKey(bucket, name);
				expect(key).toMatch(/^n8n\/wan\/[0-9a-f-]{36}-\w[\w.-]{0,99}$/);
				expect(key).not.toContain('..');
			}),
			{ numRuns: 1000 },
		);
	});

	it('is unique', () => {
		const keys = Array.from({ length: 1000 }, () => objectKey(bucketOf(credential), 'clip.mp4'));
		expect(new Set(keys).size).toBe(1000);
		expect(keys[0]).toMatch(/^[0-9a-f-]{36}-clip\.mp4$/);
	});
});
