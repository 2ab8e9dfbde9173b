import sharp from 'sharp';
import { cleaned, DISC, factsOf, gray, madeOf, VARIANTS, NOTHING, ONE } from './cleanedMasks';
import { pngChunk } from './headers';
import { colorsOf, pngOf } from './masks';
import { bytesMade } from './realFiles';

describe('A mask is cut at half', () => {
	it('of the brightness', async () => {
		const made = await madeOf(gray([0, 0, 0, 127, 128, 255, 255, 255]));
		expect(made.lines).toEqual(['....####']);
		expect(made.changes).toEqual({ ...NOTHING, gray: 2 / 8, format: 'PNG' });
	});

	it('of what the eye sees of a color', async () => {
		const row = [...Array.from({ length: 60 }, (_, x) => (x < 30 ? [0, 0, 0] : [255, 255, 255])).flat()];
		row.splice(0, 6, 0, 255, 0, 0, 0, 255);
		expect((await madeOf(pngOf([row], { type: 2 }))).lines[0]?.slice(0, 3)).toBe('#..');
	});

	it('where transparent pixels lie on black', async () => {
		const [white, clear] = [
			[255, 255, 255],
			[0, 0, 0],
		];
		const row = [...white, 255, ...white, 128, ...white, 127, ...white, 0, ...clear, 0, ...clear, 255];
		const made = await madeOf(pngOf([row], { type: 6 }));
		expect(made.lines).toEqual(['##....']);
		expect(made.changes).toEqual({ ...NOTHING, gray: 2 / 6, transparent: 4 / 6, format: 'PNG' });
	});

	it('with black and white swapped, if it is inverted', async () => {
		const made = await madeOf(gray([0, 0, 255]), undefined, true);
		expect(made.lines).toEqual(['##.']);
		expect(made.changes).toEqual({ ...NOTHING, inverted: true, format: 'PNG' });
	});
});

describe('A mask that is pure already stays as it is', () => {
	it.each([
		['in gray', gray([0, 255], [255, 0])],
		['in color', pngOf([[0, 0, 0, 255, 255, 255]], { type: 2 })],
		['with an opaque alpha channel', pngOf([[0, 255, 255, 255]], { type: 4 })],
		['with a palette', pngOf([[0, 1]], { type: 3 }, pngChunk('PLTE', Buffer.from([0, 0, 0, 255, 255, 255])))],
	])('%s', async (_, file) => {
		expect(await cleaned(file)).toEqual({ kind: 'pure' });
		const { width, height } = await factsOf(file);
		expect(await cleaned(file, { width, height })).toEqual({ kind: 'pure' });
	});

	it.each([
		['a black of 1', gray([1, 0, 255])],
		['a white of 254', gray([0, 254, 255])],
		['a tint', pngOf([[0, 0, 1, 255, 255, 255]], { type: 2 })],
	])('but not with %s, which does not count as gray', async (_, file) => {
		const made = await cleaned(file);
		expect(made).toMatchObject({ kind: 'cleaned', changes: { gray: 0 } });
	});
});

describe.each(VARIANTS)('As %s, a mask', (_, name, args) => {
	const file = async (filter: string) => await bytesMade(name, 'mask.png', '-vf', filter, ...args, ...ONE);

	it('has the same pixels as sharp cuts at half', async () => {
		const bytes = await file(`${DISC},lutyuv=y='if(gte(val,128),255,0)'`);
		const made = await cleaned(bytes, undefined, true);
		if (made.kind !== 'cleaned') throw new Error(JSON.stringify(made));
		// sharp cannot read BMP.
		const readable = name.endsWith('bmp')
			? await bytesMade('same.png', 'mask.png', '-vf', `${DISC},lutyuv=y='if(gte(val,128),255,0)'`, ...ONE)
			: bytes;
		const theirs = await sharp(readable).removeAlpha().grayscale().threshold(128).negate().raw().toBuffer();
		const ours = await sharp(made.png).grayscale().raw().toBuffer();
		let different = 0;
		ours.forEach((value, at) => (different += value === theirs[at] ? 0 : 1));
		expect(different / ours.length).toBeLessThan(name.endsWith('jpg') ? 0.0005 : 1e-9);
	});

	it('with an edge feathered over 40 pixels, an eighth of its width, passes, and is pure then', async () => {
		const soft = "scale=320:180,format=gray,geq=lum='clip((H/3-hypot(X-W/2,Y-H/2))/40+0.5,0,1)*255'";
		const made = await cleaned(await file(soft));
		if (name.startsWith('mono')) return expect(made).toEqual({ kind: 'pure' });
		if (made.kind !== 'cleaned') throw new Error(JSON.stringify(made));
		expect(made.changes.gray).toBeGreaterThan(0.05);
		expect(await colorsOf(made.png, 'PNG')).toMatchObject({ counts: { between: 0, transparent: 0 } });
		expect(await cleaned(made.png)).toEqual({ kind: 'pure' });
	});

	it('gets the size of the video', async () => {
		const bytes = await file(DISC);
		const { width, height } = await factsOf(bytes);
		const to = { width: width / 2, height: height / 2 };
		const made = await cleaned(bytes, to);
		expect(made).toMatchObject({
			kind: 'cleaned',
			facts: to,
			changes: { size: { from: { width, height }, to } },
		});
	});
});
