import { Unreadable } from './facts';

/** Reads numbers and text from a part of a file. Positions count from its start. @throws Unreadable beyond its end */
export class Bytes {
	private readonly view: DataView;

	constructor(readonly data: Uint8Array) {
		this.view = new DataView(data.buffer, data.byteOffset, data.byteLength);
	}

	get length(): number {
		return this.data.length;
	}

	u8(at: number): number {
		return this.view.getUint8(this.within(at, 1));
	}

	u16(at: number, littleEndian = false): number {
		return this.view.getUint16(this.within(at, 2), littleEndian);
	}

	u32(at: number, littleEndian = false): number {
		return this.view.getUint32(this.within(at, 4), littleEndian);
	}

	i32(at: number, littleEndian = false): number {
		return this.view.getInt32(this.within(at, 4), littleEndian);
	}

	/** Imprecise above 2^53, which is far larger than any file. */
	u64(at: number): number {
		return this.u32(at) * 2 ** 32 + this.u32(at + 4);
	}

	/** Text of one byte per character. */
	text(at: number, length: number): string {
		return String.fromCharCode(...this.part(at, at + length).data);
	}

	/** Does not copy. */
	part(start: number, end: number): Bytes {
		this.within(start, end - start);
		return new Bytes(this.data.subarray(start, end));
	}

	private within(at: number, length: number): number {
		if (at < 0 || length < 0 || at + length > this.length) throw new Unreadable('it is cut off');
		return at;
	}
}

/** Pieces in a row. One alone is not copied. */
export function joined(pieces: readonly Uint8Array[]): Uint8Array {
	if (pieces.length === 1 && pieces[0]) return pieces[0];
	const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
	let at = 0;
	for (const piece of pieces) {
		whole.set(piece, at);
		at += piece.length;
	}
	return whole;
}
