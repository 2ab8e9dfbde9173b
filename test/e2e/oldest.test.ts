import { execFile } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startEmulator } from '../../emulator';
import { E2E, ROOT } from './support/paths';
import { API_KEY } from './support/site';

const OLDEST = join(E2E, 'oldest');

it('loads in the engine of n8n 1.123 and gives out a video there', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'wan-oldest-'));
	const emulator = await startEmulator({ timeScale: 60, render: 'sample' });
	try {
		const parameters = {
			operation: 'repaint',
			videoUrl: emulator.sample('product-short.mp4'),
			prompt: 'An old engraving',
			downloadVideo: true,
			waitOptions: { polling: 'fast' },
		};
		const credential = { apiKey: API_KEY, region: 'custom', baseUrl: emulator.url };
		const script = [
			join(OLDEST, 'run.ts'),
			process.env.WAN_PACKAGE!,
			JSON.stringify(parameters),
			JSON.stringify(credential),
		];
		const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', ...script], {
			cwd: ROOT,
			timeout: 300_000,
			env: {
				...process.env,
				NODE_PATH: join(OLDEST, 'node_modules'),
				N8N_USER_FOLDER: folder,
				N8N_ENCRYPTION_KEY: 'oldest',
				NODE_ENV: 'production',
			},
		});
		const [task] = emulator.tasks;
		expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toEqual({
			status: 'success',
			json: expect.objectContaining({ taskId: task!.id, status: 'SUCCEEDED' }) as object,
			bytes: (await stat(task!.outputPath!)).size,
		});
		expect(emulator.count('create')).toBe(1);
	} finally {
		await emulator.close();
		await rm(folder, { recursive: true, force: true });
	}
});
