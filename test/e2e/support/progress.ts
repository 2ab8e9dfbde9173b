import { spawn } from 'node:child_process';

const EVERY_MS = 10_000;

/**
 * Prints what is being done at once, and every ten seconds how long it has taken so far.
 * @param detail what else there is to say each time, e.g. how far it is
 */
export async function withProgress<T>(what: string, work: () => Promise<T>, detail = () => ''): Promise<T> {
	const start = Date.now();
	const say = (more: string) => console.log(`${what}: ${minutesSince(start)}${more && `, ${more}`}`);
	console.log(`${what} …`);
	const timer = setInterval(() => say(detail()), EVERY_MS);
	try {
		const result = await work();
		say('done');
		return result;
	} finally {
		clearInterval(timer);
	}
}

/** `1:05` */
function minutesSince(start: number): string {
	const seconds = Math.round((Date.now() - start) / 1000);
	return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

interface CommandOptions {
	readonly cwd?: string;
	readonly env?: NodeJS.ProcessEnv;
	/** Hears each part of what it prints. */
	readonly onOutput?: (text: string) => void;
}

/** Runs a program that needs no keyboard. @throws Error with the end of what it wrote where it fails */
export async function runCommand(
	command: string,
	args: readonly string[],
	{ cwd, env, onOutput }: CommandOptions = {},
): Promise<void> {
	const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
	let written = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.on('data', (chunk: Buffer) => {
			written = (written + chunk.toString()).slice(-3000);
			onOutput?.(chunk.toString());
		});
	}
	const code = await new Promise<number | null>((resolve, reject) => {
		child.once('error', reject);
		child.once('close', resolve);
	});
	if (code !== 0) throw new Error(`${command} ${args[0] ?? ''} failed (${code ?? 'killed'})\n${written}`);
}
