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
