import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** Collects garbage, so that no earlier memory is reused or released during a measurement. */
export async function collectGarbage(): Promise<void> {
	const { gc } = globalThis;
	if (!gc) throw new Error('Start the process with --expose-gc');
	for (let round = 0; round < 3; round++) {
		gc();
		// Stream handles are closed, and their buffers released, between two turns of the event loop.
		await pause(50);
	}
}

/**
 * Measures the resident memory of this process from now on. A timer samples it; on Linux, the kernel's
 * high-water mark is also read, which includes peaks during a long synchronous step.
 *
 * @param everyMs sampling interval: long, if the CPU time of sampling matters
 * @returns function that ends the measurement and returns the growth from its start to the peak in bytes
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

/** Resets the kernel's high-water mark to the current resident memory. False if that is not possible. */
function resetKernelMark(): boolean {
	try {
		writeFileSync('/proc/self/clear_refs', '5');
		return true;
	} catch {
		return false;
	}
}

/** Highest resident memory in bytes since the mark was reset. */
function kernelMark(): number {
	const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
	return Number(kilobytes ?? 0) * 1024;
}
