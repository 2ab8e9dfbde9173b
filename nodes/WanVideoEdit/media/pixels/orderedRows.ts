import { type Pixels, type Turn, Unsupported } from './pixels';

/** Bytes of an image to hold where its rows cannot be passed on one by one: 26 megapixels in color. */
export const MOST_IMAGE_BYTES = 80_000_000;

/** Pixels to pass on before yielding. */
const PIXELS_A_TURN = 50_000;

/** Collects pixels into rows, and passes these on from top to bottom. Holds one row; of an interlaced image, all. */
export abstract class OrderedRows implements Pixels {
	/** Where `add` writes the next pixel, and how many bytes it then moves on. Rounds and clamps. */
	protected bytes = new Uint8ClampedArray(0);
	protected next = 0;
	protected step = 0;
	private width = 0;
	private height = 0;
	private isWhole = false;

	/**
	 * @param channels bytes per pixel
	 * @param onRow called for each row. The bytes are reused after the call.
	 */
	constructor(
		private readonly channels: number,
		private readonly onRow: (row: Uint8ClampedArray) => void,
	) {}

	/** @throws Unsupported */
	begin(width: number, height: number): void {
		[this.width, this.height] = [width, height];
	}

	/** @throws Unsupported if the image is interlaced and too large to be held */
	at(x: number, y: number, step: number): void {
		// The first pass of an interlaced image has every eighth column, even where there is only one.
		if (step > 1) this.holdAll();
		if (!this.isWhole) {
			this.passOn();
			if (this.bytes.length === 0) this.bytes = new Uint8ClampedArray(this.width * this.channels);
		}
		this.next = ((this.isWhole ? y * this.width : 0) + x) * this.channels;
		this.step = step * this.channels;
	}

	/** Passes on what is held, when all pixels have been read, and yields now and then. */
	async end(turn: Turn): Promise<void> {
		if (!this.isWhole) return this.passOn();
		const length = this.width * this.channels;
		const most = Math.max(1, Math.floor(PIXELS_A_TURN / this.width));
		for (let y = 0; y < this.height; y += 1) {
			this.onRow(this.bytes.subarray(y * length, (y + 1) * length));
			if (y % most === most - 1) await turn();
		}
	}

	abstract add(red: number, green: number, blue: number, alpha: number): void;

	private holdAll(): void {
		if (this.isWhole) return;
		const length = this.width * this.height * this.channels;
		if (length > MOST_IMAGE_BYTES) throw new Unsupported('it is interlaced and too large');
		this.isWhole = true;
		this.bytes = new Uint8ClampedArray(length);
	}

	private passOn(): void {
		if (this.bytes.length > 0) this.onRow(this.bytes);
	}
}
