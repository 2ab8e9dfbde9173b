import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { path as ffmpeg } from '@ffmpeg-installer/ffmpeg';
import { type Answer, nextMessage, startProcess } from '../shared/process';
import { CASES, type FilmCase } from './cases';
import type { Job, Measured } from './measured';

/** Bars: memory growth, and time compared with ffmpeg on the same file in the same run. */
const BAR = { megabytes: 60, ratio: 2 };
const ROUNDS = 3;
const MB = 1024 * 1024;
const run = promisify(execFile);

/** `npm run bench:film`: cutting, rewrapping and new sound, next to `ffmpeg -c copy`. */
async function main(): Promise<void> {
	const folder = await mkdtemp(join(tmpdir(), 'wan-bench-film-'));
	try {
		const sound = join(folder, 'sound.m4a');
		await run(ffmpeg, ['-f', 'lavfi', '-i', 'sine=r=48000', '-t', '90', '-c:a', 'aac', sound]);
		for (const one of CASES) await measure(one, folder, sound);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

async function measure({ name, source, work, ffmpeg: theirs }: FilmCase, folder: string, sound: string) {
	const [input, output] = [join(folder, 'in.mov'), join(folder, 'out.mp4')];
	await run(ffmpeg, [...source, '-y', input]);
	const places: Readonly<Record<string, string>> = { IN: input, OUT: output, SOUND: sound };
	const [ours, others, growths]: [number[], number[], number[]] = [[], [], []];
	for (let round = 0; round < ROUNDS; round += 1) {
		const { milliseconds, growth } = await inOwnProcess({ work, input, sound, output });
		ours.push(milliseconds);
		growths.push(growth / MB);
		const startedAt = performance.now();
		await run(ffmpeg, ['-v', 'error', '-y', ...theirs.map((argument) => places[argument] ?? argument)]);
		others.push(performance.now() - startedAt);
	}
	// What else the machine does makes both slower. Memory must never grow beyond the bar.
	const [time, other, growth] = [Math.min(...ours), Math.min(...others), Math.max(...growths)];
	const ratio = time / other;
	const size = ((await stat(input)).size / MB).toFixed(0);
	console.log(
		`${name} (${size} MB): ${time.toFixed(0)} ms, ffmpeg ${other.toFixed(0)} ms, ${ratio.toFixed(2)} ×; memory +${growth.toFixed(1)} MB`,
	);
	if (ratio > BAR.ratio || growth > BAR.megabytes) process.exitCode = 1;
}

async function inOwnProcess(job: Job): Promise<Measured> {
	const child = startProcess(join(__dirname, 'measured.ts'), { flags: ['--expose-gc'] });
	child.send(job);
	const answer = await nextMessage<Answer<Measured>>(child);
	if ('problem' in answer) throw new Error(answer.problem);
	return answer.result;
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
