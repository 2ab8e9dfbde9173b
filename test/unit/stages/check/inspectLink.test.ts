import { hintAtMedia } from '../../../../nodes/WanVideoEdit/stages/check/mediaHints';
import { failureOf, rejectionOf } from '../../drafts';
import { box, joined, movie, png as header, webpLossy, zeros } from '../../media/headers';
import { bytesMade } from '../../media/realFiles';
import { demand, type Deed, LinkHost, inspectOver, MASK_SLOT } from './linkHost';

const FILM = joined(movie(), box('mdat', zeros(1000)));

async function refusalOf(...deeds: Deed[]) {
	const host = new LinkHost(FILM, deeds);
	const { check, clock } = inspectOver(host);
	const seen = await check();
	return { failure: failureOf(() => demand([seen])), asked: host.asked.length, sleeps: clock.sleeps };
}

describe('A link', () => {
	it('is read in parts, without compression, which would shift them', async () => {
		const host = new LinkHost(FILM);
		const seen = await inspectOver(host).check();
		expect(seen).toMatchObject({ bytes: FILM.length, facts: { kind: 'video', seconds: 3 } });
		for (const { headers } of host.asked) expect(headers['Accept-Encoding']).toBe('identity');
		expect(() => demand([seen])).not.toThrow();
	});

	it('is retried if the host is busy or the connection breaks', async () => {
		const host = new LinkHost(FILM, [{ status: 503 }, 'reset', 'part', 'short', 'part']);
		const { check, clock } = inspectOver(host);
		expect(await check()).toMatchObject({ facts: { kind: 'video', seconds: 3 } });
		expect(clock.sleeps).toEqual([2000, 4000, 2000]);
	});

	it.each<[string, Deed, string, object]>([
		['404', { status: 404 }, 'HTTP 404', { httpStatus: 404, retryable: false }],
		['403', { status: 403 }, 'HTTP 403', { httpStatus: 403, retryable: false }],
		['503', { status: 503 }, 'HTTP 503', { httpStatus: 503, retryable: true }],
		['429', { status: 429 }, 'HTTP 429', { httpStatus: 429, retryable: true }],
		['a reset', 'reset', 'ECONNRESET', { httpStatus: null, retryable: true }],
		[
			'the whole file',
			'whole',
			'its host does not support range requests',
			{ httpStatus: 200, retryable: false },
		],
		[
			'another part',
			'elsewhere',
			'its host does not support range requests',
			{ httpStatus: 206, retryable: false },
		],
	])('that returns %s is reported as such', async (_, deed, reason, details) => {
		const { failure } = await refusalOf(deed);
		expect(failure.kind).toBe('badInput');
		expect(failure.message).toBe(`'Video URL' could not be read (${reason})`);
		expect(failure.description).toBe(
			"Check the link, or switch 'Check URL Media' off in the advanced options to leave it to Alibaba Cloud.",
		);
		expect(failure.details).toMatchObject(details);
	});

	it('is requested three times if the reason is temporary, and once if it is not', async () => {
		expect(await refusalOf('reset')).toMatchObject({ asked: 3, sleeps: [2000, 4000] });
		expect(await refusalOf({ status: 404 })).toMatchObject({ asked: 1, sleeps: [] });
	});

	it('that breaks off after the first response is not mistaken for an empty file', async () => {
		expect((await refusalOf('part', 'reset')).failure.message).toMatch(/\(ECONNRESET\)$/);
		expect((await refusalOf('part', { status: 403 })).failure.message).toMatch(/\(HTTP 403\)$/);
		expect((await refusalOf('part', 'short')).failure.message).toMatch(/\(only \d+ of \d+ bytes arrived\)$/);
	});

	it('to an empty file is reported as such', async () => {
		const seen = await inspectOver(new LinkHost(new Uint8Array())).check();
		expect(seen.facts).toEqual({ kind: 'unreadable', reason: 'it is empty' });
	});
});

describe('Inspecting a link', () => {
	it('is stopped, not rejected, when the run ends meanwhile', async () => {
		for (const count of [1, 2]) {
			const host = new LinkHost(FILM, count === 1 ? ['reset'] : ['part', 'reset']);
			const { check, stop } = inspectOver(host);
			host.onRequest = (number) => {
				if (number === count) stop.abort();
			};
			const failure = await rejectionOf(check());
			expect(failure.kind).toBe('stopped');
			expect(failure.message).toBe('The run was canceled while a linked file was being checked');
			expect(host.asked).toHaveLength(count);
		}
	});

	it('sends no more requests when the run ends during a pause', async () => {
		const host = new LinkHost(FILM, [{ status: 503 }]);
		const { check, stop, clock } = inspectOver(host);
		clock.onSleep = () => stop.abort();
		expect((await rejectionOf(check())).kind).toBe('stopped');
		expect(host.asked).toHaveLength(1);
	});

	it('reads no more of a response than was requested', async () => {
		const host = new LinkHost(FILM, ['overfull']);
		expect(await inspectOver(host).check()).toMatchObject({ facts: { kind: 'video', seconds: 3 } });
		expect(host.given).toBeLessThan(2 * FILM.length + 20 * 1024);
	});

	it('ends after 200 requests, whatever the file claims', async () => {
		const far = 100 * 1024;
		const scattered = joined(...Array.from({ length: 300 }, () => box('free', zeros(far))), movie());
		const host = new LinkHost(scattered);
		expect((await inspectOver(host).check()).facts).toMatchObject({
			kind: 'unreadable',
			reason: 'its header is not found within 200 requests',
		});
		expect(host.asked).toHaveLength(200);
	});
});

describe('A linked mask', () => {
	const png = async (...args: string[]) => await bytesMade('mask.png', 'mask-short.png', ...args);

	it('of pure black and white is accepted, after one more request', async () => {
		const file = await png();
		const host = new LinkHost(file);
		const seen = await inspectOver(host, MASK_SLOT).check();
		expect(seen).toMatchObject({ facts: { format: 'PNG' }, bytes: file.length });
		expect([seen.fault, seen.fitted]).toEqual([undefined, undefined]);
		expect(host.asked.pop()).toMatchObject({ last: file.length - 1 });
	});

	it('of other colors is rejected', async () => {
		const grey = await bytesMade('grey.png', 'product-short.mp4', '-frames:v', '1');
		const seen = await inspectOver(new LinkHost(grey), MASK_SLOT).check();
		expect(failureOf(() => demand([seen])).message).toMatch(
			/^'Mask URL' is colored in [\d.]+ % of its pixels/,
		);
	});

	it('that breaks off while its colors are downloaded is reported as such', async () => {
		const seen = await inspectOver(new LinkHost(await png(), ['part', 'part', 'reset']), MASK_SLOT).check();
		expect(failureOf(() => demand([seen])).message).toBe("'Mask URL' could not be read (ECONNRESET)");
	});

	it('in a format that is not decoded is not downloaded, and a hint says so', async () => {
		const host = new LinkHost(webpLossy(640, 360));
		const { check, run } = inspectOver(host, MASK_SLOT);
		const seen = await check();
		const hints: string[] = [];
		run.context.addExecutionHints = (...added) => hints.push(...added.map(({ message }) => message));
		hintAtMedia([seen], 2, run.context);
		expect(hints).toEqual([
			"'Mask URL' was not checked for pure black and white (this node cannot decode WEBP). Use a PNG to have it checked.",
		]);
		// One byte for the size, the header, and its announced length.
		expect(host.asked.map(({ first }) => first)).toEqual([0, 0, 0]);
	});

	it('of more than four times 10 MB is not downloaded', async () => {
		const large = joined(header(640, 360), zeros(41 * 1024 * 1024));
		const host = new LinkHost(large);
		const seen = await inspectOver(host, MASK_SLOT).check();
		expect(failureOf(() => demand([seen])).message).toMatch(/^'Mask URL' is 41.1 MB large/);
		expect(host.given).toBeLessThan(100 * 1024);
	});
});
