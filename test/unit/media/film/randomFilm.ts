import { dice } from '../mutants';
import { bytesMade } from '../realFiles';

/**
 * A film made at random, the same for the same seed: container, frame rate, key frames, order of frames, sound.
 * @param shape its size, and its length in seconds at least
 */
export async function randomFilm(seed: number, { size = '160x120', least = 2 } = {}): Promise<Buffer> {
	const roll = dice(seed * 7919 + 1);
	const oneOf = <T>(...choices: T[]): T => choices[roll(choices.length)] as T;
	for (let warm = 0; warm < 20; warm += 1) roll(2);
	const fps = oneOf('24', '25', '30', '50', '60', '30000/1001', '24000/1001');
	const seconds = least + roll(30) / 10;
	const [name, container] = oneOf<[string, string[]]>(
		['random.mp4', []],
		['random.mov', []],
		['random.mp4', ['-movflags', '+faststart']],
		['random.mp4', ['-movflags', 'frag_keyframe+empty_moov+default_base_moof']],
		['random.mp4', ['-movflags', 'frag_keyframe+delay_moov']],
	);
	const keyint = oneOf(1, 7, 12, 24, 30, 48);
	const shape = `keyint=${keyint}:bframes=${roll(5)}:b-pyramid=${oneOf('none', 'normal')}:open-gop=${roll(2)}`;
	const video = ['-c:v', 'libx264', '-preset', 'ultrafast', '-threads', '1', '-x264-params', shape];
	const sound = ['-c:a', 'aac', '-ar', oneOf('48000', '44100', '22050', '32000'), '-ac', oneOf('1', '2')];
	const late = oneOf([], [], ['-itsoffset', `0.${roll(100)}`]);
	const isSilent = roll(5) === 0;
	return await bytesMade(
		name,
		[
			...['-f', 'lavfi', '-i', `testsrc2=s=${size}:r=${fps}:d=${seconds}`],
			...[...late, '-f', 'lavfi', '-i', `sine=f=440:d=${seconds}`, 'tiny.png'],
		],
		...['-map', '0:v', ...(isSilent ? [] : ['-map', '1:a', ...sound]), ...video, ...container],
	);
}
