/** Formats numbers about files for messages. */

const MB = 1024 * 1024;

const rounded = (value: number, digits: number): string => String(Number(value.toFixed(digits)));

/** Rounded up, so that a file just above a limit does not appear to be at the limit: 50.1 MB. */
export const megabytes = (bytes: number): string => `${rounded(Math.ceil((bytes / MB) * 10) / 10, 1)} MB`;

/** A share from 0 to 1 as a percentage, rounded up to a tenth: 5.1 %. A tiny share does not become 0 %. */
export function percent(share: number): string {
	const tenths = Math.ceil(share * 1000 - 1e-9);
	if (share > 0 && share < 0.001) return 'less than 0.1 %';
	return share < 1 && tenths >= 1000 ? 'nearly 100 %' : `${tenths / 10} %`;
}

/** 12.4 s */
export const seconds = (value: number): string => `${rounded(value, 1)} s`;

/** 23.98 fps */
export const fps = (value: number): string => `${rounded(value, 2)} fps`;

/** 640 × 360 px */
export const pixels = ({ width, height }: { width: number; height: number }): string =>
	`${width} × ${height} px`;

/** MP4 or MOV */
export const alternatives = (words: readonly string[]): string =>
	words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} or ${words[words.length - 1]}`;
