import OSS from 'ali-oss';
import * as sdk from 'ali-oss/lib/common/signUtils';
import fc from 'fast-check';
import {
	encodedKey,
	encodedQuery,
	MAX_LINK_SECONDS,
	presignedQuery,
	signedHeaders,
	type RequestToSign,
	type SigningKey,
} from '../../../nodes/WanVideoEdit/oss/signature';

const BUCKET = 'my-bucket';

const piece = fc.oneof(
	fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }),
	fc.constantFrom(
		' ',
		'+',
		'%',
		'%2F',
		'//',
		'/',
		'视频',
		'目录',
		'🎬',
		'👩‍🚀',
		'.',
		'..',
		"!'()*",
		'?&=#',
		'~-_',
		'é',
	),
);
const key = fc
	.array(piece, { minLength: 1, maxLength: 6 })
	.map((pieces) => pieces.join(''))
	// OSS accepts no key that begins with a slash.
	.filter((text) => !text.startsWith('/'));
/** The SDK sorts by locale, OSS by bytes: these names have the same order in both. */
const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/);
const value = fc.array(piece, { maxLength: 3 }).map((pieces) => pieces.join(''));
const query = fc.dictionary(name, value, { maxKeys: 5, noNullPrototype: true });
const headerValue = fc.stringMatching(/^ {0,2}[A-Za-z0-9/;=.-]{1,20} {0,2}$/);
const headers = fc.record(
	{
		'Content-Type': headerValue,
		'content-md5': headerValue,
		'X-Oss-Meta-Name': headerValue,
		'x-oss-object-acl': fc.constantFrom('private', 'default'),
		Host: fc.constant('my-bucket.oss-cn-beijing.aliyuncs.com'),
		range: fc.constant('bytes=0-9'),
		'User-Agent': headerValue,
	},
	{ requiredKeys: ['Host', 'range'] },
);
const additional = fc.subarray(['Host', 'range', 'host', 'content-type']);
const method = fc.constantFrom('GET', 'PUT', 'HEAD', 'POST', 'DELETE', 'put');
const time = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2040, 0, 1) });
const signingKey = fc.record({
	accessKeyId: fc.stringMatching(/^LTAI[A-Za-z0-9]{8,20}$/),
	accessKeySecret: fc.stringMatching(/^[A-Za-z0-9]{10,30}$/),
	region: fc.constantFrom('cn-beijing', 'cn-hangzhou', 'ap-southeast-1', 'us-west-1', 'rg-china-mainland'),
});
const request: fc.Arbitrary<RequestToSign> = fc.record({
	method,
	bucket: fc.constant(BUCKET),
	key: fc.oneof(key, fc.constant('')),
	query,
	headers,
	additionalHeaders: additional,
});

/**
 * Empty values: the JavaScript SDK needs null where those of Go, Java and Python, and OSS itself, use an
 * empty string.
 */
const queriesOf = ({ query: entries = {} }: RequestToSign) =>
	Object.fromEntries(Object.entries(entries).map(([field, text]) => [field, text === '' ? null : text]));

describe('signed headers', () => {
	it('equal those of the official SDK', () => {
		fc.assert(
			fc.property(request, signingKey, time, (asked, owner, now) => {
				const { Authorization, ...stamp } = signedHeaders(asked, owner, now);
				const expected = sdk.authorizationV4(
					owner.accessKeyId,
					owner.accessKeySecret,
					owner.region,
					asked.method,
					{ headers: { ...asked.headers, ...stamp }, queries: queriesOf(asked) },
					asked.bucket,
					asked.key,
					[...(asked.additionalHeaders ?? [])],
				);
				expect(Authorization).toBe(expected);
			}),
			{ numRuns: 1000 },
		);
	});

	it('match the test vector that the official SDKs for Go, Java, PHP and Python share', () => {
		const asked = {
			method: 'PUT',
			bucket: 'bucket',
			key: '1234+-/123/1.txt',
			headers: {
				'x-oss-head1': 'value',
				abc: 'value',
				ZAbc: 'value',
				XYZ: 'value',
				'content-type': 'text/plain',
			},
			query: {
				param1: 'value1',
				'+param1': 'value3',
				'|param1': 'value4',
				'+param2': '',
				'|param2': '',
				param2: '',
			},
		};
		const owner = { accessKeyId: 'ak', accessKeySecret: 'sk', region: 'cn-hangzhou' };
		expect(signedHeaders(asked, owner, 1_702_743_657_000)).toEqual({
			'x-oss-date': '20231216T162057Z',
			'x-oss-content-sha256': 'UNSIGNED-PAYLOAD',
			Authorization:
				'OSS4-HMAC-SHA256 Credential=ak/20231216/cn-hangzhou/oss/aliyun_v4_request,Signature=e21d18daa82167720f9b1047ae7e7f1ce7cb77a31e8203a7d5f4624fa0284afe',
		});
	});

	it('change with everything that is signed, and with nothing else', () => {
		const asked: RequestToSign = {
			method: 'PUT',
			bucket: BUCKET,
			key: 'a/b.mp4',
			query: { acl: '' },
			headers: { 'Content-Type': 'video/mp4', Host: 'one.example.com' },
		};
		const owner = { accessKeyId: 'id', accessKeySecret: 'secret', region: 'cn-beijing' };
		const sign = (change: Partial<RequestToSign> = {}, by: Partial<SigningKey> = {}, now = 1.7e12) =>
			signedHeaders({ ...asked, ...change }, { ...owner, ...by }, now).Authorization;
		const others = [
			sign({ method: 'GET' }),
			sign({ bucket: 'other' }),
			sign({ key: 'a/c.mp4' }),
			sign({ query: {} }),
			sign({ query: { acl: '1' } }),
			sign({ headers: { 'Content-Type': 'video/quicktime' } }),
			sign({ headers: { ...asked.headers, 'x-oss-meta-a': '1' } }),
			sign({ additionalHeaders: ['host'] }),
			sign({}, { accessKeySecret: 'other' }),
			sign({}, { region: 'cn-hangzhou' }),
			sign({}, {}, 1.7e12 + 1000),
		];
		expect(new Set([...others, sign()]).size).toBe(others.length + 1);
		expect(sign({ headers: { 'Content-Type': 'video/mp4', Host: 'two.example.com' } })).toBe(sign());
		expect(sign({}, {}, 1.7e12 + 999)).toBe(sign());
	});

	it('cannot be made for a header that is missing', () => {
		const owner = { accessKeyId: 'id', accessKeySecret: 'secret', region: 'cn-beijing' };
		const asked = { method: 'GET', bucket: BUCKET, key: 'a', additionalHeaders: ['Host'] };
		expect(() => signedHeaders(asked, owner, 0)).toThrow(RangeError);
	});
});

describe('presigned links', () => {
	const seconds = fc.integer({ min: 1, max: MAX_LINK_SECONDS });

	it('equal those of the official SDK', async () => {
		const asked = fc.record({
			method: fc.constantFrom('GET', 'HEAD', 'PUT'),
			bucket: fc.constant(BUCKET),
			key,
			query,
			headers,
			additionalHeaders: additional,
		});
		jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'setTimeout'] });
		try {
			await fc.assert(
				fc.asyncProperty(asked, signingKey, seconds, time, async (one, owner, life, now) => {
					jest.setSystemTime(now);
					const client = new OSS({ ...owner, region: `oss-${owner.region}`, bucket: BUCKET });
					const url = await client.signatureUrlV4(
						one.method as 'GET',
						life,
						{ headers: { ...one.headers }, queries: queriesOf(one) },
						one.key,
						[...one.additionalHeaders],
					);
					const expected = new URL(url);
					const made = presignedQuery(one, life, owner, now);
					expect(made).toEqual(Object.fromEntries(expected.searchParams));
				}),
				{ numRuns: 500 },
			);
		} finally {
			jest.useRealTimers();
		}
	});

	it('are unchanged by URL parsing', () => {
		fc.assert(
			fc.property(key, query, (text, entries) => {
				const url = new URL(`https://example.com/x/${encodedKey(text)}?${encodedQuery(entries)}`);
				expect(Object.fromEntries(url.searchParams)).toEqual(entries);
				expect(url.href).toMatch(/^[\x21-\x7e]+$/);
				// A client would go up a folder for a path segment of dots.
				if (!text.split('/').some((part) => /^\.{1,2}$/.test(part))) {
					expect(decodeURIComponent(url.pathname)).toBe(`/x/${text}`);
				}
			}),
			{ numRuns: 500 },
		);
	});

	it.each([0, -1, 1.5, NaN, MAX_LINK_SECONDS + 1])('cannot be valid for %p seconds', (life) => {
		const owner = { accessKeyId: 'id', accessKeySecret: 'secret', region: 'cn-beijing' };
		expect(() => presignedQuery({ method: 'GET', bucket: BUCKET, key: 'a' }, life, owner, 0)).toThrow(
			RangeError,
		);
	});
});

describe('percent-encoding', () => {
	it('leaves only the slashes of a key unencoded', () => {
		expect(encodedKey("a b/+%/!'()*/~-_./目.mp4")).toBe('a%20b/%2B%25/%21%27%28%29%2A/~-_./%E7%9B%AE.mp4');
	});

	it('sorts a query by its encoded names, and writes an empty value as a bare name', () => {
		expect(encodedQuery({ b: '', a: 'x y', 'list-type': '2', 目: '1', '+': '/' })).toBe(
			'%2B=%2F&%E7%9B%AE=1&a=x%20y&b&list-type=2',
		);
	});
});
