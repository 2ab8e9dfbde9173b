import { startEmulator, type Emulator } from '../../emulator';
import { startEngine, type Engine } from '../support/engine';
import { requestsOf } from '../support/wan';
import { line } from '../support/workflow';

describe('the built package, as n8n loads it', () => {
	let emulator: Emulator;
	let engine: Engine;
	beforeAll(async () => {
		emulator = await startEmulator({ timeScale: 200 });
		engine = await startEngine({ packageDir: process.cwd() });
	});
	afterAll(async () => {
		await engine.close();
		await emulator.close();
	});

	it('edits a video on the real clock', async () => {
		const node = {
			name: 'Wan',
			type: 'n8n-nodes-wan-video-edit.wanVideoEdit',
			credentials: { wanDashScopeApi: { id: '1', name: 'Emulator' } },
			parameters: { ...requestsOf(emulator).edit, downloadVideo: true } as never,
		};
		const run = await engine.run(line(node), {
			credentials: {
				wanDashScopeApi: { apiKey: 'sk-emulator', region: 'custom', baseUrl: `${emulator.url}/` },
			},
		});
		expect(run.status).toBe('success');
		const [item] = engine.output(run, 'Wan');
		expect(item?.json).toMatchObject({ status: 'SUCCEEDED', taskId: emulator.tasks[0]?.id });
		expect(item?.binary?.data?.mimeType).toBe('video/mp4');
	});
});
