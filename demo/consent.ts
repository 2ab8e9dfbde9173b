import { createInterface } from 'node:readline/promises';
import { inSeconds } from './figures';
import type { PlannedMode } from './plan';

/** @throws Error if nobody can be asked and the answer was not given in advance */
export function requireAnswer(yes: boolean): void {
	if (yes || process.stdin.isTTY) return;
	throw new Error(
		'This would spend money, and there is no terminal to ask for confirmation. Add --yes to continue without asking.',
	);
}

/** Shows what a live run costs and asks whether to continue. */
export async function mayPay(modes: readonly PlannedMode[], yes: boolean): Promise<boolean> {
	const total = modes.reduce((sum, { promise }) => sum + promise.billedSeconds, 0);
	console.log(`\n${modes.length} tasks at the real service, billed by the second:\n`);
	for (const { mode, settings, promise } of modes) {
		const model = settings.find(({ label }) => label === 'Model')?.value ?? '';
		console.log(`  ${mode.name.padEnd(26)}${model.padEnd(20)}about ${inSeconds(promise.billedSeconds)}`);
	}
	console.log(`  ${'Total'.padEnd(46)}about ${inSeconds(total)}\n`);
	if (yes) return true;
	const terminal = createInterface({ input: process.stdin, output: process.stdout });
	try {
		return (await terminal.question('Type yes to spend this: ')).trim().toLowerCase() === 'yes';
	} finally {
		terminal.close();
	}
}
