import { Unreadable, type ImageFacts } from '../facts';
import type { Reader } from '../reader';

/** @throws Unreadable. Source: RFC 9649 (WebP), RFC 6386 (VP8) */
export async function readWebp(reader: Reader): Promise<ImageFacts> {
	await reader.skip(12);
	const chunk = (await reader.take(8)).text(0, 4);
	if (chunk === 'VP8X') {
		const canvas = await reader.take(10);
		const side = (at: number) => canvas.u16(at, true) + canvas.u8(at + 2) * 65536 + 1;
		return facts(side(4), side(7), (canvas.u8(0) & 0x10) !== 0);
	}
	if (chunk === 'VP8L') {
		const header = await reader.take(5);
		if (header.u8(0) !== 0x2f) throw new Unreadable('its picture does not begin where it should');
		const bits = header.u32(1, true);
		return facts((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1, (bits & 0x10000000) !== 0);
	}
	if (chunk === 'VP8 ') {
		const frame = await reader.take(10);
		if (frame.text(3, 3) !== '\x9d\x01\x2a')
			throw new Unreadable('its picture does not begin where it should');
		return facts(frame.u16(6, true) & 0x3fff, frame.u16(8, true) & 0x3fff, false);
	}
	throw new Unreadable('it has no picture');
}

function facts(width: number, height: number, alpha: boolean): ImageFacts {
	if (width === 0 || height === 0) throw new Unreadable('its size is not in its header');
	return { kind: 'image', format: 'WEBP', width, height, alpha };
}
