/** The package declares types but contains none. */
declare module '@ffprobe-installer/ffprobe' {
	export const path: string;
}
