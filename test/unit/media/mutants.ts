import { joined } from './headers';

/** Lengths and counts at which readers may fail. */
const NASTY = [0, 1, 7, 8, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff, 0x01000001, 0xff];

/** Random numbers that are the same in every run (xorshift). */
export function dice(seed: number) {
	let state = seed;
	return (sides: number): number => {
		state ^= state << 13;
		state ^= state >>> 17;
		state ^= state << 5;
		return (state >>> 0) % sides;
	};
}

/** A file with one to four changes. @param roll a random number below its argument */
export function mutant(original: Buffer, roll: (sides: number) => number): Buffer {
	let bytes: Buffer = Buffer.from(original);
	for (let changes = 1 + roll(4); changes > 0 && bytes.length > 8; changes -= 1) {
		// The first bytes decide the format: keeping them usually gets further into the readers.
		const at = roll(20) === 0 ? roll(bytes.length) : 4 + roll(bytes.length - 4);
		const [start, end] = [at, Math.min(bytes.length, at + 1 + roll(64))];
		switch (roll(7)) {
			case 0:
				bytes[at] = roll(256);
				break;
			case 1:
				bytes[at] = (bytes[at] ?? 0) ^ (1 << roll(8));
				break;
			case 2:
				bytes.writeUInt32BE(NASTY[roll(NASTY.length)] ?? 0, Math.min(at, bytes.length - 4));
				break;
			case 3:
				bytes.writeUInt32LE(NASTY[roll(NASTY.length)] ?? 0, Math.min(at, bytes.length - 4));
				break;
			case 4:
				bytes = Buffer.from(bytes.subarray(0, at));
				break;
			case 5:
				// Repeats a piece, such as a box.
				bytes = joined(bytes.subarray(0, end), bytes.subarray(start, end), bytes.subarray(end));
				break;
			default:
				bytes = joined(bytes.subarray(0, start), bytes.subarray(end));
		}
	}
	return bytes;
}
