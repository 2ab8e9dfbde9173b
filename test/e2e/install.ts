/** `tsx install.ts` for the tests; `tsx install.ts server` for what n8n itself needs. */
import { join } from 'node:path';
import { ensureDebianPackages, SERVER_PACKAGES } from './support/debian';
import { ensureNpmPackages } from './support/installation';
import { E2E } from './support/paths';

async function main(serverOnly: boolean): Promise<void> {
	await ensureDebianPackages(serverOnly ? SERVER_PACKAGES : undefined);
	await ensureNpmPackages(E2E);
	if (!serverOnly) await ensureNpmPackages(join(E2E, 'oldest'));
}

main(process.argv[2] === 'server').catch((error: unknown) => {
	console.error((error as Error).message);
	process.exitCode = 1;
});
