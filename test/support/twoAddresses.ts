import { spawn } from 'node:child_process';
import dns from 'node:dns';
import { once } from 'node:events';
import net from 'node:net';

/** A name with two addresses: connects to the first hang, since its queue is full, and the second refuses them. */
export async function twoAddresses(): Promise<{ name: string; port: number; close(): Promise<void> }> {
	// A process that is stopped accepts nothing, and a queue of one place is full at once.
	const child = spawn(
		process.execPath,
		[
			'-e',
			"const s = require('net').createServer().listen(0, '127.0.0.2', 1, () => console.log(s.address().port))",
		],
		{ stdio: ['ignore', 'pipe', 'inherit'] },
	);
	const [line] = (await once(child.stdout, 'data')) as [Buffer];
	const port = Number(line.toString());
	child.kill('SIGSTOP');
	const fillers = Array.from({ length: 4 }, () =>
		net.connect(port, '127.0.0.2').on('error', () => undefined),
	);
	await once(fillers[0]!, 'connect');

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
			for (const filler of fillers) filler.destroy();
			child.kill('SIGKILL');
			await once(child, 'exit');
		},
	};
}
