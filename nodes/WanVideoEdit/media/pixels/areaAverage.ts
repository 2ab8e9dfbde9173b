/** Width and height in pixels. */
export interface Size {
	readonly width: number;
	readonly height: number;
}

/**
 * Scales an image row by row. Each new pixel is the average of the area that it covers in the old image, so that fine
 * lines become paler and never vanish. Enlarged pixels stay squares. Transparent pixels do not color their neighbors.
 * Holds one row of each image.
 */
export class AreaAverage {
	private readonly columns: Columns;
	/** Sums of the new row: of each old row, times its height within the new one. */
	private readonly sums: Float64Array;
	private readonly scaled: Float64Array;
	private oldRow = 0;
	private newRow = 0;

	/**
	 * @param channels bytes per pixel: 1, 3, or 4 with opacity as the last one
	 * @param onRow called for each new row, which may be kept
	 */
	constructor(
		private readonly from: Size,
		private readonly to: Size,
		private readonly channels: 1 | 3 | 4,
		private readonly onRow: (row: Uint8Array) => void,
	) {
		this.columns = columnsOf(from.width, to.width);
		this.sums = new Float64Array(to.width * channels);
		this.scaled = new Float64Array(to.width * channels);
	}

	/** Takes the next row of the old image. */
	push(row: Uint8ClampedArray): void {
		this.scaleRow(this.channels === 4 ? weighedByAlpha(row) : row);
		// Rows are compared in units that both images share: an old row is `to.height` units high, a new one `from.height`.
		const [start, end] = [this.oldRow * this.to.height, (this.oldRow + 1) * this.to.height];
		while (this.newRow < this.to.height) {
			const [top, bottom] = [this.newRow * this.from.height, (this.newRow + 1) * this.from.height];
			const weight = Math.min(end, bottom) - Math.max(start, top);
			for (let at = 0; at < this.sums.length; at += 1) {
				this.sums[at] = (this.sums[at] ?? 0) + weight * (this.scaled[at] ?? 0);
			}
			if (bottom > end) break;
			this.finishRow();
			if (bottom === end) break;
		}
		this.oldRow += 1;
	}

	/** Sums up the old pixels of each new pixel, times their widths within it. */
	private scaleRow(row: Uint8ClampedArray | Float64Array): void {
		const { channels, scaled, columns } = this;
		let to = 0;
		for (let column = 0; column < this.to.width; column += 1) {
			const [first, last] = [columns.first[column] ?? 0, columns.last[column] ?? 0];
			const firstWeight = columns.firstWeight[column] ?? 0;
			const lastWeight = columns.lastWeight[column] ?? 0;
			for (let channel = 0; channel < channels; channel += 1) {
				let at = first * channels + channel;
				const end = last * channels + channel;
				let sum = (row[at] ?? 0) * firstWeight;
				for (at += channels; at < end; at += channels) sum += (row[at] ?? 0) * columns.unit;
				if (at === end) sum += (row[at] ?? 0) * lastWeight;
				scaled[to] = sum;
				to += 1;
			}
		}
	}

	private finishRow(): void {
		const { channels, sums } = this;
		const row = new Uint8Array(sums.length);
		const area = this.from.width * this.from.height;
		for (let at = 0; at < sums.length; at += 1) {
			const isColor = channels === 4 && at % 4 !== 3;
			const weights = isColor ? (sums[at - (at % 4) + 3] ?? 0) : area;
			row[at] = weights === 0 ? 0 : Math.round((sums[at] ?? 0) / weights);
		}
		sums.fill(0);
		this.newRow += 1;
		this.onRow(row);
	}
}

/** For each new column: the old ones that it covers, and how much of the first and of the last one. */
interface Columns {
	readonly first: Int32Array;
	readonly last: Int32Array;
	readonly firstWeight: Int32Array;
	readonly lastWeight: Int32Array;
	/** Weight of an old column that is covered entirely. */
	readonly unit: number;
}

/** In units that both images share: an old column is `to` units wide, a new one `from`. */
function columnsOf(from: number, to: number): Columns {
	const list = (valueOf: (start: number, end: number) => number): Int32Array =>
		Int32Array.from({ length: to }, (_, column) => valueOf(column * from, (column + 1) * from));
	const firstOf = (start: number): number => Math.floor(start / to);
	const lastOf = (end: number): number => Math.ceil(end / to) - 1;
	return {
		first: list(firstOf),
		last: list((_, end) => lastOf(end)),
		firstWeight: list((start, end) => Math.min(end, (firstOf(start) + 1) * to) - start),
		lastWeight: list((_, end) => end - lastOf(end) * to),
		unit: to,
	};
}

/** Colors times opacity. */
function weighedByAlpha(row: Uint8ClampedArray): Float64Array {
	const weighed = Float64Array.from(row);
	for (let at = 0; at < row.length; at += 4) {
		const alpha = row[at + 3] ?? 0;
		for (let channel = 0; channel < 3; channel += 1) weighed[at + channel] = (row[at + channel] ?? 0) * alpha;
	}
	return weighed;
}
