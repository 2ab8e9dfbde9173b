import { demandFewPixels } from '../pixels/decoders';
import { OrderedRows } from '../pixels/orderedRows';
import { BLACK_UP_TO, WHITE_FROM } from '../pixels/tally';

/** Difference of the brightest and the darkest channel from which a pixel has a color: fixed palettes tint grays too. */
const COLORED = 64;

/** Number of pixels by kind, as seen on black. */
export interface GrayCounts {
	readonly all: number;
	/** Neither black nor white within the tolerance, colors included. */
	readonly gray: number;
	readonly colored: number;
	/** Partly or fully transparent, whatever the color. */
	readonly transparent: number;
	/** Not exactly black or white, or not opaque. */
	readonly impure: number;
}

/** Turns the pixels of a mask into rows of brightness, one byte each. Transparent pixels lie on black. */
export class GrayRows extends OrderedRows {
	private all = 0;
	private gray = 0;
	private colored = 0;
	private transparent = 0;
	private impure = 0;

	/** @param onSize called before the first row */
	constructor(
		private readonly onSize: (width: number, height: number) => void,
		onRow: (row: Uint8ClampedArray) => void,
	) {
		super(1, onRow);
	}

	/** @throws Unsupported if it has too many pixels, or what `onSize` throws */
	override begin(width: number, height: number): void {
		super.begin(width, height);
		demandFewPixels(width, height);
		this.onSize(width, height);
	}

	add(red: number, green: number, blue: number, alpha: number): void {
		const opacity = alpha / 255;
		// Source: ITU-R BT.601. Rounded, as colors of a JPEG lie slightly outside.
		const luma = Math.round((0.299 * red + 0.587 * green + 0.114 * blue) * opacity);
		const value = luma < 0 ? 0 : luma > 255 ? 255 : luma;
		this.bytes[this.next] = value;
		this.next += this.step;
		this.all += 1;
		if (value > BLACK_UP_TO && value < WHITE_FROM) this.gray += 1;
		if (alpha < 255) {
			this.transparent += 1;
			this.impure += 1;
		} else if ((value !== 0 && value !== 255) || red !== green || green !== blue) this.impure += 1;
		if (red === green && green === blue) return;
		const most = red > green ? (red > blue ? red : blue) : green > blue ? green : blue;
		const least = red < green ? (red < blue ? red : blue) : green < blue ? green : blue;
		if ((most - least) * opacity >= COLORED) this.colored += 1;
	}

	get counts(): GrayCounts {
		const { all, gray, colored, transparent, impure } = this;
		return { all, gray, colored, transparent, impure };
	}
}
