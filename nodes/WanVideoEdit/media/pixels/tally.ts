/** Counts the pixels of a mask. */
export class Tally {
	private white = 0;
	private between = 0;
	private all = 0;

	/**
	 * @param tolerance how far the channels of a black or white pixel may be from 0 or 255
	 */
	constructor(private readonly tolerance: number) {}

	/** One pixel, its channels from 0 to 255. */
	add(red: number, green: number, blue: number): void {
		this.all += 1;
		const darkest = 255 - this.tolerance;
		if (red >= darkest && green >= darkest && blue >= darkest) this.white += 1;
		else if (red > this.tolerance || green > this.tolerance || blue > this.tolerance) this.between += 1;
	}

	get hasWhite(): boolean {
		return this.white > 0;
	}

	/** Share of the pixels that are neither black nor white, 0 to 1. */
	get shareBetween(): number {
		return this.all === 0 ? 0 : this.between / this.all;
	}
}
