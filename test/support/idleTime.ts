import { setTimeout as realTimeout } from 'node:timers/promises';
import { VirtualTime } from './virtualTime';

/**
 * What a process waits for that comes without time passing: files, connections, bytes on their way, other programs such as
 * ffmpeg. While any of it is under way, virtual time stands still, however slow the machine is.
 */
const REAL_WORK =
	/^(FS|Process|TCPConnect|PipeConnect|Write|Shutdown|GetAddrInfo|GetNameInfo|Zlib|Brotli|.*Job|.*ReqWrap)/;

/**
 * Turns of the event loop, and real milliseconds, in which nothing happens before time passes. A request over loopback takes
 * fewer turns; a busy machine may hand its bytes over late.
 */
const QUIET = { turns: 30, ms: 3 };

/**
 * Time for an embedded n8n and an emulator that talk over real HTTP in one process. It stands still while anything is
 * under way and jumps to the next sleeper when nothing is: no span depends on how fast the machine is.
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
