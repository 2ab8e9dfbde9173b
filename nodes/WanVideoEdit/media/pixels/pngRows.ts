import { Unreadable } from '../facts';

/** Start and step of columns and rows, for the seven passes of an interlaced PNG (Adam7). */
const PASSES = [
	{ x: 0, y: 0, stepX: 8, stepY: 8 },
	{ x: 4, y: 0, stepX: 8, stepY: 8 },
	{ x: 0, y: 4, stepX: 4, stepY: 8 },
	{ x: 2, y: 0, stepX: 4, stepY: 4 },
	{ x: 0, y: 2, stepX: 2, stepY: 4 },
	{ x: 1, y: 0, stepX: 2, stepY: 2 },
	{ x: 0, y: 1, stepX: 1, stepY: 2 },
];
const WHOLE = [{ x: 0, y: 0, stepX: 1, stepY: 1 }];

export interface PngLayout {
	readonly width: number;
	readonly height: number;
	readonly bitsPerPixel: number;
	readonly interlaced: boolean;
}

/** Assembles the decompressed bytes of a PNG into unfiltered rows. Holds two rows in memory. */
export class PngRows {
	/** Width of each row still to come, in pixels. */
	private readonly ahead: number[] = [];
	private next = 0;
	private filled = 0;
	private line: Uint8Array = new Uint8Array(0);
	private above: Uint8Array = new Uint8Array(0);

	constructor(
		private readonly layout: PngLayout,
		/** Called for each row of `width` pixels. The bytes are reused after the call. */
		private readonly onRow: (row: Uint8Array, width: number) => void,
	) {
		for (const { x, y, stepX, stepY } of layout.interlaced ? PASSES : WHOLE) {
			const width = Math.max(0, Math.ceil((layout.width - x) / stepX));
			const height = Math.max(0, Math.ceil((layout.height - y) / stepY));
			if (width === 0) continue;
			// A negative number starts a pass: no row is above its first row.
			for (let row = 0; row < height; row += 1) this.ahead.push(row === 0 ? -width : width);
		}
		this.begin();
	}

	get complete(): boolean {
		return this.next >= this.ahead.length;
	}

	/** @throws Unreadable. Bytes after the last row are ignored. */
	push(bytes: Uint8Array): void {
		for (let at = 0; at < bytes.length && !this.complete;) {
			const piece = bytes.subarray(at, at + this.line.length - this.filled);
			this.line.set(piece, this.filled);
			this.filled += piece.length;
			at += piece.length;
			if (this.filled === this.line.length) this.finish();
		}
	}

	private begin(): void {
		const width = this.ahead[this.next] ?? 0;
		this.filled = 0;
		if (width < 0) {
			const bytes = 1 + Math.ceil((-width * this.layout.bitsPerPixel) / 8);
			this.line = new Uint8Array(bytes);
			this.above = new Uint8Array(bytes);
		}
	}

	private finish(): void {
		const width = Math.abs(this.ahead[this.next] ?? 0);
		unfilter(this.line, this.above, Math.max(1, this.layout.bitsPerPixel >> 3));
		this.onRow(this.line.subarray(1), width);
		[this.line, this.above] = [this.above, this.line];
		this.next += 1;
		this.begin();
	}
}

/**
 * Undoes the filter named by the first byte of a row. Processes up to 32 million bytes, so each filter has a loop of
 * its own. Source: PNG specification, 9.2
 */
function unfilter(line: Uint8Array, above: Uint8Array, step: number): void {
	const byte = (bytes: Uint8Array, at: number): number => (at > 0 ? (bytes[at] ?? 0) : 0);
	switch (line[0]) {
		case 0:
			return;
		case 1:
			for (let at = step + 1; at < line.length; at += 1) line[at] = byte(line, at) + byte(line, at - step);
			return;
		case 2:
			for (let at = 1; at < line.length; at += 1) line[at] = byte(line, at) + byte(above, at);
			return;
		case 3:
			for (let at = 1; at < line.length; at += 1) {
				line[at] = byte(line, at) + ((byte(line, at - step) + byte(above, at)) >> 1);
			}
			return;
		case 4:
			for (let at = 1; at < line.length; at += 1) {
				line[at] = byte(line, at) + paeth(byte(line, at - step), byte(above, at), byte(above, at - step));
			}
			return;
		default:
			throw new Unreadable('a row has an unknown filter');
	}
}

/** The neighbor nearest to left + up - upLeft. */
function paeth(left: number, up: number, upLeft: number): number {
	const toLeft = up > upLeft ? up - upLeft : upLeft - up;
	const toUp = left > upLeft ? left - upLeft : upLeft - left;
	const middle = left + up - 2 * upLeft;
	const toUpLeft = middle > 0 ? middle : -middle;
	if (toLeft <= toUp && toLeft <= toUpLeft) return left;
	return toUp <= toUpLeft ? up : upLeft;
}
