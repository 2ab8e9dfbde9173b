// cspell:ignore Iother
import { Readable } from 'node:stream';
import type { ObjectBody } from '../../emulator';
import { bucketOf } from '../../nodes/WanVideoEdit/oss/bucket';
import { putObject } from '../../nodes/WanVideoEdit/oss/put';
import { until } from '../support/until';
import { bucket, content, contextWith, credential, emulator, sha256, startWithBucket } from './bucketClient';

beforeAll(startWithBucket);
afterAll(() => emulator.close());
beforeEach(() => {
	emulator.forget();
	emulator.clearFaults();
});

describe('putObject', () => {
	const data = Buffer.alloc(200_000, 'wan');

	it('streams a file, which is then stored', async () => {
		expect(await putObject(contextWith(), bucket, 'put.mp4', content(data))).toEqual({ kind: 'stored' });
		expect(emulator.requests[0]).toMatchObject({
			headers: { 'content-length': '200000', 'content-type': 'video/mp4' },
			body: { bytes: 200_000, sha256: sha256(data) },
		});
		expect(emulator.bucket.objects.has('put.mp4')).toBe(true);
	});

	it('accepts a buffer too', async () => {
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
	])('reports with %o why it was rejected', async (change, httpStatus, code) => {
		const context = contextWith({ ...credential, ...change });
		expect(await putObject(context, bucket, 'no.mp4', content(data))).toEqual({
			kind: 'refused',
			httpStatus,
			code,
			endpoint: null,
			message: expect.any(String),
			requestId: expect.stringMatching(/^[0-9A-F]{24}$/),
		});
	});

	it('reports that the bucket does not exist', async () => {
		const elsewhere = { ...credential, bucket: 'no-such-bucket' };
		const outcome = await putObject(contextWith(elsewhere), bucketOf(elsewhere), 'no.mp4', content(data));
		expect(outcome).toMatchObject({ kind: 'refused', code: 'NoSuchBucket' });
	});

	it('leaves open what a server error or a lost connection means', async () => {
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

	it('keeps nothing of a PUT that was cut off', async () => {
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

	it('never throws, not even if the file cannot be opened or the host is down', async () => {
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
			reason: 'the connection was refused (ECONNREFUSED)',
		});
	});

	it('ends when the signal is aborted, and closes the file', async () => {
		emulator.inject({ on: 'bucket', kind: 'delay', ms: 400 });
		const stop = new AbortController();
		const stream = Readable.from([data]);
		const sending = putObject(contextWith(), bucket, 'stopped.mp4', {
			...content(data, { body: () => stream }),
			signal: stop.signal,
		});
		await until(() => emulator.count('bucket') === 1);
		stop.abort();
		expect(await sending).toMatchObject({ kind: 'unclear' });
		expect(stream.destroyed).toBe(true);
	});
});
