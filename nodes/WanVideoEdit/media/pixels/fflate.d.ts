/** Entry point of fflate without Node.js workers. This module resolution does not find its types. */
declare module 'fflate/browser' {
	/** Decompresses zlib data piece by piece. `push` throws on invalid data. */
	export class Unzlib {
		constructor(onData: (piece: Uint8Array, isLast: boolean) => void);
		push(piece: Uint8Array, isLast?: boolean): void;
	}

	/** Compresses data to zlib piece by piece, in blocks of 8 to 64 KiB. */
	export class Zlib {
		/** @param options level from 0 (stored) to 9 (smallest) */
		constructor(options: { level: number }, onData: (piece: Uint8Array, isLast: boolean) => void);
		push(piece: Uint8Array, isLast?: boolean): void;
	}
}
