import { AreaAverage, type Size } from '../pixels/areaAverage';
import { MOST_IMAGE_BYTES } from '../pixels/orderedRows';
import { displayed, displayedRow } from '../pixels/orientation';
import { type Turn, Unsupported } from '../pixels/pixels';
import { PngWriter } from '../pixels/pngWriter';
import { PictureRows } from './pictureRows';

export interface PictureTask {
	/** Longest side in pixels. Larger pictures are scaled down to it. */
	readonly largestSide?: number;
	/** Orientation of the Exif data, 1 to 8. It is applied, as the PNG has no such data. */
	readonly orientation: number;
	/** Whether alpha is kept. If not, transparent pixels lie on white. */
	readonly hasAlpha: boolean;
	/** Largest size of the PNG. */
	readonly maxBytes: number;
}

/**
 * Writes a picture as PNG while it is decoded. Decoders pass pixels on without waiting, so that rows queue up until the
 * decoder yields: give it `turn`, which writes them.
 */
export class PicturePipeline {
	readonly rows: PictureRows;
	private readonly channels: 3 | 4;
	private readonly queue: Uint8Array[] = [];
	private stored: Size = { width: 0, height: 0 };
	private writer: PngWriter | undefined;
	/** A rotated picture, scaled and as stored. */
	private whole: Uint8Array | undefined;
	private filled = 0;

	constructor(
		private readonly task: PictureTask,
		private readonly yieldNow: Turn,
	) {
		this.channels = task.hasAlpha ? 4 : 3;
		let push = (row: Uint8ClampedArray): void => this.keep(Uint8Array.from(row));
		this.rows = new PictureRows(
			task.hasAlpha,
			(width, height) => {
				const from = { width, height };
				const to = scaledDown(from, task.largestSide);
				this.begin(to);
				if (to.width === width && to.height === height) return;
				const scaler = new AreaAverage(from, to, this.channels, (row) => this.keep(row));
				push = (row) => scaler.push(row);
			},
			(row) => push(row),
		);
		// The same numbers are other colors without their profile, e.g. paler ones in photographs of phones.
		this.rows.describe = (colors) => this.writer?.describe(colors);
	}

	/** Yields, and writes the rows that are ready. @throws TooManyBytes */
	readonly turn: Turn = async () => {
		await this.yieldNow();
		for (const row of this.queue.splice(0)) await this.writer?.write(row);
	};

	/** The PNG, once all pixels were read. @throws TooManyBytes, Unsupported */
	async finish(): Promise<{ png: Uint8Array; size: Size }> {
		await this.rows.end(this.turn);
		await this.turn();
		const place = displayed(this.task.orientation, this.stored);
		if (this.whole !== undefined) {
			for (let y = 0; y < place.height; y += 1) {
				await this.writer?.write(displayedRow(this.whole, place, this.channels, y));
			}
		}
		const { width, height } = place;
		return { png: this.writer?.finish() ?? new Uint8Array(0), size: { width, height } };
	}

	/** @throws Unsupported */
	private begin(stored: Size): void {
		const { channels, task } = this;
		this.stored = stored;
		if (task.orientation !== 1) {
			const bytes = stored.width * stored.height * channels;
			if (bytes > MOST_IMAGE_BYTES) throw new Unsupported('it is rotated and too large');
			this.whole = new Uint8Array(bytes);
		}
		const { width, height } = displayed(task.orientation, stored);
		this.writer = new PngWriter({ width, height, channels }, this.yieldNow, task.maxBytes);
	}

	/** @param row may be kept */
	private keep(row: Uint8Array): void {
		if (this.whole === undefined) this.queue.push(row);
		else {
			this.whole.set(row, this.filled);
			this.filled += row.length;
		}
	}
}

/** The size of which the longer side is the largest one; the same size if it is not larger. */
export function scaledDown({ width, height }: Size, largestSide = Infinity): Size {
	const scale = largestSide / Math.max(width, height);
	if (scale >= 1) return { width, height };
	const side = (value: number): number => Math.max(1, Math.round(value * scale));
	return { width: side(width), height: side(height) };
}
