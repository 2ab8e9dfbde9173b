import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { request } from 'undici';
import { IdleTime } from '../support/idleTime';

const HOUR = 3_600_000;

/** How much time has passed when some work is done while a timer of an hour runs. */
async function timeAfter(work: () => Promise<unknown>): Promise<number> {
	const time = new IdleTime(0);
	const sleeper = new AbortController();
	const slept = time.sleep(HOUR, sleeper.signal).catch(() => undefined);
	await work();
	const now = time.now();
	sleeper.abort();
	await slept;
	return now;
}

describe('Idle time', () => {
	it('jumps to the next timer when nothing is in progress', async () => {
		const time = new IdleTime(0);
		const woken: number[] = [];
		await Promise.all(
			[3 * HOUR, HOUR, 2 * HOUR].map(async (ms) => {
				await time.sleep(ms);
				woken.push(time.now());
			}),
		);
		expect(woken).toEqual([HOUR, 2 * HOUR, 3 * HOUR]);
	});

	it('stands still while files are read, programs run or requests are in flight', async () => {
		expect(await timeAfter(async () => await readFile(process.execPath))).toBe(0);
		expect(
			await timeAfter(
				async () => await promisify(execFile)(process.execPath, ['-e', 'setTimeout(() => {}, 200)']),
			),
		).toBe(0);
		const server = createServer((_, response) => response.end('ok'.repeat(500_000)));
		await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
		const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		try {
			for (let round = 0; round < 20; round += 1) {
				expect(await timeAfter(async () => await (await request(url)).body.text())).toBe(0);
			}
		} finally {
			server.close();
			server.closeAllConnections();
		}
	});
});
