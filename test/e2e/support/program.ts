import { spawn } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ProgramOptions {
	/** For messages. */
	readonly name: string;
	readonly command: string;
	readonly args: readonly string[];
	readonly env?: NodeJS.ProcessEnv;
	readonly cwd?: string;
	/** Takes what it prints. */
	readonly logFile: string;
	/** Runs as that user, where the tests run as root. */
	readonly user?: string;
	/** What asks it to end. */
	readonly stopSignal?: NodeJS.Signals;
	/** How long it may take to end before it is killed. */
	readonly graceMs?: number;
}

/** A program that ends with the one who started it, whatever becomes of that one. */
export interface Program {
	readonly pid: number;
	log(): string;
	/** Resolves once `isReady`. @throws Error with the end of its log when it ends first, or takes too long */
	ready(isReady: () => Promise<boolean> | boolean, timeoutMs?: number): Promise<void>;
	/** Asks it to end, and kills what is left of it and its children. */
	stop(): Promise<void>;
	/** As a power cut: the process itself first, then its children. */
	kill(): Promise<void>;
}

export function startProgram(options: ProgramOptions): Program {
	const { name, command, args, env, cwd, logFile, user, stopSignal = 'SIGTERM', graceMs = 15_000 } = options;
	const asUser = user && process.getuid?.() === 0 ? ['--reuid', user, '--regid', user, '--clear-groups'] : [];
	const output = openSync(logFile, 'a');
	// The kernel kills it when this process dies, also where this process is killed itself.
	const child = spawn('setpriv', [...asUser, '--pdeathsig', 'KILL', command, ...args], {
		stdio: ['ignore', output, output],
		env,
		cwd,
	});
	closeSync(output);
	let end: string | undefined;
	const ended = new Promise<void>((resolve) => {
		child.once('error', ({ message }) => resolve(void (end = message)));
		child.once('exit', (code, signal) => resolve(void (end = `ended with ${signal ?? code}`)));
	});
	const log = () => readFileSync(logFile, 'utf8');
	const within = async (ms: number) => await Promise.race([ended, sleep(ms, undefined, { ref: false })]);

	const endBy = async (signal: NodeJS.Signals): Promise<void> => {
		const children = child.pid === undefined ? [] : descendantsOf(child.pid);
		if (end === undefined) {
			child.kill(signal);
			await within(graceMs);
		}
		if (end === undefined) {
			child.kill('SIGKILL');
			await ended;
		}
		for (const one of children) killIfThere(one);
	};

	return {
		pid: child.pid ?? -1,
		log,
		async ready(isReady, timeoutMs = 300_000) {
			const deadline = Date.now() + timeoutMs;
			for (;;) {
				if (end !== undefined) throw new Error(`${name} ${end}\n${log().slice(-3000)}`);
				if (await isReady()) return;
				if (Date.now() > deadline) throw new Error(`${name} is not ready\n${log().slice(-3000)}`);
				await sleep(100);
			}
		},
		stop: async () => await endBy(stopSignal),
		kill: async () => await endBy('SIGKILL'),
	};
}

interface Process {
	readonly pid: number;
	/** With the pid it names one process for ever: pids are used again. */
	readonly startedAt: string;
}

function descendantsOf(ancestor: number): Process[] {
	const childrenOf = new Map<number, Process[]>();
	for (const entry of readdirSync('/proc')) {
		const found = /^\d+$/.test(entry) ? statOf(Number(entry)) : undefined;
		if (found) childrenOf.set(found.parent, [...(childrenOf.get(found.parent) ?? []), found]);
	}
	const below = (pid: number): Process[] =>
		(childrenOf.get(pid) ?? []).flatMap((one) => [one, ...below(one.pid)]);
	return below(ancestor);
}

function statOf(pid: number): (Process & { parent: number }) | undefined {
	try {
		// The name in brackets may hold anything, blanks too.
		const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
			.replace(/^.*\) /s, '')
			.split(' ');
		return { pid, parent: Number(fields[1]), startedAt: fields[19] ?? '' };
	} catch {
		return undefined;
	}
}

function killIfThere({ pid, startedAt }: Process): void {
	if (statOf(pid)?.startedAt === startedAt) process.kill(pid, 'SIGKILL');
}
