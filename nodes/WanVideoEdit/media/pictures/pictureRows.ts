import { demandFewPixels } from '../pixels/decoders';
import { OrderedRows } from '../pixels/orderedRows';
import type { PngChunk } from '../pixels/pixels';

/** Turns the pixels of a picture into rows of RGB, in which transparent pixels lie on white, or of RGB with alpha. */
export class PictureRows extends OrderedRows {
	/** Whether any pixel is partly or fully transparent. */
	hasTransparency = false;
	/** Called before the first row, if the file tells what its colors are. */
	describe: ((colors: PngChunk) => void) | undefined;

	/** @param onSize called before the first row */
	constructor(
		private readonly hasAlpha: boolean,
		private readonly onSize: (width: number, height: number) => void,
		onRow: (row: Uint8ClampedArray) => void,
	) {
		super(hasAlpha ? 4 : 3, onRow);
	}

	/** @throws Unsupported if it has too many pixels, or what `onSize` throws */
	override begin(width: number, height: number): void {
		super.begin(width, height);
		demandFewPixels(width, height);
		this.onSize(width, height);
	}

	add(red: number, green: number, blue: number, alpha: number): void {
		const { bytes, next } = this;
		this.next = next + this.step;
		if (alpha < 255) this.hasTransparency = true;
		if (this.hasAlpha) bytes[next + 3] = alpha;
		else if (alpha < 255) {
			const white = 255 - alpha;
			bytes[next] = (red * alpha) / 255 + white;
			bytes[next + 1] = (green * alpha) / 255 + white;
			bytes[next + 2] = (blue * alpha) / 255 + white;
			return;
		}
		bytes[next] = red;
		bytes[next + 1] = green;
		bytes[next + 2] = blue;
	}
}
