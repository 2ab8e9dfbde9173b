// cspell:ignore cret
import fc from 'fast-check';
import { baseUrlOf } from '../../../nodes/WanVideoEdit/dashscope/hosts';
import { failureOf } from '../drafts';

const custom = (baseUrl: string | undefined) => baseUrlOf({ region: 'custom', baseUrl });

describe('The host of a credential', () => {
	it.each([
		[{}, 'https://dashscope.aliyuncs.com'],
		[{ region: 'cn-beijing' }, 'https://dashscope.aliyuncs.com'],
		[{ region: 'ap-southeast-1' }, 'https://dashscope-intl.aliyuncs.com'],
		[
			{ region: 'cn-beijing', workspaceId: ' llm-abc123 ' },
			'https://llm-abc123.cn-beijing.maas.aliyuncs.com',
		],
		[{ region: 'ap-southeast-1', workspaceId: 'ws1' }, 'https://ws1.ap-southeast-1.maas.aliyuncs.com'],
		[{ region: 'cn-beijing', workspaceId: '  ' }, 'https://dashscope.aliyuncs.com'],
		[{ region: 'cn-beijing', baseUrl: 'https://left-over.example.com' }, 'https://dashscope.aliyuncs.com'],
		[{ region: 'custom', workspaceId: 'ws1', baseUrl: 'http://localhost:1' }, 'http://localhost:1'],
	])('of %j is %s', (credential, host) => {
		expect(baseUrlOf(credential)).toBe(host);
	});

	it.each([
		['https://gateway.example.com', 'https://gateway.example.com'],
		['https://gateway.example.com/', 'https://gateway.example.com'],
		['https://gateway.example.com///', 'https://gateway.example.com'],
		[' http://127.0.0.1:8080/ ', 'http://127.0.0.1:8080'],
		['https://gateway.example.com/dashscope/', 'https://gateway.example.com/dashscope'],
		['https://gateway.example.com/api/v1', 'https://gateway.example.com'],
		['https://gateway.example.com/api/v1/', 'https://gateway.example.com'],
		['https://gateway.example.com/dashscope/api/v1/', 'https://gateway.example.com/dashscope'],
	])('with the custom address %p is %s', (text, host) => {
		expect(custom(text)).toBe(host);
	});

	it.each([
		undefined,
		'',
		'gateway.example.com',
		'localhost:8080',
		'ftp://gateway.example.com',
		'file:///etc/passwd',
		'javascript:alert(1)',
		'https://',
		'https://gateway.example.com/?x=1',
		'https://gateway.example.com/#x',
		'https://gateway.example.com/?',
		'https://gateway.example.com/#',
	])('cannot be the custom address %p', (text) => {
		const failure = failureOf(() => custom(text));
		expect(failure.kind).toBe('credential');
		expect(failure.message).toMatch(
			/^'Base URL' of the credential is (?:".*"|empty); it must be an http or https address without a query$/,
		);
		expect(failure.description).toBe(
			'Enter the part of the address before /api/v1, e.g. https://gateway.example.com/dashscope.',
		);
	});

	it.each([
		'https://me:s3cret@gateway.example.com',
		'https://s3cret@gateway.example.com/',
		'https://:s3cret@gateway.example.com',
		'https://me:a@s3cret@gateway.example.com',
		'https://me:a/s3cret@gateway.example.com',
		'me:s3cret@gateway.example.com',
		'ftp://me:s3cret@gateway.example.com',
		'https://gateway.example.com/?key=s3cret',
		'https://gateway.example.com/#s3cret',
		'gateway.example.com?key=s3cret',
	])('is rejected if it contains a secret, like %s, and the message does not repeat the secret', (text) => {
		const failure = failureOf(() => custom(text));
		expect(failure.message + failure.description).not.toContain('s3cret');
	});

	it.each(['llm abc', 'evil.example.com/', 'a/b', 'a.b', '@evil', 'a:b', 'ä', '-a', 'a'.repeat(64)])(
		'cannot have the workspace %p, since it becomes part of the host that receives the key',
		(workspaceId) => {
			const failure = failureOf(() => baseUrlOf({ region: 'cn-beijing', workspaceId }));
			expect(failure.kind).toBe('credential');
			expect(failure.message).toBe(
				`'Workspace ID' of the credential is "${workspaceId}"; it can contain letters, digits and hyphens`,
			);
		},
	);

	it("is always under Alibaba Cloud's domain, whatever the workspace is", () => {
		fc.assert(
			fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.domain()), (workspaceId) => {
				let host: string;
				try {
					host = baseUrlOf({ region: 'cn-beijing', workspaceId });
				} catch {
					return;
				}
				expect(new URL(host).hostname).toMatch(/\.aliyuncs\.com$/);
			}),
		);
	});

	it('is an http or https address without slash, query and user, whatever the custom address is', () => {
		fc.assert(
			fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (text) => {
				let host: string;
				try {
					host = custom(text);
				} catch {
					return;
				}
				const url = new URL(`${host}/api/v1/tasks/`);
				expect(url.search + url.hash + url.username + url.password).toBe('');
				expect(url.pathname.endsWith('/api/v1/tasks/')).toBe(true);
				expect(host).not.toMatch(/\/$/);
			}),
		);
	});
});
