import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { ffmpeg } from '../../emulator/media/tools';

const LEFT_BY_TESTS = path.join(__dirname, '../../test/e2e/screenshots');

/**
 * The editor's forms and the canvases of the examples in light mode, and a result in light and dark, as WebP; and the
 * picture at the top of the README. @throws if the tests left none
 */
export async function takeScreenshots(target: string): Promise<void> {
	mkdirSync(target, { recursive: true });
	const chosen = readdirSync(LEFT_BY_TESTS).filter((file) => /-light\.png$|^result-/.test(file));
	for (const file of chosen) {
		const picture = path.join(target, file.replace('.png', '.webp'));
		await ffmpeg(['-y', '-i', path.join(LEFT_BY_TESTS, file), '-c:v', 'libwebp', '-q:v', '75', picture]);
	}
	copyFileSync(path.join(LEFT_BY_TESTS, 'first-video.jpg'), path.join(target, '../first-video.jpg'));
}
