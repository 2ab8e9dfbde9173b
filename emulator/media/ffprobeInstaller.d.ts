/** The package promises types and ships none. */
declare module '@ffprobe-installer/ffprobe' {
	export const path: string;
}
