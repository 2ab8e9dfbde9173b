import { deflateSync } from 'node:zlib';
import type { ImageFacts } from '../../../nodes/WanVideoEdit/media/facts';
import { countColors, type MaskColors } from '../../../nodes/WanVideoEdit/media/maskColors';
import { sourceOfBytes } from '../../../nodes/WanVideoEdit/media/source';
import { joined, pngChunk, u16, u32, u8, zeros } from './headers';

export const colorsOf = async (
	bytes: Uint8Array,
	format: ImageFacts['format'],
	turn = async () => {},
): Promise<MaskColors> => await countColors(sourceOfBytes(bytes), format, turn);

/**
 * A PNG with 8 bits per channel and these values, of any color type: gray (0), RGB (2), palette (3), gray or
 * RGB with alpha (4, 6).
 */
export function pngOf(
	rows: number[][],
	{ type = 0, interlace = 0, sides }: { type?: number; interlace?: number; sides?: [number, number] } = {},
	...before: Buffer[]
): Buffer {
	const channels = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }[type] ?? 1;
	const [width, height] = sides ?? [(rows[0]?.length ?? 0) / channels, rows.length];
	return joined(
		'\x89PNG\r\n\x1a\n',
		pngChunk('IHDR', u32(width), u32(height), u8(8), u8(type), zeros(2), u8(interlace)),
		...before,
		pngChunk('IDAT', deflateSync(Buffer.concat(rows.map((row) => Buffer.from([0, ...row]))))),
		pngChunk('IEND'),
	);
}

/**
 * A gray JPEG whose first block sets the brightness of all, in eighths from the middle (−1024 to 1016): each
 * further block takes two bits.
 */
export function plainJpeg(width: number, height: number, brightness = -1024): Buffer {
	const size = brightness === 0 ? 0 : 11;
	const value = brightness < 0 ? brightness + 2047 : brightness;
	// Codes: 0 is "no difference", 10 is "a difference of eleven bits", and 0 of the other table ends a block.
	const first = brightness === 0 ? '00' : `10${value.toString(2).padStart(size, '0')}0`;
	const blocks = Math.ceil(width / 8) * Math.ceil(height / 8) - 1;
	const bits = first + '0'.repeat((8 - (first.length % 8)) % 8);
	const spare = Math.max(0, blocks - (bits.length - first.length) / 2);
	const data = [...(bits.match(/.{8}/g) ?? [])].map((byte) => {
		const at = parseInt(byte, 2);
		return at === 0xff ? [0xff, 0] : [at];
	});
	return joined(
		...['\xff\xd8\xff\xdb', u16(67), u8(0), Buffer.alloc(64, 1)],
		...['\xff\xc0', u16(11), u8(8), u16(height), u16(width), u8(1), u8(1), u8(0x11), u8(0)],
		...['\xff\xc4', u16(21), u8(0), u8(1), u8(1), zeros(14), u8(0), u8(11)],
		...['\xff\xc4', u16(20), u8(0x10), u8(1), zeros(15), u8(0)],
		...['\xff\xda', u16(8), u8(1), u8(1), u8(0), u8(0), u8(63), u8(0)],
		...[Buffer.from(data.flat()), zeros(Math.ceil(spare / 4)), '\xff\xd9'],
	);
}
