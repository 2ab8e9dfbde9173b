import { execFile } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { startEmulator, type Emulator } from '../../emulator';
import { itemsOf, type Execution } from './support/api';
import { startPostgres, type Database } from './support/databases';
import { loadExample, madeRunnable, wanNodesOf } from './support/examples';
import { installNode } from './support/installation';
import { postgresEnv, QUIET } from './support/n8n';
import { E2E } from './support/paths';
import { API_KEY } from './support/site';

/** n8n 1.123, the oldest line that is supported. It runs on the Node of these tests. */
const N8N = join(E2E, 'oldest/node_modules/n8n/bin/n8n');
const CREDENTIAL = { id: 'wan', name: 'Wan DashScope account' };

let folder: string;
let emulator: Emulator;
let postgres: Database;

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'wan-oldest-'));
	emulator = await startEmulator({ timeScale: 60, render: 'sample' });
	postgres = await startPostgres(folder);
	await mkdir(join(folder, 'home'));
	installNode(join(folder, 'home'), process.env.WAN_PACKAGE!);
});

afterAll(async () => {
	await postgres?.stop();
	await emulator?.close();
	await rm(folder, { recursive: true, force: true });
});

async function n8n(...args: string[]): Promise<string> {
	const command = [process.execPath, N8N, ...args];
	// The kernel kills it when this process dies.
	const running = promisify(execFile)('setpriv', ['--pdeathsig', 'KILL', ...command], {
		timeout: 300_000,
		maxBuffer: 100_000_000,
		env: {
			HOME: homedir(),
			PATH: `${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`,
			...QUIET,
			...postgresEnv(postgres.port),
			N8N_USER_FOLDER: join(folder, 'home'),
			N8N_ENCRYPTION_KEY: 'oldest',
			// The other engine has no ready-made module for Node 20, and nothing is compiled here.
			N8N_EXPRESSION_ENGINE: 'legacy',
		},
	});
	// It says what is wrong where it prints everything else.
	const { stdout } = await running.catch((error: Error & { stdout: string }) => {
		throw new Error(`${error.message}\n${error.stdout.slice(-3000)}`);
	});
	return stdout;
}

/** Imports credentials or a workflow with n8n's command line. */
async function importInto(kind: 'credentials' | 'workflow', content: object): Promise<void> {
	const file = join(folder, `${kind}.json`);
	await writeFile(file, JSON.stringify([content]));
	await n8n(`import:${kind}`, `--input=${file}`);
}

it('loads in n8n 1.123 and runs examples/six-modes.json there: each mode returns its video', async () => {
	const data = { apiKey: API_KEY, region: 'custom', baseUrl: emulator.url };
	await importInto('credentials', { ...CREDENTIAL, type: 'wanDashScopeApi', data });
	const example = madeRunnable(loadExample('six-modes.json'), {
		emulator,
		credential: CREDENTIAL,
		files: folder,
	});
	await importInto('workflow', { ...example, id: 'six' });

	const printed = await n8n('execute', '--id=six', '--rawOutput');
	const run = JSON.parse(printed.slice(printed.indexOf('{\n'))) as Execution;
	expect(run.data.resultData.error).toBeUndefined();
	const modes = wanNodesOf(example).map(({ name }) => name);
	expect(emulator.count('create')).toBe(modes.length);
	for (const mode of modes) {
		const [item] = itemsOf(run, mode);
		const task = emulator.tasks.find(({ id }) => id === item?.json.taskId);
		expect(item?.json).toMatchObject({ taskId: task!.id, status: 'SUCCEEDED' });
		// This n8n keeps files in the items.
		const bytes = Buffer.from(item!.binary!.data!.data, 'base64');
		expect(bytes.equals(await readFile(task!.outputPath!))).toBe(true);
	}
});
