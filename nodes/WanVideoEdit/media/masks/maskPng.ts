import type { Turn } from '../pixels/pixels';
import { PngWriter } from '../pixels/pngWriter';
import type { MaskRaster } from './raster';

/** Writes a mask as PNG of pure black and white, in RGB as the documents require (SEED, ALI-VACE). */
export async function maskPng({ width, height, data }: MaskRaster, turn: Turn): Promise<Uint8Array> {
	const writer = new PngWriter({ width, height, channels: 3 }, turn);
	for (let y = 0; y < height; y += 1) {
		const row = new Uint8Array(3 * width);
		for (let x = 0; x < width; x += 1) {
			if (data[y * width + x] === 0) continue;
			row[3 * x] = 255;
			row[3 * x + 1] = 255;
			row[3 * x + 2] = 255;
		}
		await writer.write(row);
	}
	return writer.finish();
}
