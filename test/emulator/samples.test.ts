import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { probe } from '../../emulator/media/probe';
import { ensureSamples } from '../../emulator/samples/samples';

const video = (width: number, height: number, seconds: number, sound = true) => ({
	format: 'MP4',
	codec: 'h264',
	fps: 30,
	width,
	height,
	seconds: expect.closeTo(seconds, 2),
	...(sound && { audioCodec: 'aac' }),
});
const image = (width: number, height: number, alpha = false) => ({ format: 'PNG', width, height, alpha });

const SAMPLES: Record<string, object> = {
	'background.png': image(1280, 720),
	'clip.mp4': video(640, 360, 1),
	'clothes.png': image(512, 512),
	'first-frame.png': image(640, 360),
	'last-clip.mp4': video(640, 360, 1),
	'last-frame.png': image(640, 360),
	'long.mp4': video(480, 270, 12),
	'mask-short.png': image(640, 360),
	'mask.mp4': video(640, 360, 3, false),
	'mask.png': image(1280, 720),
	'phone.mov': { ...video(360, 640, 12), format: 'MOV' },
	'portrait.mp4': video(360, 640, 3),
	'product-23s.mp4': video(480, 270, 23),
	'product-film.mp4': video(480, 270, 40),
	'product-short.mp4': video(640, 360, 3),
	'product.mp4': video(1280, 720, 5),
	'silent.mp4': video(640, 360, 3, false),
	'subject.png': image(400, 520),
	'tiny.png': image(100, 100),
	'transparent.png': image(400, 520, true),
};

it('creates these inputs and no others', async () => {
	expect((await readdir(await ensureSamples())).sort()).toEqual(Object.keys(SAMPLES));
});

it.each(Object.entries(SAMPLES))('creates %s', async (name, expected) => {
	const facts = await probe(join(await ensureSamples(), name));
	expect(facts).toMatchObject(expected);
	if (!('audioCodec' in expected)) expect(facts.audioCodec).toBeUndefined();
});
