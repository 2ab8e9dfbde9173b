import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packNode } from './support/installation';

/** One tarball for all tests, whatever happens to `dist/` in the meantime. */
export default function packOnce(): () => Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), 'wan-package-'));
	process.env.WAN_PACKAGE = packNode(folder);
	return async () => await rm(folder, { recursive: true, force: true });
}
