import { setTimeout as realTimeout } from 'node:timers/promises';
import { VirtualTime } from './virtualTime';

/**
 * What a process waits for without time passing: files, connections, bytes in transit, other programs such
 * as ffmpeg. While any of it is in progress, virtual time stands still, however slow the machine is.
 */
const REAL_WORK =
	/^(FS|FileHandleClose|Process|TCPConnect|PipeConnect|Write|Shutdown|GetAddrInfo|GetNameInfo|Zlib|Brotli|.*Job|.*ReqWrap)/;

/**
 * Idle turns of the event loop, and idle real milliseconds, before time passes. A request over loopback
 * takes fewer turns; a busy machine may deliver its bytes late.
 */
const QUIET = { turns: 30, ms: 3 };

/**
 * Time for an embedded n8n and an emulator that communicate over real HTTP in one process. It stands still
 * while anything is in progress and otherwise jumps to the next sleeper: no duration depends on the
 * machine's speed.
 */
export class IdleTime extends VirtualTime {
	private isDriven = false;

	constructor(start = Date.now()) {
		super(start);
	}

	override async sleep(ms: number, signal?: AbortSignal): Promise<void> {
		const slept = super.sleep(ms, signal);
		if (!this.isDriven) void this.drive();
		await slept;
	}

	private async drive(): Promise<void> {
		this.isDriven = true;
		let [turns, since] = [0, performance.now()];
		while (this.isWaitedFor) {
			await new Promise(setImmediate);
			const isBusy = process.getActiveResourcesInfo().some((resource) => REAL_WORK.test(resource));
			if (isBusy) await realTimeout(1);
			turns += 1;
			const isQuiet = !isBusy && turns >= QUIET.turns && performance.now() - since >= QUIET.ms;
			if (isQuiet) this.wakeNext();
			if (isQuiet || isBusy) [turns, since] = [0, performance.now()];
		}
		this.isDriven = false;
	}
}
