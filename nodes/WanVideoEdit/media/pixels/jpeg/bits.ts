import { Unreadable } from '../../facts';
import type { HuffmanTable } from './huffman';

/** Reads the bits of a scan, up to its next marker. Source: ITU-T T.81, F.2.2.5 */
export class ScanBits {
	private held = 0;
	private count = 0;
	/** Zeros added after the end, so that 16 bits are always available to look up a code. */
	private added = 0;

	/** @param at position of the next byte */
	constructor(
		private readonly data: Uint8Array,
		private at: number,
	) {}

	/** @throws Unreadable */
	symbol(table: HuffmanTable): number {
		if (this.count < 16) this.fill();
		const entry = table[(this.held >>> (this.count - 16)) & 0xffff] ?? 0;
		if (entry === 0) throw this.broken();
		this.count -= entry >>> 8;
		return entry & 0xff;
	}

	/** Reads a number of up to 16 bits. */
	take(bits: number): number {
		if (bits === 0) return 0;
		if (this.count < bits) this.fill();
		this.count -= bits;
		return (this.held >>> this.count) & ((1 << bits) - 1);
	}

	/** Reads a number whose first bit tells whether it is positive. Source: T.81, F.2.2.1 (EXTEND) */
	signed(bits: number): number {
		if (bits === 0) return 0;
		const value = this.take(bits);
		return value < 1 << (bits - 1) ? value - (1 << bits) + 1 : value;
	}

	/** @throws Unreadable if more bits were read than there are */
	demandEnough(): void {
		if (this.count < this.added) throw this.broken();
	}

	/** Continues after a restart marker, which must come next. @throws Unreadable */
	restart(): void {
		const marker = this.nextMarker();
		if (((this.data[marker + 1] ?? 0) & 0xf8) !== 0xd0) throw this.broken();
		this.at = marker + 2;
		[this.held, this.count, this.added] = [0, 0, 0];
	}

	/** Position of the next marker, or the end of the file. */
	nextMarker(): number {
		let at = this.data.indexOf(0xff, this.at);
		// 00 after ff is data, and another ff is padding.
		while (at >= 0 && [0x00, 0xff].includes(this.data[at + 1] ?? 0xd9)) at = this.data.indexOf(0xff, at + 1);
		return at < 0 ? this.data.length : at;
	}

	private fill(): void {
		while (this.count <= 16) {
			const byte = this.data[this.at];
			const isEnd = byte === undefined || (byte === 0xff && this.data[this.at + 1] !== 0);
			if (isEnd) this.added += 8;
			else this.at += byte === 0xff ? 2 : 1;
			this.held = (this.held << 8) | (isEnd ? 0 : byte);
			this.count += 8;
		}
	}

	/** A scan that ends too early is cut off if it ends at the end of the file, or at an end marker added by a program. */
	private broken(): Unreadable {
		const isAtEnd = this.added > 0 && [undefined, 0xd9].includes(this.data[this.at + 1]);
		return new Unreadable(isAtEnd ? 'it is cut off' : 'its pixels are damaged');
	}
}
