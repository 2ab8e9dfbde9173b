/** Entry point of fflate without Node.js workers. This module resolution does not find its types. */
declare module 'fflate/browser' {
	/** Decompresses zlib data piece by piece. `push` throws on invalid data. */
	export class Unzlib {
		constructor(onData: (piece: Uint8Array, isLast: boolean) => void);
		push(piece: Uint8Array, isLast?: boolean): void;
	}
}
