/** The entry of fflate without a worker of Node.js, whose types this module resolution does not find. */
declare module 'fflate/browser' {
	/** Unpacks zlib data piece by piece. What it cannot unpack, `push` throws. */
	export class Unzlib {
		constructor(onData: (piece: Uint8Array, isLast: boolean) => void);
		push(piece: Uint8Array, isLast?: boolean): void;
	}
}
