import { mkdirSync } from 'node:fs';
import { Editor } from './editor';
import { SCREENSHOTS } from './paths';
import { startSite, type Site } from './site';

/** Starts a site and opens its editor before the tests of a file, and closes both after them. */
export function openEditor(assign: (site: Site, editor: Editor) => void): void {
	let site: Site;
	let editor: Editor;

	beforeAll(async () => {
		mkdirSync(SCREENSHOTS, { recursive: true });
		site = await startSite();
		editor = await Editor.open(site.n8n.url);
		assign(site, editor);
	});

	afterAll(async () => {
		await editor?.close();
		await site?.close();
	});
}
