import type { LinkPolicy } from '../../../nodes/WanVideoEdit/n8n/openLink';
import { linkLimits, RESULT_LIMITS } from '../../../nodes/WanVideoEdit/n8n/transferLimits';
import { downloadToStore, type DownloadRequest } from '../../../nodes/WanVideoEdit/stages/download';
import { sampleBytes, type Sent, webOver } from './webOver';

const LINK = 'https://storage.example.com/a.mp4?Expires=1&Signature=b';
const REACH: LinkPolicy = { innerHosts: false, apiHost: 'api.example.com', looksUpNames: true };
const RESULT: DownloadRequest = {
	...{ fileName: 'wan.mp4', what: 'the video', mustBeVideo: true },
	...{ limits: RESULT_LIMITS, reach: REACH },
};
const INPUT: DownloadRequest = {
	...{ fileName: 'rehosted', what: 'a linked file' },
	...{ limits: linkLimits(50 * 1024 * 1024), reach: REACH },
};
/** Begins like a JPEG. */
const jpeg = (bytes: number): Buffer =>
	Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.alloc(bytes - 4)]);

const page = '<!DOCTYPE html><html><body>Please sign in</body></html>';

describe('A result that is downloaded', () => {
	it('has the type of its content, whatever the header says', async () => {
		const body = await sampleBytes('product-short.mp4');
		for (const type of ['video/webm', 'text/html', 'application/octet-stream', undefined]) {
			const { run } = webOver({ body, headers: { 'content-type': type } });
			expect(await downloadToStore(LINK, RESULT, run)).toMatchObject({
				kind: 'file',
				file: { mimeType: 'video/mp4', fileType: 'video', bytes: body.length },
			});
		}
	});

	it.each<[string, Sent, string]>([
		['a web page', { body: page, headers: { 'content-type': 'text/html' } }, 'HTML instead of a video'],
		['a web page called a video', { body: page }, 'HTML instead of a video'],
		['JSON', { body: '{"code":"Busy"}' }, 'JSON instead of a video'],
		['an image', { body: 'PICTURE' }, 'PNG instead of a video'],
		['nothing', { body: '' }, 'no bytes'],
		['nothing, of no announced length', { headers: { 'content-length': undefined } }, 'no bytes'],
		['an answer without content', { status: 204 }, 'HTTP 204'],
		['an answer that was only accepted', { status: 202, body: page }, 'HTTP 202'],
		['a part', { status: 206, body: page }, 'HTTP 206'],
		['noise', { body: '\0\x01\x02noise' }, 'the video cannot be read: its format is unknown'],
		[
			'half a header, of no announced length,',
			{ body: 'HALF', headers: { 'content-length': undefined } },
			'the video cannot be read: it is cut off',
		],
	])('is downloaded again, and not accepted, if %s arrives', async (_, sent, reason) => {
		const named: Record<string, Buffer> = {
			PICTURE: await sampleBytes('subject.png'),
			HALF: (await sampleBytes('product-short.mp4')).subarray(0, 600),
		};
		const body = named[String(sent.body)] ?? sent.body;
		const { run, requests, clock } = webOver({ ...sent, body });
		expect(await downloadToStore(LINK, RESULT, run)).toMatchObject({ kind: 'failed', reason });
		expect(requests).toHaveLength(3);
		expect(clock.sleeps).toEqual([2000, 4000]);
	});

	it('is accepted after three tries if it is complete, and only this node cannot read it: it is paid for', async () => {
		const body = (await sampleBytes('product-short.mp4')).subarray(0, 600);
		const { run, requests } = webOver({ body });
		expect(await downloadToStore(LINK, RESULT, run)).toMatchObject({
			kind: 'file',
			file: { mimeType: 'video/mp4', bytes: 600 },
		});
		expect(requests).toHaveLength(3);
	});

	it('is accepted if it arrives on the second try', async () => {
		const { run } = webOver({ body: page }, { body: await sampleBytes('product-short.mp4') });
		expect(await downloadToStore(LINK, RESULT, run)).toMatchObject({ kind: 'file' });
	});

	it('is read no further than its header', async () => {
		const video = await sampleBytes('product-short.mp4');
		const { run, read } = webOver({ body: Buffer.concat([video, Buffer.alloc(20_000_000)]) });
		expect(await downloadToStore(LINK, RESULT, run)).toMatchObject({ kind: 'file' });
		expect(read.bytes).toBeLessThan(1_000_000);
	});

	it.each([
		'file:///etc/passwd',
		'oss://bucket/a.mp4',
		'data:video/mp4;base64,AAAA',
		'storage.example.com/a',
		'',
	])('is not requested from %p, which is not a web address', async (link) => {
		const { run, requests } = webOver({ body: 'x' });
		expect(await downloadToStore(link, RESULT, run)).toMatchObject({
			kind: 'failed',
			reason: `its link is "${link}", not an http or https address`,
			isPassing: false,
		});
		expect(requests).toEqual([]);
	});
});

describe('A download', () => {
	it('requests uncompressed bytes, so that their number can be compared', async () => {
		const { run, requests } = webOver({ body: jpeg(20) });
		await downloadToStore(LINK, INPUT, run);
		expect(requests[0]?.headers).toEqual({ 'Accept-Encoding': 'identity' });
	});

	it('that was compressed anyway is accepted', async () => {
		const { run } = webOver({ body: jpeg(100), headers: { 'content-length': '20' } });
		expect(await downloadToStore(LINK, INPUT, run)).toMatchObject({ kind: 'file', file: { bytes: 100 } });
	});

	it('of fewer bytes than announced is retried', async () => {
		const { run, requests } = webOver({ body: jpeg(19), headers: { 'content-length': '20' } });
		expect(await downloadToStore(LINK, INPUT, run)).toMatchObject({
			kind: 'failed',
			reason: '19 of 20 bytes',
		});
		expect(requests).toHaveLength(3);
	});

	it.each([
		[404, 1],
		[403, 1],
		[410, 1],
		[408, 3],
		[429, 3],
		[500, 3],
	])('with HTTP %d is requested %d times', async (status, times) => {
		const { run, requests, bodies } = webOver({ status, body: 'x' });
		expect(await downloadToStore(LINK, INPUT, run)).toMatchObject({
			reason: `HTTP ${status}`,
			httpStatus: status,
		});
		expect(requests).toHaveLength(times);
		for (const body of bodies) expect(body.destroyed).toBe(true);
	});

	it('of a file that is checked elsewhere keeps the type in the header', async () => {
		const { run, read } = webOver({ body: jpeg(20), headers: { 'content-type': 'image/png; charset=x' } });
		expect(await downloadToStore(LINK, INPUT, run)).toMatchObject({ file: { mimeType: 'image/png' } });
		expect(read.bytes).toBe(0);
	});

	it('of a file whose announced length is too large is not started', async () => {
		const { run, requests, bodies, store } = webOver({
			body: 'x',
			headers: { 'content-length': String(300 * 1024 * 1024) },
		});
		expect(await downloadToStore(LINK, INPUT, run)).toMatchObject({
			kind: 'failed',
			tooLarge: 300 * 1024 * 1024,
		});
		expect(requests).toHaveLength(1);
		expect(bodies[0]?.destroyed).toBe(true);
		expect(store.size).toBe(0);
	});
});

it('takes a finished video of 600 MB: it is paid for', () => {
	expect(RESULT_LIMITS.mostBytes).toBeGreaterThanOrEqual(600 * 1024 * 1024);
});
