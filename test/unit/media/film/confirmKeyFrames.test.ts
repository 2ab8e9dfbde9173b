import { cutPoints, planTrim } from '../../../../nodes/WanVideoEdit/media/film/plan/planTrim';
import { confirmKeyFrames } from '../../../../nodes/WanVideoEdit/media/film/read/confirmKeyFrames';
import { sourceOfBytes } from '../../../../nodes/WanVideoEdit/media/source';
import { bytesMade } from '../realFiles';
import { stream, watched } from '../watchedSource';
import { type FilmName, opened } from './films';

describe('Frames that are marked as key frames', () => {
	it('and need frames before them are no cut points', async () => {
		const bytes = await bytesMade(
			'refresh.mp4',
			['-f', 'lavfi', '-i', 'testsrc2=s=160x120:r=30:d=4', 'tiny.png'],
			...['-map', '0:v', '-c:v', 'libx264', '-preset', 'ultrafast', '-threads', '1'],
			...['-x264-params', 'intra-refresh=1:keyint=30:bframes=0'],
		);
		const { film } = await opened(bytes);
		expect(cutPoints(film)).toEqual([0, 1, 2, 3]);
		const confirmed = await confirmKeyFrames(film, sourceOfBytes(bytes));
		expect(cutPoints(confirmed)).toEqual([0]);
		expect(planTrim(confirmed, { from: 2.5, most: 5 })).toMatchObject({ from: 0 });
	});

	it.each<[FilmName]>([
		['a key frame each second'],
		['MOV with AAC'],
		['HEVC'],
		['fragments'],
		['only key frames'],
	])('stay cut points where they are: %s', async (name) => {
		const { film, bytes } = await opened(name);
		const { source, watch } = watched(stream(bytes, 1013));
		const confirmed = await confirmKeyFrames(film, source);
		expect(cutPoints(confirmed)).toEqual(cutPoints(film));
		expect(watch.closed).toBe(true);
		expect(watch.bytesRead).toBeLessThan(bytes.length / 20);
	});
});
