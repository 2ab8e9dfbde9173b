import type { IDataObject } from 'n8n-workflow';
import { probe } from '../../../emulator/media/probe';
import { errorOf, startWan, type Wan } from '../../support/wan';
import { fileOf as pathOf, heard, onsets } from '../../unit/media/film/oracles';
import { bytesMade } from '../../unit/media/realFiles';

/** Seconds of a film at which a beep is heard. No two gaps are the same. */
const BEEPS = [0.2, 1.5, 2.9, 4.6, 5.4, 6.7, 8.3, 9.9];
/** A packet of AAC at 44.1 kHz, in seconds. */
const PACKET = 1024 / 44_100;

/** Twelve seconds of a phone: MOV, with a key frame every second. */
async function filmWithBeeps() {
	const beeps = BEEPS.map((at) => `between(t,${at},${at + 0.1})`).join('+');
	const sound = `aevalsrc='0.6*sin(2*PI*1000*t)*(${beeps})':s=44100:d=12`;
	const input = ['-f', 'lavfi', '-i', sound, '-stream_loop', '-1', 'product-short.mp4'];
	const video = ['-t', '12', '-g', '30', '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'];
	const film = await bytesMade('beeps.mov', input, '-map', '1:v', '-map', '0:a', '-c:a', 'aac', ...video);
	return { data: film.toString('base64'), fileName: 'beeps.mov', mimeType: 'video/quicktime' };
}

let wan: Wan;
beforeAll(async () => {
	wan = await startWan();
});
afterAll(async () => await wan.close());

it.each<[string, IDataObject, number]>([
	['at its beginning', {}, 0],
	['in the middle, at the key frame before the second', { startAt: 4.7 }, 4],
])('the sound of a video that was cut %s is heard on time under the result', async (_, cut, from) => {
	const run = await wan.run(
		{
			...{ operation: 'repaint', prompt: 'An engraving', videoInput: 'binary', videoField: 'video' },
			options: { ifTooLong: 'trim', sound: 'original', ...cut },
		},
		{ files: { video: await filmWithBeeps() } },
	);
	expect(run.status === 'error' ? errorOf(run).message : run.status).toBe('success');
	const result = await wan.engine.readBinary(wan.items(run)[0]!.binary!.data!);
	const { seconds } = await probe(await pathOf(result));
	const isWithin = (at: number): boolean => at >= 0 && at < seconds - 0.1;
	const expected = BEEPS.map((at) => at - from).filter(isWithin);
	const found = onsets(await heard(result)).filter(isWithin);
	expect(expected.length).toBeGreaterThan(1);
	expect(found).toHaveLength(expected.length);
	found.forEach((at, index) => expect(Math.abs(at - (expected[index] ?? 0))).toBeLessThan(PACKET));
});
