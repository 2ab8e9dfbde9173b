/** `tsx install.ts` for the tests; `tsx install.ts server` for what n8n itself needs. */
import { join } from 'node:path';
import { ensureDebianPackages, SERVER_PACKAGES } from './support/debian';
import { ensureNpmPackages } from './support/installation';
import { E2E } from './support/paths';

try {
	const serverOnly = process.argv[2] === 'server';
	ensureDebianPackages(serverOnly ? SERVER_PACKAGES : undefined);
	ensureNpmPackages(E2E);
	if (!serverOnly) ensureNpmPackages(join(E2E, 'oldest'));
} catch (error) {
	console.error((error as Error).message);
	process.exitCode = 1;
}
