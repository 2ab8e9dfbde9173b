import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { postgresPrograms } from './debian';
import { freePort } from './ports';
import { startProgram, type Program } from './program';

export interface Database {
	readonly port: number;
	stop(): Promise<void>;
}

/** It refuses to run as root. */
const POSTGRES_USER = 'postgres';

/** PostgreSQL with an empty database `postgres` of the user `n8n`, in a folder that is thrown away. */
export async function startPostgres(folder: string): Promise<Database> {
	const { initdb, postgres } = postgresPrograms();
	const home = join(folder, 'postgres');
	mkdirSync(home);
	// Its user has to reach the folder.
	chmodSync(folder, 0o755);
	const asPostgres: { uid?: number; gid?: number } = {};
	if (process.getuid?.() === 0) {
		asPostgres.uid = idOf('-u');
		asPostgres.gid = idOf('-g');
		chownSync(home, asPostgres.uid, asPostgres.gid);
	}
	const data = join(home, 'data');
	const init = ['-D', data, '-U', 'n8n', '-A', 'trust', '-E', 'UTF8', '--no-sync', '--no-locale'];
	execFileSync(initdb, init, { ...asPostgres, cwd: home, stdio: 'ignore' });
	const port = await freePort();
	const program = startProgram({
		name: 'PostgreSQL',
		command: postgres,
		args: ['-D', data, '-h', '127.0.0.1', '-p', String(port), '-k', home, '-F', '-c', 'max_connections=100'],
		cwd: home,
		logFile: join(folder, 'postgres.log'),
		user: POSTGRES_USER,
		stopSignal: 'SIGINT',
	});
	await readyOrStopped(program, () => program.log().includes('ready to accept connections'));
	return { port, stop: program.stop };
}

export async function startRedis(folder: string): Promise<Database> {
	const port = await freePort();
	const inMemory = ['--save', '', '--appendonly', 'no'];
	const program = startProgram({
		name: 'Redis',
		command: 'redis-server',
		args: ['--bind', '127.0.0.1', '--port', String(port), ...inMemory, '--dir', folder],
		logFile: join(folder, 'redis.log'),
	});
	await readyOrStopped(program, async () => await answers(port));
	return { port, stop: program.stop };
}

async function readyOrStopped(program: Program, isReady: () => Promise<boolean> | boolean): Promise<void> {
	try {
		await program.ready(isReady, 120_000);
	} catch (error) {
		await program.stop();
		throw error;
	}
}

const answers = async (port: number): Promise<boolean> =>
	await new Promise((resolve) => {
		const socket = connect(port, '127.0.0.1', () => resolve(true));
		socket.once('error', () => resolve(false));
		socket.once('connect', () => socket.destroy());
	});

const idOf = (flag: '-u' | '-g') => Number(execFileSync('id', [flag, POSTGRES_USER], { encoding: 'utf8' }));
