import { Bytes } from './bytes';
import { Unreadable } from './facts';
import type { ForwardSource } from './source';

/** Maximum number of bytes held at once, whatever a file claims. */
export const MOST_HELD = 16 * 1024 * 1024;

/** Reads a source, with lookahead. */
export class Reader {
	private ahead: Uint8Array = new Uint8Array(0);

	constructor(private readonly source: ForwardSource) {}

	/** Position of the next byte. */
	get position(): number {
		return this.source.position - this.ahead.length;
	}

	/** Size of the whole file, or Infinity if the source does not know it. */
	get size(): number {
		return this.source.size ?? Infinity;
	}

	/** Number of remaining bytes, or Infinity if the source does not know its size. */
	get left(): number {
		return this.size - this.position;
	}

	/** Returns the next n bytes without consuming them; fewer at the end. */
	async peek(n: number): Promise<Bytes> {
		if (n > MOST_HELD) throw new Unreadable('its header is too large');
		if (this.ahead.length < n) {
			const more = await this.source.read(n - this.ahead.length);
			const both = new Uint8Array(this.ahead.length + more.length);
			both.set(this.ahead);
			both.set(more, this.ahead.length);
			this.ahead = both;
		}
		return new Bytes(this.ahead.subarray(0, n));
	}

	/** Consumes the next n bytes. @throws Unreadable if there are fewer */
	async take(n: number): Promise<Bytes> {
		const bytes = await this.peek(n);
		if (bytes.length < n) throw new Unreadable('it is cut off');
		this.ahead = this.ahead.subarray(n);
		return bytes;
	}

	/** Skips n bytes, at most to the end. */
	async skip(n: number): Promise<void> {
		const held = Math.min(n, this.ahead.length);
		this.ahead = this.ahead.subarray(held);
		if (n > held) await this.source.skip(n - held);
	}
}
