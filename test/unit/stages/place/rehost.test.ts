import type { FileHandling } from '../../../../nodes/WanVideoEdit/form/fileHandling';
import { inspectLinks } from '../../../../nodes/WanVideoEdit/stages/place/inspectLinks';
import { place } from '../../../../nodes/WanVideoEdit/stages/place/place';
import { checkedOf, form, modeNamed, rejectionOf } from '../../drafts';
import { permission } from '../../standIns';
import { sampleBytes, type Sent, webWithProvider } from '../webOver';

const MB = 1024 * 1024;
const LINK = 'https://files.example.com/in.mp4';
const HANDLING: FileHandling = {
	...{ fileTransfer: 'temporary', rehostUrls: true, checkUrlMedia: false },
	...{ archiveResult: false, ossLinkHours: 24, allowPrivateHosts: false },
};

/** A run that places the linked video of Outpaint for an item and a model. Uploads are POSTs and succeed. */
function placing(...sent: Sent[]) {
	const web = webWithProvider([permission], sent);
	const { httpRequest } = web.run.context.helpers;
	const uploads: string[] = [];
	web.run.context.helpers.httpRequest = async (options) => {
		if (options.method !== 'POST') return (await httpRequest(options)) as unknown;
		uploads.push(options.url);
		return { statusCode: 200, headers: {}, body: '' };
	};
	const mode = modeNamed('outpaint');
	const placeFor = async (item: number, link = LINK, model?: string) => {
		const request = checkedOf('outpaint', form('outpaint', { videoUrl: link }), item);
		// Each item has its own signals.
		const run = { ...web.run, signal: AbortSignal.any([web.run.signal]) };
		const seen = await inspectLinks(mode, request, [], HANDLING, run);
		const placed = await place(mode, { ...request, model: model ?? request.model }, seen, HANDLING, run);
		return placed.slots[0]?.url;
	};
	return { ...web, uploads, placeFor };
}

describe('A link that n8n downloads', () => {
	it('is downloaded and uploaded once, however many items share it', async () => {
		const { placeFor, requests, uploads } = placing({ body: await sampleBytes('product-short.mp4') });
		const urls = await Promise.all([0, 1, 2, 3].map(async (item) => await placeFor(item)));
		expect(new Set(urls).size).toBe(1);
		expect(await placeFor(4)).toBe(urls[0]);
		expect(requests).toHaveLength(1);
		expect(uploads).toHaveLength(1);
	});

	it('is not downloaded again for the other spelling of the model, to which the upload is bound', async () => {
		const { placeFor, requests, uploads } = placing({ body: await sampleBytes('product-short.mp4') });
		await placeFor(0, LINK, 'wan2.1-vace-plus');
		await placeFor(0, LINK, 'wanx2.1-vace-plus');
		expect(requests).toHaveLength(1);
		expect(uploads).toHaveLength(2);
	});

	it('is downloaded separately if it differs', async () => {
		const { placeFor, requests } = placing({ body: await sampleBytes('product-short.mp4') });
		await placeFor(0);
		await placeFor(1, `${LINK}?other`);
		expect(requests).toHaveLength(2);
	});

	it('is downloaded again by the next item if it failed', async () => {
		const body = await sampleBytes('product-short.mp4');
		const { placeFor, requests } = placing({ status: 404 }, { body });
		expect((await rejectionOf(placeFor(0))).message).toBe("'Video URL' could not be downloaded (HTTP 404)");
		expect(await placeFor(1)).toMatch(/^oss:/);
		expect(requests).toHaveLength(2);
	});

	it('is reported for each item under its own name if it fails', async () => {
		const { placeFor, requests } = placing({ status: 404 });
		const failures = await Promise.all([0, 1].map(async (item) => await rejectionOf(placeFor(item))));
		expect(failures.map(({ message }) => message)).toEqual([
			"'Video URL' could not be downloaded (HTTP 404)",
			"'Video URL' could not be downloaded (HTTP 404)",
		]);
		expect(requests).toHaveLength(1);
	});

	it('is not read if its announced length exceeds the limit of its slot', async () => {
		const headers = { 'content-length': String(300 * MB) };
		const { placeFor, requests, bodies, store } = placing({ body: 'x', headers });
		const failure = await rejectionOf(placeFor(3));
		expect(failure.kind).toBe('badInput');
		expect(failure.message).toBe("'Video URL' is 300 MB large; Outpaint takes up to 50 MB");
		expect(requests).toHaveLength(1);
		expect(bodies[0]?.destroyed).toBe(true);
		expect(store.size).toBe(0);
	});
});
