import { n8nHelpers } from '../support/n8nHelpers';
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { IExecuteFunctions } from 'n8n-workflow';
import { isInnerAddress } from '../../nodes/WanVideoEdit/network/innerHosts';
import type { InputFile } from '../../nodes/WanVideoEdit/n8n/files';
import {
	linkLimits,
	LOOK_MS,
	RESULT_LIMITS,
	uploadLimits,
} from '../../nodes/WanVideoEdit/n8n/transferLimits';
import { bucketOf } from '../../nodes/WanVideoEdit/oss/bucket';
import { putObject } from '../../nodes/WanVideoEdit/oss/put';
import type { PlacedFile } from '../../nodes/WanVideoEdit/placement/placement';
import { TemporaryStorage } from '../../nodes/WanVideoEdit/placement/temporary';
import { fetchIntoStore, type Wanted } from '../../nodes/WanVideoEdit/stages/download';
import { NotGiven, partsOf } from '../../nodes/WanVideoEdit/stages/ranges';
import type { Run } from '../../nodes/WanVideoEdit/stages/run';
import { HostileHost, silent } from '../support/hostileHost';
import { until } from '../support/until';
import { answer, runOver, VirtualClock } from '../unit/standIns';
import { sampleBytes } from '../unit/stages/webOver';

const MB = 1024 * 1024;
/** As long as a transfer may go on after its deadline. */
const GRACE_MS = 10_000;

describe('A transfer with a hostile host', () => {
	let n8n: Awaited<ReturnType<typeof n8nHelpers>>;
	let host: HostileHost;
	let origin: string;
	let head: Buffer;
	beforeAll(async () => {
		n8n = await n8nHelpers();
		// A film begins so, and its index never comes.
		head = (await sampleBytes('product-short.mp4')).subarray(0, 32);
	});
	beforeEach(async () => {
		host = new HostileHost();
		origin = await host.start();
	});
	afterEach(async () => await host.close());

	const reach = () => ({ innerHosts: false, apiHost: new URL(origin).host, looksUpNames: true });

	/** @param lineClock time of the transfers: virtual where a host is slow, so that nobody waits for it */
	function runWith(lineClock?: VirtualClock) {
		const kept = {};
		const context = { helpers: n8n.helpers, getContext: () => kept } as unknown as IExecuteFunctions;
		const permission = answer(200, {
			data: {
				...{ policy: 'p', signature: 's', upload_dir: 'd', upload_host: `${origin}/up` },
				...{ oss_access_key_id: 'k', expire_in_seconds: 300 },
			},
		});
		const world = runOver([permission], { context, host: origin });
		return { ...world, run: { ...world.run, lineClock } satisfies Run };
	}

	const fileOf = (bytes: number): InputFile => {
		const stream = () =>
			Readable.from(
				(function* () {
					for (let left = bytes; left > 0; left -= 64 * 1024) yield Buffer.alloc(Math.min(left, 64 * 1024));
				})(),
				{ objectMode: false },
			);
		const binary = { data: '', mimeType: 'video/mp4' };
		return {
			...{ identity: randomUUID(), bytes, binary },
			body: async () => await Promise.resolve(stream()),
			open: async () => await Promise.resolve(stream()),
		};
	};

	const link = () => `${origin}/in.mp4`;
	const wantedOf = (limits: Wanted['limits'], mustBeVideo = false): Wanted => ({
		...{ fileName: 'a.mp4', what: 'a file', mustBeVideo, limits, reach: reach() },
	});
	const UPLOADED = 50 * MB;

	/** The doors by which files come in and leave, with the time that all tries of one have together. */
	const DOORS: Record<string, { readonly deadlineMs: number; open(run: Run): Promise<string> }> = {
		'a rehosted link': {
			deadlineMs: linkLimits(100 * MB).deadlineMs,
			open: async (run) => {
				const result = await fetchIntoStore(link(), wantedOf(linkLimits(100 * MB)), run);
				return result.kind === 'failed' ? result.reason : 'stored';
			},
		},
		'a result': {
			deadlineMs: RESULT_LIMITS.deadlineMs,
			open: async (run) => {
				const result = await fetchIntoStore(link(), wantedOf(RESULT_LIMITS, true), run);
				return result.kind === 'failed' ? result.reason : 'stored';
			},
		},
		'a part of a link': {
			deadlineMs: LOOK_MS,
			open: async (run) =>
				await partsOf(
					link(),
					{ reach: reach(), withinMs: LOOK_MS },
					run,
				)(0, 65_535).then(
					() => 'read',
					(thrown: unknown) => (thrown instanceof NotGiven ? thrown.message : String(thrown)),
				),
		},
		'an upload to temporary storage': {
			deadlineMs: uploadLimits(UPLOADED).deadlineMs,
			open: async (run) => {
				const placed = {
					...{ file: fileOf(UPLOADED), bytes: UPLOADED, extension: 'mp4', model: 'm' },
					...{ label: 'Video', item: 0 },
				} as unknown as PlacedFile;
				return await new TemporaryStorage(run).place(placed).catch((thrown: Error) => thrown.message);
			},
		},
		'an upload to a bucket': {
			deadlineMs: uploadLimits(UPLOADED).deadlineMs,
			open: async (run) => {
				const bucket = bucketOf({
					...{ bucket: 'my-videos', accessKeyId: 'LTAIx', accessKeySecret: 's', endpoint: origin },
				});
				const content = {
					...{ body: fileOf(UPLOADED).body, bytes: UPLOADED, contentType: 'video/mp4' },
					...{ signal: run.signal, clock: run.lineClock },
				};
				const outcome = await putObject(run.context, bucket, 'a.mp4', content);
				return 'reason' in outcome ? outcome.reason : outcome.kind;
			},
		},
	};
	const NAMES = Object.keys(DOORS);
	const INCOMING = NAMES.slice(0, 3);
	const UPLOADS = NAMES.slice(3);

	async function timed(name: string) {
		const clock = new VirtualClock();
		const begun = clock.now();
		const { run, stop } = runWith(clock);
		const said = await DOORS[name]!.open(run);
		return { said, tookMs: clock.now() - begun, stop };
	}

	it.each(NAMES)('that accepts and never answers ends by its deadline: %s', async (name) => {
		host.deed = silent;
		const { said, tookMs } = await timed(name);
		expect(said).toMatch(/less than 10 kB\/s for 30 s|no answer within 120 s/);
		expect(tookMs).toBeLessThanOrEqual(DOORS[name]!.deadlineMs + GRACE_MS);
		host.readOn();
		await until(() => host.closed === host.asked.length);
	});

	it.each(INCOMING)('that drips ends by its deadline: %s', async (name) => {
		host.deed = (_, response) => {
			const range = name === 'a part of a link' ? { 'Content-Range': 'bytes 0-65535/1000000' } : {};
			response.writeHead(name === 'a part of a link' ? 206 : 200, range);
			host.drip(response, head);
		};
		const { said, tookMs } = await timed(name);
		expect(said).toMatch(/less than 10 kB\/s for 30 s/);
		expect(tookMs).toBeLessThanOrEqual(DOORS[name]!.deadlineMs + GRACE_MS);
		expect(host.asked).toHaveLength(3);
		await until(() => host.closed === 3);
	});

	it.each(UPLOADS)('that takes nothing ends by its deadline: %s', async (name) => {
		host.deed = (request) => void request.pause();
		const { said, tookMs } = await timed(name);
		expect(said).toMatch(/less than 10 kB\/s for 30 s/);
		expect(tookMs).toBeLessThanOrEqual(DOORS[name]!.deadlineMs + GRACE_MS);
		host.readOn();
		await until(() => host.closed === host.asked.length);
	});

	it.each(UPLOADS)('that drips its answer ends by its deadline: %s', async (name) => {
		host.deed = (request, response) => {
			void host.read(request).then(
				() => host.drip(response, Buffer.from('<Error>')),
				() => undefined,
			);
		};
		const { said, tookMs } = await timed(name);
		expect(said).toMatch(/no answer within 120 s|less than 10 kB\/s/);
		expect(tookMs).toBeLessThanOrEqual(DOORS[name]!.deadlineMs + GRACE_MS);
	});

	describe.each([
		['never ends', (it: HostileHost) => it.endless.bind(it)],
		['is packed a thousandfold', (it: HostileHost) => it.bomb.bind(it)],
	] as const)('whose body %s', (_, deedOf) => {
		it.each(['a rehosted link', 'a result'])(
			'is asked once, and nothing stays in the store: %s',
			async (name) => {
				const write = deedOf(host);
				host.deed = (_, response) => write(response, head);
				const before = await n8n.storedBytes();
				let most = 0;
				const watch = setInterval(
					() => void n8n.storedBytes().then((bytes) => (most = Math.max(most, bytes))),
					20,
				);
				const said = await DOORS[name]!.open(runWith().run).finally(() => clearInterval(watch));
				const limit = name === 'a result' ? RESULT_LIMITS.mostBytes : 100 * MB;
				expect(said).toBe(`more than ${limit} bytes`);
				expect(host.asked).toHaveLength(1);
				expect(most - before).toBeGreaterThan(0);
				expect(most - before).toBeLessThanOrEqual(1.1 * limit);
				expect(await n8n.storedBytes()).toBe(before);
				await until(() => host.closed === 1);
			},
		);

		it('is read no further than a part asks for', async () => {
			const write = deedOf(host);
			host.deed = (_, response) => {
				response.statusCode = 206;
				response.setHeader('Content-Range', 'bytes 0-65535/1000000');
				write(response, head);
			};
			expect(await DOORS['a part of a link']!.open(runWith().run)).toBe('read');
			expect(host.asked).toHaveLength(1);
			await until(() => host.closed === 1);
		});
	});

	it.each(NAMES)('is stopped at once, and its connection closed: %s', async (name) => {
		host.deed = silent;
		const { run, stop } = runWith();
		const opened = DOORS[name]!.open(run);
		await until(() => host.asked.length === 1);
		stop.abort();
		await opened.catch(() => undefined);
		host.readOn();
		await until(() => host.closed === 1);
	});

	it('is no reason to refuse an honest slow line of 50 kB/s', async () => {
		const film = await sampleBytes('product-short.mp4');
		const clock = new VirtualClock();
		// 50 kB come each second of the transfer's time.
		let at = 0;
		host.deed = (_, response) => {
			response.writeHead(200, { 'Content-Length': String(film.length + 2 * MB) });
			clock.onSleep = () => {
				const whole = Buffer.concat([film, Buffer.alloc(2 * MB)]);
				if (at >= whole.length) return;
				response.write(whole.subarray(at, at + 50_000));
				at += 50_000;
				if (at >= whole.length) response.end();
			};
		};
		const slowed: number[] = [];
		const wanted = { ...wantedOf(RESULT_LIMITS, true), onSlow: () => slowed.push(clock.now()) };
		expect(await fetchIntoStore(link(), wanted, runWith(clock).run)).toMatchObject({ kind: 'file' });
		expect(isInnerAddress(origin)).toBe(true);
	});
});
