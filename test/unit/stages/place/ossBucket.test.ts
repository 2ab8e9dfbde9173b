import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';
import type { InputFile } from '../../../../nodes/WanVideoEdit/n8n/files';
import { OssPlacement } from '../../../../nodes/WanVideoEdit/stages/place/ossBucket';
import type { PlacedFile } from '../../../../nodes/WanVideoEdit/stages/place/placement';
import { rejectionOf } from '../../drafts';
import { runOver, VirtualClock } from '../../standIns';

const HOUR = 3_600_000;
const CREDENTIAL = { bucket: 'my-videos', accessKeyId: 'LTAIx', accessKeySecret: 'secret' };

const fileNamed = (identity: string, mimeType: string | undefined): InputFile =>
	({
		identity,
		bytes: 3,
		binary: { data: '', mimeType },
		body: () => Buffer.from('abc'),
	}) as unknown as InputFile;

const placed = (identity: string, mimeType: string | undefined = 'text/html'): PlacedFile =>
	({
		file: fileNamed(identity, mimeType),
		bytes: 3,
		...{ extension: 'mp4', mimeType: 'video/mp4' },
		...{ model: 'wan2.7-videoedit', label: 'Video', item: 0 },
	}) as unknown as PlacedFile;

/** The bucket in several tries of one execution, with these response statuses; the last one applies forever. */
function bucketOver(...statuses: number[]) {
	const puts: IHttpRequestOptions[] = [];
	const nodeContext = {};
	const clock = new VirtualClock();
	const credential = { ...CREDENTIAL };
	const nextTry = () => {
		const context = {
			getContext: () => nodeContext,
			getNode: () => ({ credentials: { wanOssApi: { id: '1', name: 'Bucket' } } }),
			getCredentials: async () => await Promise.resolve(credential),
			helpers: {
				async httpRequestWithAuthentication(_: string, options: IHttpRequestOptions) {
					puts.push(options);
					const statusCode = statuses[Math.min(puts.length, statuses.length) - 1] ?? 200;
					return await Promise.resolve({ statusCode, headers: {}, body: '' });
				},
			},
		};
		const { run } = runOver([], { context: context as unknown as IExecuteFunctions, clock });
		return new OssPlacement(run, 24);
	};
	return { puts, clock, credential, nextTry };
}

describe("A file in the user's bucket", () => {
	it.each(['text/html', undefined])(
		'has the type of its content, even if the item says %s',
		async (mimeType) => {
			const { puts, nextTry } = bucketOver();
			await nextTry().place(placed('a', mimeType));
			expect(puts[0]?.headers).toMatchObject({ 'Content-Type': 'video/mp4' });
		},
	);

	it.each([
		['video/webm', 'video/webm'],
		[undefined, 'application/octet-stream'],
		['', 'application/octet-stream'],
	])('that is archived has the type that it was downloaded with: %s', async (mimeType, sent) => {
		const { puts, nextTry } = bucketOver();
		await nextTry().keep(fileNamed('a', mimeType), 'wan.mp4');
		expect(puts[0]?.headers).toMatchObject({ 'Content-Type': sent });
	});

	it('is uploaded once, even by a later try of the execution, and gets a link of full lifetime each time', async () => {
		const { puts, clock, nextTry } = bucketOver();
		const first = await nextTry().place(placed('a'));
		clock.setBy(HOUR);
		const second = await nextTry().place(placed('a'));
		expect(puts).toHaveLength(1);
		expect(new URL(second).pathname).toBe(new URL(first).pathname);
		expect(new URL(second).searchParams.get('x-oss-date')).toBe('20261120T130000Z');
		expect(new URL(second).searchParams.get('x-oss-expires')).toBe(String(24 * 3600));
	});

	it('is uploaded again after half a day, when a rule of the bucket may delete it', async () => {
		const { puts, clock, nextTry } = bucketOver();
		await nextTry().place(placed('a'));
		clock.setBy(13 * HOUR);
		await nextTry().place(placed('a'));
		expect(puts).toHaveLength(2);
	});

	it('is uploaded again to another bucket', async () => {
		const { puts, credential, nextTry } = bucketOver();
		await nextTry().place(placed('a'));
		credential.bucket = 'other-videos';
		await nextTry().place(placed('a'));
		expect(puts).toHaveLength(2);
	});

	it('is uploaded again by the next item after a rejection', async () => {
		const { puts, nextTry } = bucketOver(403, 200);
		const bucket = nextTry();
		expect((await rejectionOf(bucket.place(placed('a')))).message).toContain('HTTP 403');
		expect(await bucket.place(placed('a'))).toContain('my-videos');
		expect(puts).toHaveLength(2);
	});
});
