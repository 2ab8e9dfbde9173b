import { Unreadable } from '../facts';
import { paeth } from './pngFilters';

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

/** Where a row lies in the image. */
export interface PngRow {
	/** First column. */
	readonly x: number;
	readonly y: number;
	/** Columns from one pixel to the next: 1 unless interlaced. */
	readonly step: number;
	/** Number of pixels. */
	readonly count: number;
}

/** Assembles the decompressed bytes of a PNG into unfiltered rows. Holds two rows in memory. */
export class PngRows {
	private readonly passes: typeof PASSES;
	private pass = 0;
	private y = 0;
	private count = 0;
	private filled = 0;
	private line: Uint8Array = new Uint8Array(0);
	private above: Uint8Array = new Uint8Array(0);

	constructor(
		private readonly layout: PngLayout,
		/** Called for each row. The bytes are reused after the call. */
		private readonly onRow: (row: Uint8Array, place: PngRow) => void,
	) {
		// Small images have no pixels in some passes.
		this.passes = (layout.interlaced ? PASSES : WHOLE).filter(
			({ x, y }) => x < layout.width && y < layout.height,
		);
		this.beginPass();
	}

	get complete(): boolean {
		return this.pass >= this.passes.length;
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

	private beginPass(): void {
		const pass = this.passes[this.pass];
		if (pass === undefined) return;
		this.y = pass.y;
		this.count = Math.ceil((this.layout.width - pass.x) / pass.stepX);
		const bytes = 1 + Math.ceil((this.count * this.layout.bitsPerPixel) / 8);
		this.line = new Uint8Array(bytes);
		// No row is above the first one.
		this.above = new Uint8Array(bytes);
	}

	private finish(): void {
		const pass = this.passes[this.pass];
		if (pass === undefined) return;
		unfilter(this.line, this.above, Math.max(1, this.layout.bitsPerPixel >> 3));
		this.onRow(this.line.subarray(1), { x: pass.x, y: this.y, step: pass.stepX, count: this.count });
		[this.line, this.above] = [this.above, this.line];
		this.filled = 0;
		this.y += pass.stepY;
		if (this.y < this.layout.height) return;
		this.pass += 1;
		this.beginPass();
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
