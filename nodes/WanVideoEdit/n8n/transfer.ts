import { type Clock, whileWatching } from '../timing/clock';
import type { FileBody } from './files';
import { RESPONSE_MS, LEAST_RATE, SLOW, type TransferLimits } from './transferLimits';

/** Why a transfer was aborted here. The message fits into brackets. */
export class TransferEnded extends Error {
	constructor(
		readonly why: 'tooLarge' | 'tooSlow' | 'tooLate' | 'stopped',
		message: string,
	) {
		super(message);
	}
}

/** Bytes passed on at once. In larger pieces, a slow connection would seem to stand still between two of them. */
const PIECE = 64 * 1024;

/** How often a transfer is checked. */
const TICK_MS = 1_000;

/** Time for n8n to delete a partly stored file after the bytes stopped arriving. */
const SETTLE_MS = 5_000;

interface Held {
	on(event: 'error', listener: () => void): unknown;
	destroy(): unknown;
}

const isStream = (body: unknown): body is Held & AsyncIterable<Uint8Array> =>
	typeof body === 'object' && body !== null && Symbol.asyncIterator in body;

/** One running transfer: counts its bytes, and can be aborted at any time. */
export class Transfer {
	private readonly abort = new AbortController();
	private reason: TransferEnded | undefined;
	private bytes = 0;
	/** Everything has been passed to the network, where some of it may be buffered. */
	private hasLeft = false;
	private hasArrived = false;
	private onEnd: (() => void) | undefined;
	private readonly held: Held[] = [];
	private tellEnd: () => void = () => undefined;

	/** Resolves when it is aborted here. */
	readonly whenEnded = new Promise<void>((resolve) => (this.tellEnd = resolve));

	constructor(private readonly limits: TransferLimits) {}

	/** For the request: its connection is closed when the transfer ends. */
	get signal(): AbortSignal {
		return this.abort.signal;
	}

	/** Why it was aborted here, if it was. */
	get ended(): TransferEnded | undefined {
		return this.reason;
	}

	/** Milliseconds from its start. */
	get deadlineMs(): number {
		return this.limits.deadlineMs;
	}

	/** Closes the body of a response when the transfer ends. */
	hold(body: Held): void {
		// n8n's client emits an error on abort. Without a listener, Node.js would end the process.
		body.on('error', () => undefined);
		this.held.push(body);
	}

	/** The received bytes, up to the limit. Use once per transfer. */
	async *received(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
		let received = 0;
		for await (const chunk of this.counted(body)) {
			received += chunk.byteLength;
			const { mostBytes } = this.limits;
			if (received > mostBytes) throw this.endWith('tooLarge', `more than ${mostBytes} bytes`);
			yield chunk;
		}
		this.hasArrived = true;
	}

	/** A short response to an upload. It is only for messages, so a missing end does not matter. */
	async textOf(body: unknown): Promise<string> {
		if (!isStream(body)) return typeof body === 'string' ? body : '';
		this.hold(body);
		const chunks: Uint8Array[] = [];
		for await (const chunk of this.received(body)) chunks.push(chunk);
		return Buffer.concat(chunks).toString('utf8');
	}

	/** The sent bytes. */
	async *sent(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
		yield* this.counted(content);
		this.hasLeft = true;
	}

	/** The sent bytes in the type that n8n's client accepts. For a buffer, progress is not known. */
	sentAs(content: FileBody): FileBody {
		if (!Buffer.isBuffer(content))
			return streamLike(content, this.sent(content as AsyncIterable<Uint8Array>));
		this.hasLeft = true;
		return content;
	}

	/** Aborts it. */
	endWith(why: TransferEnded['why'], message: string): TransferEnded {
		this.reason ??= new TransferEnded(why, message);
		this.tellEnd();
		this.close();
		return this.reason;
	}

	/** Closes the connection if it is still open. */
	close(): void {
		this.onEnd?.();
		for (const body of this.held) body.destroy();
		this.abort.abort();
	}

	/** Watches the transfer until the signal is aborted, or a limit aborts it. */
	async watch(clock: Clock, over: AbortSignal, onSlow: () => void): Promise<void> {
		const due = clock.now() + this.limits.deadlineMs;
		const least = new Pace(LEAST_RATE);
		const fair = new Pace(SLOW);
		let waited = 0;
		for (;;) {
			await clock.sleep(Math.max(0, Math.min(TICK_MS, due - clock.now())), over);
			if (over.aborted) return;
			if (clock.now() >= due) {
				this.endWith('tooLate', `not finished within ${Math.round(this.limits.deadlineMs / 1000)} s`);
				return;
			}
			// The rest is up to n8n's store.
			if (this.hasArrived) continue;
			if (this.hasLeft) {
				waited += TICK_MS;
				if (waited < RESPONSE_MS) continue;
				this.endWith('tooLate', `no response within ${RESPONSE_MS / 1000} s`);
				return;
			}
			if (fair.isMissed(this.bytes)) onSlow();
			if (!least.isMissed(this.bytes)) continue;
			const { bytes, withinMs } = LEAST_RATE;
			this.endWith('tooSlow', `less than ${bytes / withinMs} kB/s for ${withinMs / 1000} s`);
			return;
		}
	}

	/** The chunks of a source until the transfer ends: a source may stay silent forever. */
	private async *counted(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
		const parts = source[Symbol.asyncIterator]();
		let isDone = false;
		try {
			for (;;) {
				const part = await new Promise<IteratorResult<Uint8Array>>((resolve, reject) => {
					this.onEnd = () => reject(this.reason ?? new TransferEnded('stopped', 'stopped'));
					if (this.abort.signal.aborted) this.onEnd();
					parts.next().then(resolve, reject);
				});
				if (part.done === true) {
					isDone = true;
					return;
				}
				for (let at = 0; at < part.value.byteLength; at += PIECE) {
					const piece = part.value.subarray(at, at + PIECE);
					this.bytes += piece.byteLength;
					yield piece;
				}
			}
		} finally {
			this.onEnd = undefined;
			if (!isDone) void Promise.resolve(parts.return?.()).catch(() => undefined);
			if (!isDone) (source as { destroy?: () => void }).destroy?.();
		}
	}
}

/** Whether enough bytes moved in a period, checked once per tick: a clock that jumps, as after a laptop wakes, counts as one tick. */
class Pace {
	private ticks = 0;
	private before = 0;

	constructor(private readonly least: { readonly bytes: number; readonly withinMs: number }) {}

	/** Call once per tick. */
	isMissed(bytes: number): boolean {
		this.ticks += 1;
		if (this.ticks * TICK_MS < this.least.withinMs) return false;
		const isMissed = bytes - this.before < this.least.bytes;
		this.ticks = 0;
		this.before = bytes;
		return isMissed;
	}
}

/** What a transfer needs from its caller. */
export interface TransferContext {
	readonly clock: Clock;
	/** Ends it. */
	readonly signal: AbortSignal;
	/** Called when the transfer is too slow for others to wait for it. May be called more than once. */
	readonly onSlow?: () => void;
}

/**
 * Runs one transfer within its limits: it ends by its deadline, whatever its host does, and closes its connection.
 * @param work returns the result; all bytes received or sent must go through the transfer
 * @throws TransferEnded if a limit was reached, or the signal aborted; otherwise whatever `work` throws
 */
export async function transferWithin<Result>(
	limits: TransferLimits,
	{ clock, signal, onSlow = () => undefined }: TransferContext,
	work: (transfer: Transfer) => Promise<Result>,
): Promise<Result> {
	const transfer = new Transfer(limits);
	const over = new AbortController();
	try {
		return await whileWatching(signal, async (stopped) => {
			const done = work(transfer);
			const settled = done.then(
				() => undefined,
				() => undefined,
			);
			void stopped.then(() => transfer.endWith('stopped', 'stopped'));
			void transfer.watch(clock, over.signal, onSlow);
			await Promise.race([settled, transfer.whenEnded]);
			if (transfer.ended !== undefined && transfer.ended.why !== 'stopped')
				await Promise.race([settled, clock.sleep(SETTLE_MS, over.signal)]);
			if (transfer.ended !== undefined) throw transfer.ended;
			return await done;
		});
	} finally {
		over.abort();
		transfer.close();
	}
}

/** A stream of other content, of the same class as `stream`: Node's `Readable`, which nodes may not import. */
export function streamLike<Body>(stream: Body, content: AsyncIterable<Uint8Array>): Body {
	const { from } = (stream as { constructor: unknown }).constructor as {
		from(content: AsyncIterable<Uint8Array>, options: object): Body;
	};
	return from(content, { objectMode: false });
}
