import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { until } from '../support/until';
import { errorOf, requestsOf, startWan, type Wan } from '../support/wan';
import { bytesMade } from '../unit/media/realFiles';

let wan: Wan;
let host: Server;
const log: string[] = [];
afterEach(async () => {
	host.closeAllConnections();
	host.close();
	await wan.close();
});

/** A host of a sound file that stops answering once the video has been downloaded. */
async function hostOf(file: Buffer): Promise<{ link: string; isWaitedFor: () => boolean }> {
	let isWaitedFor = false;
	host = createServer(({ headers }, response) => {
		if (wan.emulator.count('result') > 0) {
			isWaitedFor = true;
			return;
		}
		const [, first = 0, last = 0] = (/^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '') ?? []).map(Number);
		const part = file.subarray(first, last + 1);
		const range = `bytes ${first}-${first + part.length - 1}/${file.length}`;
		response.writeHead(206, { 'Content-Range': range, 'Content-Length': part.length }).end(part);
	});
	await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
	const link = `http://127.0.0.1:${(host.address() as AddressInfo).port}/music.m4a`;
	return { link, isWaitedFor: () => isWaitedFor };
}

it('Stop ends the adding of sound within a second, and names the task and the link of its video', async () => {
	wan = await startWan({ onLog: (line) => log.push(line) });
	const { link, isWaitedFor } = await hostOf(
		await bytesMade('music.m4a', 'product-short.mp4', '-vn', '-c:a', 'copy'),
	);
	const run = wan.start({
		...requestsOf(wan.emulator).repaint,
		options: { sound: 'file', soundInput: 'url', soundUrl: link },
		advancedOptions: { allowPrivateHosts: true },
	});
	await until(isWaitedFor);
	const pressedAt = performance.now();
	run.stop();
	const result = await run.finished;
	expect(performance.now() - pressedAt).toBeLessThan(1000);
	expect(result.status).toBe('canceled');
	const { message, context } = errorOf(result);
	const [{ id } = { id: 'none' }] = wan.emulator.tasks;
	expect(context).toMatchObject({ kind: 'stopped', taskId: id });
	expect(message).toContain(`while sound was being added to the video of task ${id}, available at http://`);
	expect(message).toContain(`1 task is finished and billed: ${id}`);
	expect(log.join()).toContain(message);
	const [, video = ''] = /available at (\S+) until/.exec(message) ?? [];
	expect((await fetch(video)).status).toBe(200);
	expect(wan.emulator.count('create')).toBe(1);
});
