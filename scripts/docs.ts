import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { drawMasks } from './docs/masks';
import { drawPictures, drawThumbnails } from './docs/pictures';
import { generatedPages } from './docs/pages';
import { takeScreenshots } from './docs/screenshots';

/**
 * `npm run docs`: writes the pages of `docs/` that are generated from tables in the code. `npm run docs --
 * --pictures [demo-output]`: first draws their pictures from the results of `npm run demo`. `npm run docs -- --masks`: first
 * draws the masks of 'Files that fit'. `npm run docs -- --screenshots`: first copies those of the editor from `npm run
 * test:e2e`.
 */
const DOCS = path.join(__dirname, '../docs');

async function main([option, demoOutput = 'demo-output']: string[]): Promise<void> {
	if (option === '--pictures') {
		await drawPictures(demoOutput, path.join(DOCS, 'images/operations'));
		await drawThumbnails(demoOutput, path.join(DOCS, 'images/modes'));
	}
	if (option === '--masks') await drawMasks(path.join(DOCS, 'images/masks'));
	if (option === '--screenshots') await takeScreenshots(path.join(DOCS, 'images/editor'));
	for (const [name, text] of await generatedPages()) {
		const file = path.join(DOCS, name);
		mkdirSync(path.dirname(file), { recursive: true });
		writeFileSync(file, text);
		console.log(path.relative(process.cwd(), file));
	}
}

main(process.argv.slice(2)).catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
