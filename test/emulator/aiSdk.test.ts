import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startEmulator, type Emulator } from '../../emulator';

let emulator: Emulator;
beforeAll(async () => {
	emulator = await startEmulator({ timeScale: 200 });
});
afterAll(() => emulator.close());

it('serves an independent client: @ai-sdk/alibaba creates, polls and downloads', async () => {
	const script = join(__dirname, 'ai-sdk-client.mjs');
	const { stdout } = await promisify(execFile)(process.execPath, [script, emulator.url, 'sk-emulator']);
	expect(JSON.parse(stdout)).toEqual({
		bytes: expect.any(Number),
		mediaType: 'video/mp4',
		warnings: [],
		providerMetadata: {
			alibaba: expect.objectContaining({
				taskId: emulator.tasks[0]?.id,
				videoUrl: expect.stringContaining(`${emulator.url}/result/`),
				actualPrompt: expect.stringContaining('A paper boat on a quiet lake.'),
				usage: {
					duration: 2,
					outputVideoDuration: 2,
					resolution: 720,
					size: '640*360',
					inputVideoDuration: 0,
				},
			}),
		},
	});
	expect(emulator.tasks.map(({ status }) => status)).toEqual(['SUCCEEDED']);
	expect(emulator.count('create')).toBe(1);
	expect(emulator.count('query')).toBeGreaterThan(0);
});
