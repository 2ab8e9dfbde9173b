/** What the tests use of mp4box. It brings types, but where TypeScript's older way to find modules does not look. */
declare module 'mp4box' {
	export interface Movie {
		readonly isFragmented: boolean;
		readonly isProgressive: boolean;
		readonly hasMoov: boolean;
		readonly duration: number;
		readonly timescale: number;
		readonly tracks: ReadonlyArray<{ readonly nb_samples: number }>;
	}

	interface Reader {
		onReady?: (movie: Movie) => void;
		onError?: (module: string, message: string) => void;
		appendBuffer(buffer: ArrayBuffer): number;
		flush(): void;
	}

	export function createFile(): Reader;
	export const MP4BoxBuffer: { fromArrayBuffer(buffer: ArrayBuffer, fileStart: number): ArrayBuffer };
}
