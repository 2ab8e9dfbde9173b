/**
 * What n8n-core and its configuration read from the environment while they are being required, so this
 * module has to be the first import of whoever requires them.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Stands for `~`: settings and the binary store live below it. Private to this process (or jest module registry). */
export const home = mkdtempSync(join(tmpdir(), 'n8n-engine-'));

Object.assign(process.env, {
	N8N_USER_FOLDER: home,
	N8N_ENCRYPTION_KEY: 'embedded-engine',
	N8N_LOG_LEVEL: 'silent',
});

// jest sets it too. With it n8n-core requires node classes directly instead of inside a `vm` context, and
// reports no errors to the outside: scripts take the same path as the tests.
process.env.NODE_ENV ??= 'test';
