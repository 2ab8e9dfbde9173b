import { planCopy } from '../../../../nodes/WanVideoEdit/media/film/plan/planCopy';
import { bytesOf, FILM_NAMES, opened } from './films';
import { decoded, written } from './oracles';

const typesOf = (file: Buffer): string[] => {
	const types: string[] = [];
	for (let at = 0; at + 8 <= file.length; at += file.readUInt32BE(at))
		types.push(file.toString('latin1', at + 4, at + 8));
	return types;
};

describe.each(FILM_NAMES)('A rewrapped film with %s', (name) => {
	it('has the same pictures at the same times and the same sound, and decodes without a warning', async () => {
		const { film, bytes } = await opened(name);
		const copy = await written(planCopy(film), [bytes]);
		expect(typesOf(copy)).toEqual(['ftyp', 'moov', 'mdat']);
		const [source, result] = [await decoded(await bytesOf(name)), await decoded(copy)];
		expect(result.complaint).toBe('');
		expect(result.frames).toEqual(source.frames);
		expect(result.times.length).toBe(source.times.length);
		result.times.forEach((time, index) => expect(time).toBeCloseTo(source.times[index] ?? 0, 2));
		if (film.sound) expect(result.sound).toEqual(source.sound);
		else expect(result.sound).toEqual([]);
	});
});
