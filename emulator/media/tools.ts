import { spawn } from 'node:child_process';
import { accessSync, chmodSync, constants } from 'node:fs';
import { path as ffmpegPath } from '@ffmpeg-installer/ffmpeg';
import { path as ffprobePath } from '@ffprobe-installer/ffprobe';

// The packages set the executable bit in an install script, but npm scripts are switched off in this
// project.
for (const tool of [ffmpegPath, ffprobePath]) {
	try {
		accessSync(tool, constants.X_OK);
	} catch {
		chmodSync(tool, 0o755);
	}
}

/** Maximum number of concurrent ffmpeg processes. */
const AT_ONCE = 2;
let running = 0;
const waiting: Array<() => void> = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
	if (running >= AT_ONCE) await new Promise<void>((go) => waiting.push(go));
	else running += 1;
	try {
		return await work();
	} finally {
		// Passes the slot on instead of freeing it: nobody can slip in between.
		const next = waiting.shift();
		if (next) next();
		else running -= 1;
	}
}

/** A media tool failed. The message contains the end of its output. */
export class MediaToolError extends Error {}

interface Output {
	readonly out: Buffer;
	/** The end of what it printed to standard error. */
	readonly complaint: string;
}

function run(tool: string, args: readonly string[], signal?: AbortSignal): Promise<Output> {
	return new Promise((resolve, reject) => {
		if (signal?.aborted) return reject(new MediaToolError('stopped'));
		const child = spawn(tool, args, { stdio: ['ignore', 'pipe', 'pipe'] });
		// Rendering is disposable: nothing is lost by killing it.
		const kill = () => child.kill('SIGKILL');
		signal?.addEventListener('abort', kill, { once: true });
		const out: Buffer[] = [];
		let complaint = '';
		child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
		child.stderr.on('data', (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(-2000)));
		child.on('error', reject);
		child.on('close', (code) => {
			signal?.removeEventListener('abort', kill);
			if (code === 0) resolve({ out: Buffer.concat(out), complaint });
			else reject(new MediaToolError(complaint.trim() || `ended with ${code ?? 'a signal'}`));
		});
	});
}

/** Runs ffmpeg and returns its standard output. At most two run at once. */
export const ffmpeg = async (args: readonly string[], signal?: AbortSignal): Promise<Buffer> =>
	(await inTurn(() => run(ffmpegPath, ['-hide_banner', '-nostdin', '-loglevel', 'error', ...args], signal)))
		.out;

/** Runs ffmpeg and returns what it complains about too, warnings included. */
export const ffmpegWithWarnings = (args: readonly string[]): Promise<Output> =>
	inTurn(() => run(ffmpegPath, ['-hide_banner', '-nostdin', '-loglevel', 'warning', ...args]));

/** Runs ffprobe on local files only: an input that is a playlist must not open other addresses. */
export const ffprobe = async (args: readonly string[], signal?: AbortSignal): Promise<Buffer> =>
	(
		await run(
			ffprobePath,
			['-hide_banner', '-loglevel', 'error', '-protocol_whitelist', 'file', ...args],
			signal,
		)
	).out;
