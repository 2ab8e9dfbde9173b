import type { Bytes } from '../../bytes';
import { Unreadable } from '../../facts';
import { ScanBits } from './bits';
import { type Component, type Frame, type Tables, ZIGZAG } from './frame';
import { type HuffmanTable, huffmanTable } from './huffman';

/** One component of a scan with its tables. */
interface Part {
	readonly component: Component;
	readonly dc: HuffmanTable;
	readonly ac: HuffmanTable;
	/** Value of the last block. The next one is stored as a difference from it. */
	last: number;
}

interface Scan {
	readonly parts: readonly Part[];
	/** First and last coefficient. */
	readonly from: number;
	readonly to: number;
	/** Bits omitted by earlier scans, and by this one. */
	readonly high: number;
	readonly low: number;
}

/** Blocks to decode before yielding. */
const BLOCKS_A_TURN = 1_000;

/**
 * Decodes a scan into the coefficients of its components, and yields now and then.
 * @param start first byte after the SOS segment
 * @param onUnits called for each row of units, where only one is held: its coefficients are cleared for the next one
 * @returns position of the next marker
 * @throws Unreadable. Source: ITU-T T.81, E.2, F.2 and G.2
 */
export function* readScan(
	data: Uint8Array,
	start: number,
	header: Bytes,
	frame: Frame,
	tables: Tables,
	onUnits?: (y: number) => void,
): Generator<void, number> {
	const scan = readHeader(header, frame, tables);
	const bits = new ScanBits(data, start);
	const decode = frame.progressive ? progressiveDecoder(bits, scan) : baselineDecoder(bits);
	const [only] = scan.parts;
	const single = scan.parts.length === 1 ? only : undefined;
	const across = single ? single.component.across : frame.unitsAcross;
	const units = across * (single ? single.component.down : frame.unitsDown);
	let blocks = 0;
	for (let unit = 0; unit < units; unit += 1) {
		if (tables.restartInterval > 0 && unit > 0 && unit % tables.restartInterval === 0) {
			bits.restart();
			decode.reset();
			for (const part of scan.parts) part.last = 0;
		}
		const [x, y] = [unit % across, Math.floor(unit / across)];
		for (const part of scan.parts) {
			const { h, v, stride } = part.component;
			const [columns, rows] = single ? [1, 1] : [h, v];
			for (let row = 0; row < rows; row += 1) {
				for (let column = 0; column < columns; column += 1) {
					const line = (onUnits === undefined ? y : 0) * rows + row;
					decode.block(part, 64 * (line * stride + x * columns + column));
				}
			}
			blocks += columns * rows;
		}
		bits.demandEnough();
		if (onUnits !== undefined && x === across - 1) {
			onUnits(y);
			for (const { component } of scan.parts) component.coefficients.fill(0);
		}
		if (blocks >= BLOCKS_A_TURN) {
			blocks = 0;
			yield;
		}
	}
	return bits.nextMarker();
}

function readHeader(header: Bytes, frame: Frame, tables: Tables): Scan {
	const count = header.u8(0);
	const [from, to] = [header.u8(1 + 2 * count), header.u8(2 + 2 * count)];
	const approximation = header.u8(3 + 2 * count);
	// A missing table has no codes, so that using it is reported as damage.
	const table = (place: number): HuffmanTable => {
		const codes = tables.huffman.get(place);
		return codes === undefined ? new Uint16Array() : huffmanTable(codes);
	};
	const parts = Array.from({ length: count }, (_, index): Part => {
		const [id, numbers] = [header.u8(1 + 2 * index), header.u8(2 + 2 * index)];
		const component = frame.components.find((one) => one.id === id);
		if (component === undefined) throw new Unreadable('its pixels are damaged');
		return { component, dc: table(numbers >> 4), ac: table(4 + (numbers & 15)), last: 0 };
	});
	const isWhole = !frame.progressive;
	if (parts.length === 0 || (!isWhole && (to > 63 || from > to || (from > 0 && count > 1)))) {
		throw new Unreadable('its pixels are damaged');
	}
	const units = parts.reduce((sum, { component: { h, v } }) => sum + h * v, 0);
	if (parts.length > 1 && units > 10) throw new Unreadable('its pixels are damaged');
	return { parts, from, to, high: approximation >> 4, low: approximation & 15 };
}

interface BlockDecoder {
	/** Decodes the block whose coefficients start at `at`. */
	readonly block: (part: Part, at: number) => void;
	/** Resets the state after a restart marker. */
	readonly reset: () => void;
}

function baselineDecoder(bits: ScanBits): BlockDecoder {
	return {
		reset: () => undefined,
		block(part, at) {
			const { coefficients } = part.component;
			part.last += bits.signed(bits.symbol(part.dc) & 15);
			coefficients[at] = part.last;
			for (let place = 1; place < 64; place += 1) {
				const symbol = bits.symbol(part.ac);
				const [zeros, size] = [symbol >> 4, symbol & 15];
				if (size === 0 && zeros < 15) return;
				place += zeros;
				if (size > 0) coefficients[at + (ZIGZAG[place & 63] ?? 0)] = bits.signed(size);
			}
		},
	};
}

function progressiveDecoder(bits: ScanBits, { from, to, high, low }: Scan): BlockDecoder {
	/** Number of following blocks that have no more data in this scan. */
	let done = 0;
	const reset = (): void => {
		done = 0;
	};
	/** Number of blocks that end here, including this one, for an AC code with `size` 0. */
	const endOfBlocks = (exponent: number): void => {
		done = (1 << exponent) + bits.take(exponent);
	};

	const firstDc: BlockDecoder['block'] = (part, at) => {
		part.last += bits.signed(bits.symbol(part.dc) & 15);
		part.component.coefficients[at] = part.last << low;
	};
	const furtherDc: BlockDecoder['block'] = ({ component: { coefficients } }, at) => {
		if (bits.take(1) === 1) coefficients[at] = (coefficients[at] ?? 0) | (1 << low);
	};
	const firstAc: BlockDecoder['block'] = (part, at) => {
		if (done > 0) {
			done -= 1;
			return;
		}
		for (let place = from; place <= to; place += 1) {
			const symbol = bits.symbol(part.ac);
			const [zeros, size] = [symbol >> 4, symbol & 15];
			if (size === 0 && zeros < 15) {
				endOfBlocks(zeros);
				done -= 1;
				return;
			}
			place += zeros;
			if (size > 0) part.component.coefficients[at + (ZIGZAG[place & 63] ?? 0)] = bits.signed(size) << low;
		}
	};
	/** Reads one more bit for each non-zero coefficient, and new coefficients in between. Source: T.81, G.1.2.3 */
	const furtherAc: BlockDecoder['block'] = (part, at) => {
		const { coefficients } = part.component;
		let place = from;
		/** Refines coefficients until `zeros` zeros have passed. */
		const pass = (zeros: number): void => {
			for (; place <= to; place += 1) {
				const index = at + (ZIGZAG[place] ?? 0);
				const value = coefficients[index] ?? 0;
				if (value === 0) {
					if (zeros === 0) return;
					zeros -= 1;
				} else if (bits.take(1) === 1 && (value & (1 << low)) === 0) {
					coefficients[index] = value + (value > 0 ? 1 << low : -(1 << low));
				}
			}
		};
		while (done === 0 && place <= to) {
			const symbol = bits.symbol(part.ac);
			const [zeros, size] = [symbol >> 4, symbol & 15];
			if (size === 0 && zeros < 15) {
				endOfBlocks(zeros);
				break;
			}
			const value = size === 0 ? 0 : bits.take(1) === 1 ? 1 << low : -(1 << low);
			pass(zeros);
			if (value !== 0 && place <= to) coefficients[at + (ZIGZAG[place] ?? 0)] = value;
			place += 1;
		}
		if (done === 0) return;
		pass(64);
		done -= 1;
	};
	if (from === 0) return { reset, block: high === 0 ? firstDc : furtherDc };
	return { reset, block: high === 0 ? firstAc : furtherAc };
}
