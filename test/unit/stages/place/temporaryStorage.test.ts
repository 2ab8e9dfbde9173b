import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';
import type { PlacedFile } from '../../../../nodes/WanVideoEdit/stages/place/placement';
import { TemporaryStorage } from '../../../../nodes/WanVideoEdit/stages/place/temporaryStorage';
import { rejectionOf } from '../../drafts';
import { answer, lost, permission, runOver, type Script } from '../../standIns';

const throttled = (headers = {}) =>
	answer(429, { code: 'Throttling.RateQuota', message: 'Too fast.' }, headers);

const placed = (identity: string, item = 0): PlacedFile =>
	({
		file: { identity },
		bytes: 3,
		...{ extension: 'mp4', mimeType: 'video/mp4', model: 'wan2.7-videoedit', label: 'Video', item },
	}) as unknown as PlacedFile;

/** A storage whose permissions follow a script, and which accepts all files. */
function storageOver(...script: Script) {
	const uploads: IHttpRequestOptions[] = [];
	const nodeContext = {};
	const context = {
		getContext: () => nodeContext,
		helpers: {
			async httpRequest(options: IHttpRequestOptions) {
				uploads.push(options);
				return await Promise.resolve({ statusCode: 200, headers: {}, body: '' });
			},
		},
	};
	const world = runOver(script, { context: context as unknown as IExecuteFunctions });
	return { ...world, uploads, storage: new TemporaryStorage(world.run) };
}

describe('The upload permission', () => {
	it.each([
		['the provider asks for less', throttled(), [2000]],
		['the provider says when to ask again', throttled({ 'retry-after': '7' }), [7000]],
		['the server fails', answer(503, { code: 'ServiceUnavailable' }), [2000]],
		['the connection breaks', lost('ECONNRESET'), [2000]],
		['a web page comes', answer(200, '<html>'), [2000]],
	])('is requested again if %s', async (_, trouble, sleeps) => {
		const { storage, provider, clock } = storageOver(trouble, permission);
		expect(await storage.place(placed('a'))).toMatch(/^oss:\/\/d\//);
		expect(provider.requests).toHaveLength(2);
		expect(clock.sleeps).toEqual(sleeps);
	});

	it('is not awaited longer than half a minute at a time', async () => {
		const { storage, clock } = storageOver(throttled({ 'retry-after': '3600' }), permission);
		await storage.place(placed('a'));
		expect(clock.sleeps).toEqual([30_000]);
	});

	it.each([
		[answer(404, { code: 'NotFound', message: 'No such API.' }), 404],
		[answer(401, { code: 'InvalidApiKey', message: 'Invalid API-key provided.' }), 401],
		[answer(429, { code: 'Arrearage', message: 'Access denied.' }), 429],
	])('is requested once if the response will stay the same: %#', async (refusal, httpStatus) => {
		const { storage, provider } = storageOver(refusal);
		const { details } = await rejectionOf(storage.place(placed('a')));
		expect(details).toMatchObject({ httpStatus, retryable: false });
		expect(provider.requests).toHaveLength(1);
	});

	it.each([
		[throttled({ 'retry-after': '7' }), 'the account sent too many requests', 7000],
		[answer(503, {}), 'Alibaba Cloud gave no upload permission (HTTP 503)', undefined],
		[lost('ECONNRESET'), 'Alibaba Cloud gave no upload permission (no response (ECONNRESET))', undefined],
	])(
		'that does not arrive on the third try either is reported as temporary: %#',
		async (trouble, reason, ms) => {
			const { storage, provider } = storageOver(trouble);
			const failure = await rejectionOf(storage.place(placed('a')));
			expect(failure.message).toBe(`'Video' could not be uploaded: ${reason}`);
			expect(failure.details.retryable).toBe(true);
			expect(failure.retryAfterMs).toBe(ms);
			expect(failure.description).toMatch(/^No task was created\./);
			expect(failure.description).not.toContain('Not every region');
			expect(provider.requests).toHaveLength(3);
		},
	);

	it('that is rejected permanently may be a matter of the region', async () => {
		const { storage } = storageOver(answer(404, { code: 'NotFound' }));
		const failure = await rejectionOf(storage.place(placed('a')));
		expect(failure.description).toContain('Not every region and host has temporary storage');
	});

	it('is shared by items that start together', async () => {
		const { storage, provider, uploads } = storageOver(permission);
		await Promise.all(['a', 'b', 'c'].map(async (name, item) => await storage.place(placed(name, item))));
		expect(provider.requests).toHaveLength(1);
		expect(uploads).toHaveLength(3);
	});

	it('is requested once more, by only one of them, when it has expired for items that start together', async () => {
		const { storage, provider, clock } = storageOver(permission);
		await storage.place(placed('a'));
		clock.setBy(290_000);
		await Promise.all(['b', 'c'].map(async (name, item) => await storage.place(placed(name, item))));
		expect(provider.requests).toHaveLength(2);
	});

	it('is requested again by the next item after a rejection', async () => {
		const { storage, provider } = storageOver(answer(404, { code: 'NotFound' }), permission);
		await rejectionOf(storage.place(placed('a')));
		expect(await storage.place(placed('a'))).toMatch(/^oss:/);
		expect(provider.requests).toHaveLength(2);
	});

	it('is no longer requested after a Stop', async () => {
		const { storage, provider, clock, stop } = storageOver(lost('ECONNRESET'));
		clock.onSleep = () => stop.abort();
		const failure = await rejectionOf(storage.place(placed('a')));
		expect(failure.kind).toBe('stopped');
		expect(provider.requests).toHaveLength(1);
	});
});
