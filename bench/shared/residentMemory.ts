import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** Frees what can be freed, so that nothing from before is used again or let go during a measurement. */
export async function collectGarbage(): Promise<void> {
	const { gc } = globalThis;
	if (!gc) throw new Error('Start the process with --expose-gc');
	for (let round = 0; round < 3; round++) {
		gc();
		// Handles of streams are closed, and their buffers let go, between two turns of the event loop.
		await pause(50);
	}
}

/**
 * Watches the resident memory of this process from now on. A timer looks at it; where the kernel is Linux, its own
 * mark is read too, which also sees peaks inside of one long step of the program.
 *
 * @param everyMs how often the timer looks: rarely, where its own work would count
 * @returns ends the watch, and gives the growth from its beginning to the peak in bytes
 */
export function watchGrowth(everyMs = 2): () => number {
	const hasMark = resetKernelMark();
	const before = process.memoryUsage.rss();
	let peak = before;
	const look = () => {
		peak = Math.max(peak, process.memoryUsage.rss());
	};
	const timer = setInterval(look, everyMs);
	return () => {
		clearInterval(timer);
		look();
		return Math.max(peak, hasMark ? kernelMark() : 0) - before;
	};
}

/** Sets the kernel's high-water mark back to what is resident now. False where that is not possible. */
function resetKernelMark(): boolean {
	try {
		writeFileSync('/proc/self/clear_refs', '5');
		return true;
	} catch {
		return false;
	}
}

/** Highest resident memory in bytes since the mark was set back. */
function kernelMark(): number {
	const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
	return Number(kilobytes ?? 0) * 1024;
}
