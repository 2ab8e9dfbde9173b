import type { Clock } from '../../nodes/WanVideoEdit/timing/clock';
import { IdleTime } from '../support/idleTime';
import { clockOf } from '../support/wan';
import { n8nHelpers } from '../support/n8nHelpers';
import { RESULT_LIMITS } from '../../nodes/WanVideoEdit/n8n/transferLimits';
import { downloadToStore } from '../../nodes/WanVideoEdit/stages/download';
import { type Door, type DoorName, doorsTo, INCOMING, runThrough, STORING, UPLOADS } from '../support/doors';
import { HostileHost, silent } from '../support/hostileHost';
import { until } from '../support/until';
import { VirtualClock } from '../unit/standIns';
import { sampleBytes } from '../unit/stages/webOver';

const MB = 1024 * 1024;
/** How long a transfer may continue after its deadline. */
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

	const runWith = (lineClock?: Clock) => runThrough(n8n.helpers, origin, lineClock);
	const door = (name: DoorName): Door => doorsTo(origin)[name];
	const NAMES = [...INCOMING, ...UPLOADS];

	async function timed(name: DoorName) {
		const clock = new VirtualClock();
		const begun = clock.now();
		const { run, stop } = runWith(clock);
		const said = await door(name).open(run);
		return { said, tookMs: clock.now() - begun, stop };
	}

	it.each(NAMES)('that accepts and never responds ends by its deadline: %s', async (name) => {
		host.deed = silent;
		const { said, tookMs } = await timed(name);
		expect(said).toMatch(/less than 10 kB\/s for 30 s|no response within 120 s/);
		expect(tookMs).toBeLessThanOrEqual(door(name).deadlineMs + GRACE_MS);
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
		expect(tookMs).toBeLessThanOrEqual(door(name).deadlineMs + GRACE_MS);
		expect(host.asked).toHaveLength(3);
		await until(() => host.closed === 3);
	});

	it.each(UPLOADS)('that receives nothing ends by its deadline: %s', async (name) => {
		host.deed = (request) => void request.pause();
		const { said, tookMs } = await timed(name);
		expect(said).toMatch(/less than 10 kB\/s for 30 s/);
		expect(tookMs).toBeLessThanOrEqual(door(name).deadlineMs + GRACE_MS);
		host.readOn();
		await until(() => host.closed === host.asked.length);
	});

	it.each(UPLOADS)('that drips its response ends by its deadline: %s', async (name) => {
		host.deed = (request, response) => {
			void host.read(request).then(
				() => host.drip(response, Buffer.from('<Error>')),
				() => undefined,
			);
		};
		const { said, tookMs } = await timed(name);
		expect(said).toMatch(/no response within 120 s|less than 10 kB\/s/);
		expect(tookMs).toBeLessThanOrEqual(door(name).deadlineMs + GRACE_MS);
	});

	describe.each([
		['never ends', (it: HostileHost) => it.endless.bind(it)],
		['is packed a thousandfold', (it: HostileHost) => it.bomb.bind(it)],
	] as const)('whose body %s', (_, deedOf) => {
		it.each(STORING)('is requested once, and nothing stays in the store: %s', async (name) => {
			const write = deedOf(host);
			host.deed = (_, response) => write(response, head);
			const before = await n8n.storedBytes();
			let most = 0;
			const watch = setInterval(
				() => void n8n.storedBytes().then((bytes) => (most = Math.max(most, bytes))),
				20,
			);
			const said = await door(name)
				.open(runWith().run)
				.finally(() => clearInterval(watch));
			const limit = door(name).mostStored;
			expect(said).toBe(`more than ${limit} bytes`);
			expect(host.asked).toHaveLength(1);
			expect(most - before).toBeGreaterThan(0);
			expect(most - before).toBeLessThanOrEqual(1.1 * limit);
			expect(await n8n.storedBytes()).toBe(before);
			await until(() => host.closed === 1);
		});

		it('is read no further than the requested part', async () => {
			const write = deedOf(host);
			host.deed = (_, response) => {
				response.statusCode = 206;
				response.setHeader('Content-Range', 'bytes 0-65535/1000000');
				write(response, head);
			};
			expect(await door('a part of a link').open(runWith().run)).toBe('read');
			expect(host.asked).toHaveLength(1);
			await until(() => host.closed === 1);
		});
	});

	it.each(NAMES)('is stopped at once, and its connection closed: %s', async (name) => {
		host.deed = silent;
		const { run, stop } = runWith();
		const opened = door(name).open(run);
		await until(() => host.asked.length === 1);
		stop.abort();
		await opened.catch(() => undefined);
		host.readOn();
		await until(() => host.closed === 1);
	});

	it('does not affect an honest slow connection of 50 kB/s', async () => {
		const film = await sampleBytes('product-short.mp4');
		const whole = Buffer.concat([film, Buffer.alloc(2 * MB)]);
		const time = new IdleTime();
		host.deed = async (_, response) => {
			response.writeHead(200, { 'Content-Length': String(whole.length) });
			for (let at = 0; at < whole.length; at += 50_000) {
				await time.sleep(1_000);
				response.write(whole.subarray(at, at + 50_000));
			}
			response.end();
		};
		const wanted = {
			...{ fileName: 'a.mp4', what: 'a file', mustBeVideo: true, limits: RESULT_LIMITS },
			reach: { innerHosts: true, apiHost: '', looksUpNames: false },
		};
		expect(
			await downloadToStore(`${origin}/in.mp4`, wanted, runWith(clockOf({ clock: time })).run),
		).toMatchObject({
			kind: 'file',
		});
	});
});
