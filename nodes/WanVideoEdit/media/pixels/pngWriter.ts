import { Zlib } from 'fflate/browser';
import { joined } from '../bytes';
import { crc32 } from './crc32';
import { smallestFilter } from './pngFilters';
import type { PngChunk, Turn } from './pixels';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Color types by the number of channels: RGB, and RGB with alpha. Source: PNG specification, 11.2.1 */
const COLOR_TYPES = { 3: 2, 4: 6 } as const;
/** Photographs take twice as long with level 6, for 3 % fewer bytes. */
const LEVEL = 4;
/** Bytes of rows to compress before yielding. */
const BYTES_A_TURN = 64 * 1024;

/** The PNG would be larger than allowed. */
export class TooManyBytes extends Error {}

export interface PngSize {
	readonly width: number;
	readonly height: number;
	/** Red, green, blue, and perhaps alpha. */
	readonly channels: 3 | 4;
}

/** Writes a PNG of 8 bits per channel row by row. Holds two rows and the compressed file in memory. */
export class PngWriter {
	private readonly pieces: Uint8Array[] = [];
	private bytes = 0;
	private sinceTurn = 0;
	private above: Uint8Array;
	private readonly zlib: Zlib;

	/** @param maxBytes largest size of the file */
	constructor(
		private readonly size: PngSize,
		private readonly turn: Turn,
		private readonly maxBytes = Infinity,
	) {
		const { width, height, channels } = size;
		const header = [...u32(width), ...u32(height), 8, COLOR_TYPES[channels], 0, 0, 0];
		this.add(Uint8Array.from(SIGNATURE));
		this.add(chunk('IHDR', Uint8Array.from(header)));
		this.above = new Uint8Array(width * channels);
		this.zlib = new Zlib({ level: LEVEL }, (piece) => {
			if (piece.length > 0) this.add(chunk('IDAT', piece));
		});
	}

	/** Adds a chunk before the first row. */
	describe({ type, content }: PngChunk): void {
		this.add(chunk(type, content));
	}

	/**
	 * Appends a row from left to right, and yields now and then. Keeps the row until the next one comes.
	 * @throws TooManyBytes
	 */
	async write(row: Uint8Array): Promise<void> {
		this.zlib.push(smallestFilter(row, this.above, this.size.channels));
		this.above = row;
		if (this.bytes > this.maxBytes) throw new TooManyBytes();
		this.sinceTurn += row.length;
		if (this.sinceTurn < BYTES_A_TURN) return;
		this.sinceTurn = 0;
		await this.turn();
	}

	/** The file, once all rows were written. @throws TooManyBytes */
	finish(): Uint8Array {
		this.zlib.push(new Uint8Array(0), true);
		this.add(chunk('IEND', new Uint8Array(0)));
		if (this.bytes > this.maxBytes) throw new TooManyBytes();
		return joined(this.pieces.splice(0));
	}

	private add(piece: Uint8Array): void {
		this.pieces.push(piece);
		this.bytes += piece.length;
	}
}

const u32 = (value: number): number[] => [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff);

/** Length, type, content, and checksum of both. Source: PNG specification, 5.3 */
function chunk(type: string, content: Uint8Array): Uint8Array {
	const bytes = new Uint8Array(12 + content.length);
	bytes.set(u32(content.length));
	bytes.set(
		[...type].map((letter) => letter.charCodeAt(0)),
		4,
	);
	bytes.set(content, 8);
	bytes.set(u32(crc32(bytes.subarray(4, 8 + content.length))), 8 + content.length);
	return bytes;
}
