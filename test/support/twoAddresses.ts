import { spawn } from 'node:child_process';
import dns from 'node:dns';
import { once } from 'node:events';

/** Connects to itself until its queue of one place is full, and accepts nothing, since it blocks. */
const FULL_QUEUE = `
	const net = require('node:net');
	const server = net.createServer().listen(0, '127.0.0.2', 1, () => {
		const { port } = server.address();
		for (let i = 0; i < 4; i += 1) net.connect(port, '127.0.0.2');
		process.nextTick(() => {
			require('node:fs').writeSync(1, String(port));
			Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
		});
	});
`;

/** A name with two addresses: connects to the first hang, since its queue is full, and the second refuses them. */
export async function twoAddresses(): Promise<{ name: string; port: number; close(): Promise<void> }> {
	const child = spawn(process.execPath, ['-e', FULL_QUEUE], { stdio: ['ignore', 'pipe', 'inherit'] });
	const [line] = (await once(child.stdout, 'data')) as [Buffer];
	const port = Number(line.toString());
	// Virtual time stands still while a program is under way that this process waits for.
	child.stdout.destroy();
	child.unref();

	const name = 'two-addresses.test';
	const original = dns.lookup;
	(dns as { lookup: unknown }).lookup = (host: string, options: unknown, callback: unknown) => {
		if (host !== name) return (original as (...all: unknown[]) => void)(host, options, callback);
		(callback as (error: null, addresses: object[]) => void)(null, [
			{ address: '127.0.0.2', family: 4 },
			{ address: '127.0.0.3', family: 4 },
		]);
	};
	return {
		name,
		port,
		async close() {
			dns.lookup = original;
			child.ref();
			child.kill('SIGKILL');
			await once(child, 'exit');
		},
	};
}
