// cspell:ignore Iother
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { credential, emulator, startWithBucket } from './bucketClient';
import { testButton } from '../unit/oss/testButton';

beforeAll(startWithBucket);
afterAll(() => emulator.close());
beforeEach(() => {
	emulator.forget();
	emulator.clearFaults();
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
		[
			'a wrong secret',
			{ accessKeySecret: 'wrong' },
			/^The secret does not belong .*SignatureDoesNotMatch.*'Access Key Secret' and 'Region'/,
		],
		['an unknown key', { accessKeyId: 'LTAIother' }, /^The access key does not exist.*'Access Key ID'/],
		[
			'a wrong bucket',
			{ bucket: 'no-such-bucket' },
			/no bucket with that name.*'Region', 'Bucket' and 'Endpoint'/,
		],
		['a wrong region', { region: 'cn-shanghai' }, /another region.*'Region'/],
		['an address that nobody listens at', { endpoint: 'http://127.0.0.1:1' }, /ECONNREFUSED/],
		['a field that cannot be right', { bucket: 'My Bucket' }, /'Bucket' of the credential is "My Bucket"/],
	])('reports %s', async (_what, change, message) => {
		expect(await testButton({ ...credential, ...change })).toEqual({
			status: 'Error',
			message: expect.stringMatching(message),
		});
	});

	it('does not mistake the page of another server for a missing bucket', async () => {
		const server = createServer((_request, response) => response.writeHead(500).end('no'));
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		expect(await testButton({ ...credential, endpoint })).toMatchObject({ status: 'Error' });
		server.close();
	});

	it.each<[number, string, string, RegExp]>([
		[403, 'PublicEndpointForbidden', 'Public endpoint is forbidden.', /domain of your own.*'Endpoint'/],
		[403, 'RequestTimeTooSkewed', 'The difference is too large.', /clock/],
		[403, 'AccessDenied', 'Access denied by bucket policy.', /bucket policy/],
		[403, 'AccessDenied', 'You have no right to access this object.', /oss:ListObjects/],
		[403, 'UserDisable', 'UserDisable', /bill/],
		[403, 'SecondLevelDomainForbidden', 'Forbidden.', /'Endpoint'/],
		[503, 'ServiceUnavailable', 'Please retry later.', /wait/],
	])(
		'explains HTTP %d %s "%s" by its cause, and does not blame the signature',
		async (status, code, message, words) => {
			emulator.inject({ on: 'bucket', kind: 'status', status, code, message });
			const result = await testButton(credential);
			expect(result).toEqual({ status: 'Error', message: expect.stringMatching(words) });
			expect(result.message).toContain(`(HTTP ${status} ${code})`);
			expect(result.message).not.toMatch(/signature|secret/i);
		},
	);
});
