import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

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
export function ensureDebianPackages(wanted = Object.keys(PACKAGES)): void {
	const missing = wanted.filter((name) => !PACKAGES[name]?.());
	if (missing.length === 0) return;
	const byHand = `The end-to-end tests need: apt-get install --no-install-recommends ${missing.join(' ')}`;
	if (!isInPath('apt-get') || process.getuid?.() !== 0) {
		throw new Error(`${byHand}\n(That takes Debian, and root.)`);
	}
	console.log(`Installing with apt-get: ${missing.join(' ')}`);
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	const apt = (...args: string[]) => spawnSync('apt-get', ['-qq', ...args], { env, encoding: 'utf8' });
	apt('update');
	const { stderr } = apt('install', '-y', '--no-install-recommends', ...missing);
	const left = missing.filter((name) => !PACKAGES[name]?.());
	if (left.length > 0) throw new Error(`apt-get could not install ${left.join(', ')}.\n${byHand}\n${stderr}`);
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
