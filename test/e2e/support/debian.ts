import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runCommand, withProgress } from './progress';

/** What the tests need of the machine, by the Debian package that has it. */
const PACKAGES: Readonly<Record<string, () => boolean>> = {
	postgresql: () => postgresFolder() !== undefined,
	'redis-server': () => isInPath('redis-server'),
	chromium: () => isInPath('chromium'),
	openssl: () => isInPath('openssl'),
	'util-linux': () => isInPath('setpriv'),
};

/** Those that an n8n of one process needs. */
export const SERVER_PACKAGES = ['postgresql', 'openssl', 'util-linux'];

/**
 * Installs with apt-get what is missing.
 * @throws Error that names the missing packages, where this machine or this user cannot
 */
export async function ensureDebianPackages(wanted = Object.keys(PACKAGES)): Promise<void> {
	const missing = wanted.filter((name) => !PACKAGES[name]?.());
	if (missing.length === 0) return;
	const byHand = `The end-to-end tests need: apt-get install --no-install-recommends ${missing.join(' ')}`;
	if (!isInPath('apt-get') || process.getuid?.() !== 0) {
		throw new Error(`${byHand}\n(That takes Debian, and root.)`);
	}
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	let last = '';
	const onOutput = (text: string) => (last = text.trim().split('\n').pop() ?? '');
	const apt = async (...args: string[]) => await runCommand('apt-get', ['-q', ...args], { env, onOutput });
	await withProgress(
		`Installing with apt-get: ${missing.join(' ')}`,
		async () => {
			// Package lists that are a little old often still do.
			await apt('update').catch(() => {});
			await apt('install', '-y', '--no-install-recommends', ...missing).catch(({ message }: Error) => {
				throw new Error(`${message}\n${byHand}`);
			});
		},
		() => last.slice(0, 100),
	);
	const left = missing.filter((name) => !PACKAGES[name]?.());
	if (left.length > 0) throw new Error(`apt-get did not install ${left.join(', ')}.\n${byHand}`);
	stopServices(missing);
}

/** Debian starts servers that it installs; the tests start their own, in folders that are thrown away. */
function stopServices(installed: readonly string[]): void {
	if (!existsSync('/run/systemd/system')) return;
	const services = installed.filter((name) => ['postgresql', 'redis-server'].includes(name));
	if (services.length > 0) execFileSync('systemctl', ['stop', ...services]);
}

export function postgresPrograms(): { initdb: string; postgres: string } {
	const folder = postgresFolder();
	if (folder === undefined) throw new Error('PostgreSQL is not installed');
	return { initdb: join(folder, 'initdb'), postgres: join(folder, 'postgres') };
}

/** Debian keeps the servers of all versions out of PATH. */
function postgresFolder(): string | undefined {
	const versions = '/usr/lib/postgresql';
	if (!existsSync(versions)) return undefined;
	return readdirSync(versions)
		.sort((a, b) => Number(b) - Number(a))
		.map((version) => join(versions, version, 'bin'))
		.find((folder) => existsSync(join(folder, 'postgres')));
}

const isInPath = (program: string): boolean =>
	[...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'].some((folder) =>
		existsSync(join(folder, program)),
	);
