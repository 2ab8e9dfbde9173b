/** The decoder alone, without the encoder of the package. */
declare module 'jpeg-js/lib/decoder' {
	interface Options {
		/** A Uint8Array instead of a Buffer. */
		readonly useTArray: true;
		readonly formatAsRGBA: boolean;
		/** Goes on where data are not as they should be. */
		readonly tolerantDecoding: boolean;
		readonly maxResolutionInMP: number;
		readonly maxMemoryUsageInMB: number;
	}
	/** What it cannot decode, it throws. */
	function decode(bytes: Uint8Array, options: Options): { width: number; height: number; data: Uint8Array };
	export = decode;
}
