import { Readable } from 'node:stream';
import type { IBinaryData, IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';
import type { FileHandling } from '../../../nodes/WanVideoEdit/form/fileHandling';
import { collect } from '../../../nodes/WanVideoEdit/stages/collect/collect';
import { inspectLinks } from '../../../nodes/WanVideoEdit/stages/place/inspectLinks';
import { place } from '../../../nodes/WanVideoEdit/stages/place/place';
import type { PlaceRun } from '../../../nodes/WanVideoEdit/stages/place/placements';
import type { Task } from '../../../nodes/WanVideoEdit/stages/task';
import { checkedOf, form, modeNamed } from '../drafts';
import { idOf, NOON, permission, runOver, VirtualClock } from '../standIns';
import { sampleBytes } from './webOver';

const ITEMS = 8;
/** More than can prepare at once. */
const SLOW_STARTS = [0, 1, 2];
/** More than can be downloaded at once. */
const SLOW_RESULTS = [0, 1, 2, 3, 4];
/** By then, all slow hosts are recognized as such, group after group. */
const SOON_MS = 15_000;

type Deed = (options: IHttpRequestOptions) => AsyncIterable<Uint8Array>;

const HANDLING: FileHandling = {
	...{ fileTransfer: 'temporary', rehostUrls: false, checkUrlMedia: false },
	...{ archiveResult: false, ossLinkHours: 24, allowPrivateHosts: false },
};

/** Links of this host drip a byte per second, in virtual time. Others are as fast as possible. */
async function worldWith() {
	const film = await sampleBytes('product-short.mp4');
	const clock = new VirtualClock();
	const drip: Deed = async function* () {
		yield film.subarray(0, 16);
		for (;;) {
			await clock.sleep(1000);
			yield Buffer.alloc(1);
		}
	};
	const kept = {};
	const store: Buffer[] = [];
	const helpers = {
		async httpRequest(options: IHttpRequestOptions) {
			if (options.method === 'POST') return { statusCode: 200, headers: {}, body: '' };
			const range = /bytes=(\d+)-(\d+)/.exec(String(options.headers?.Range ?? ''));
			const [first, last] = range ? [Number(range[1]), Number(range[2])] : [0, film.length - 1];
			const headers = range ? { 'content-range': `bytes ${first}-${last}/${film.length}` } : {};
			const isSlow = options.url.includes('slow');
			const body = Readable.from(isSlow ? drip(options) : [film.subarray(first, last + 1)], {
				objectMode: false,
			});
			return await Promise.resolve({ statusCode: range ? 206 : 200, headers, body });
		},
		async prepareBinaryData(body: Readable, fileName: string, mimeType: string): Promise<IBinaryData> {
			const content = Buffer.concat((await body.toArray()) as Buffer[]);
			const id = `store:${store.push(content) - 1}`;
			return { id, data: 'store', fileName, mimeType, bytes: content.length };
		},
		getBinaryStream: async (id: string) =>
			await Promise.resolve(Readable.from([store[Number(id.slice(6))]!], { objectMode: false })),
	};
	const context = {
		...{ helpers, getContext: () => kept },
		getNode: () => ({ type: 'n8n-nodes-wan-video-edit.wanVideoEdit' }),
	} as unknown as IExecuteFunctions;
	const { run, stop } = runOver([permission], { clock, context });
	return { run: { ...run, lineClock: clock }, stop, clock };
}

/** The items that are done after a short while; Stop ends the others. */
async function doneSoon(
	{ run, stop, clock }: Awaited<ReturnType<typeof worldWith>>,
	work: (item: number, run: PlaceRun) => Promise<unknown>,
): Promise<number[]> {
	const done: number[] = [];
	const items = Array.from({ length: ITEMS }, async (_, item) => {
		const started = await run.limits.start();
		await work(item, { ...run, started })
			.then(() => done.push(item))
			.finally(started);
	});
	await clock.sleep(SOON_MS);
	const soon = [...done].sort();
	stop.abort();
	await Promise.allSettled(items);
	return soon;
}

const linkOf = (item: number, slow: readonly number[]): string =>
	`https://${slow.includes(item) ? 'slow' : 'quick'}.example.com/${item}.mp4`;

describe('A host that drips', () => {
	it.each([
		['Rehost URLs', { rehostUrls: true }],
		['Check URL Media', { checkUrlMedia: true }],
	])("delays only its own items, with '%s'", async (_, options) => {
		const mode = modeNamed('outpaint');
		const soon = await doneSoon(await worldWith(), async (item, run) => {
			const request = checkedOf('outpaint', form('outpaint', { videoUrl: linkOf(item, SLOW_STARTS) }), item);
			const handling = { ...HANDLING, ...options };
			const seen = await inspectLinks(mode, request, [], handling, run);
			await place(mode, request, seen, handling, run);
		});
		expect(soon).toEqual([3, 4, 5, 6, 7]);
	});

	it('delays only its own item, if it has the result', async () => {
		const soon = await doneSoon(await worldWith(), async (item, run) => {
			run.started();
			const task: Task = {
				...{ taskId: idOf(`r${item}`), item, operation: 'edit', model: 'm', submittedAt: NOON },
				status: 'SUCCEEDED',
				response: { output: { task_status: 'SUCCEEDED', video_url: linkOf(item, SLOW_RESULTS) } } as never,
			};
			await collect(task, { simplify: true, downloadTo: 'data' }, run);
		});
		expect(soon).toEqual([5, 6, 7]);
	});
});
