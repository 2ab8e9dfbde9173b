import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from 'mediabunny';
import { createFile, type Movie, MP4BoxBuffer } from 'mp4box';
import { planCopy } from '../../../../nodes/WanVideoEdit/media/film/plan/planCopy';
import { planTrim } from '../../../../nodes/WanVideoEdit/media/film/plan/planTrim';
import type { Plan } from '../../../../nodes/WanVideoEdit/media/film/plan/plan';
import { type FilmName, opened } from './films';
import { decoded, written } from './oracles';

/** mediabunny and mp4box read MP4 files independently of this project and of ffmpeg. */
async function readByMediabunny(file: Buffer) {
	const input = new Input({ source: new BufferSource(Uint8Array.from(file).buffer), formats: ALL_FORMATS });
	const video = await input.getPrimaryVideoTrack();
	const sound = await input.getPrimaryAudioTrack();
	if (!video) throw new Error('no video');
	const times: number[] = [];
	const sizes: number[] = [];
	for await (const packet of new EncodedPacketSink(video).packets()) {
		times.push(packet.timestamp);
		sizes.push(packet.byteLength);
	}
	const codecs = [await video.getCodec(), sound && (await sound.getCodec())];
	return { times: times.sort((one, other) => one - other), sizes, codecs, mime: await input.getMimeType() };
}

async function readByMp4box(file: Buffer): Promise<Movie> {
	return await new Promise((resolve, reject) => {
		const reader = createFile();
		reader.onReady = resolve;
		reader.onError = (module, message) => reject(new Error(`${module}: ${message}`));
		reader.appendBuffer(MP4BoxBuffer.fromArrayBuffer(Uint8Array.from(file).buffer, 0));
		reader.flush();
	});
}

describe.each<[FilmName]>([
	['a key frame each second'],
	['HEVC'],
	['MOV with AAC'],
	['fragments'],
	['a variable frame rate'],
	['late sound'],
])('A film with %s', (name) => {
	it.each(['rewrapped', 'trimmed'])(
		'that was %s is read alike by mediabunny, mp4box and ffmpeg',
		async (how) => {
			const { film, bytes } = await opened(name);
			const trimmed = planTrim(film, { from: 0, most: 2.5 }) as { plan: Plan };
			const plan = how === 'trimmed' ? trimmed.plan : planCopy(film);
			const file = await written(plan, [bytes]);
			const { times } = await decoded(file);
			const [video, sound] = plan.tracks;

			const one = await readByMediabunny(file);
			expect(one.mime).toMatch(/^video\/mp4/);
			expect(one.codecs).toEqual([name === 'HEVC' ? 'hevc' : 'avc', 'aac']);
			expect(one.sizes).toEqual([...(video?.samples.sizes ?? [])]);
			expect(one.times).toHaveLength(times.length);
			one.times.forEach((time, index) => expect(time).toBeCloseTo(times[index] ?? 0, 3));

			const other = await readByMp4box(file);
			expect(other).toMatchObject({ isFragmented: false, isProgressive: true, hasMoov: true });
			expect(other.tracks.map(({ nb_samples }) => nb_samples)).toEqual([
				video?.samples.count,
				sound?.samples.count,
			]);
			const lengths = plan.tracks.map(({ edits }) => edits.reduce((sum, { seconds }) => sum + seconds, 0));
			expect(other.duration / other.timescale).toBeCloseTo(Math.max(...lengths), 3);
		},
	);
});
