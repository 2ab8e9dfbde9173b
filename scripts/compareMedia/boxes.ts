import { open } from 'node:fs/promises';

/** Bytes of a box's length, its name, and a length of eight bytes. */
const LONGEST_HEADER = 16;

/** Whether one of the top-level boxes of a video declares an end beyond the end of the file. */
export async function boxEndsBeyond(file: string, type: string): Promise<boolean> {
	const handle = await open(file);
	try {
		const { size: end } = await handle.stat();
		const header = Buffer.alloc(LONGEST_HEADER);
		for (let at = 0; at + 8 <= end;) {
			header.fill(0);
			await handle.read(header, 0, LONGEST_HEADER, at);
			const length = header.readUInt32BE(0);
			const size = length === 1 ? Number(header.readBigUInt64BE(8)) : length;
			if (size < 8) return false;
			at += size;
			if (at > end) return header.toString('latin1', 4, 8) === type;
		}
		return false;
	} finally {
		await handle.close();
	}
}
