import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './paths';
import { runCommand, withProgress } from './progress';

/**
 * Installs n8n as the lockfile says; does nothing where that has been done.
 * No install scripts run: with PostgreSQL as its database n8n needs no native module that is not ready-made.
 */
export async function ensureNpmPackages(folder: string): Promise<void> {
	const lock = readFileSync(join(folder, 'package-lock.json'), 'utf8');
	const stamp = join(folder, 'node_modules/.installed-from');
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
	const { packages } = JSON.parse(lock) as { packages: Record<string, unknown> };
	const manifests = Object.keys(packages)
		.filter((path) => path !== '')
		.map((path) => join(folder, path, 'package.json'));
	const unpacked = () => `${manifests.filter(existsSync).length} of ${manifests.length} packages unpacked`;
	const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
	await withProgress(
		`Installing n8n into ${folder.slice(ROOT.length + 1)} (about 2 GB, once)`,
		async () => await runCommand('npm', ['ci', ...options], { cwd: folder }),
		unpacked,
	);
	writeFileSync(stamp, lock);
}

/** Packs the built package and puts it where n8n's own installation of community packages puts it. */
export function installNode(userFolder: string, unpacked: string): void {
	const { name, version } = JSON.parse(readFileSync(join(unpacked, 'package.json'), 'utf8')) as {
		name: string;
		version: string;
	};
	const nodes = join(userFolder, '.n8n/nodes');
	mkdirSync(join(nodes, 'node_modules'), { recursive: true });
	const manifest = { name: 'installed-nodes', private: true, dependencies: { [name]: version } };
	writeFileSync(join(nodes, 'package.json'), JSON.stringify(manifest));
	cpSync(unpacked, join(nodes, 'node_modules', name), { recursive: true });
}

/** Packs this package as npm would publish it, and returns the folder with the tarball's content. */
export function packNode(folder: string): string {
	const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder, '--loglevel=error'];
	const [packed] = JSON.parse(execFileSync('npm', pack, { cwd: ROOT, encoding: 'utf8' })) as Array<{
		filename: string;
	}>;
	execFileSync('tar', ['-xzf', join(folder, packed!.filename), '-C', folder]);
	return join(folder, 'package');
}
