/** The neighbor nearest to left + up - upLeft. Source: PNG specification, 9.4 */
export function paeth(left: number, up: number, upLeft: number): number {
	const toLeft = up > upLeft ? up - upLeft : upLeft - up;
	const toUp = left > upLeft ? left - upLeft : upLeft - left;
	const middle = left + up - 2 * upLeft;
	const toUpLeft = middle > 0 ? middle : -middle;
	if (toLeft <= toUp && toLeft <= toUpLeft) return left;
	return toUp <= toUpLeft ? up : upLeft;
}

/**
 * A row behind the filter that probably compresses best: the one with the smallest differences, as the specification
 * suggests (12.7). Chooses among up, which suits drawings and masks, and Paeth, which suits photographs.
 * @param above the row above, of the same length
 * @param step bytes per pixel
 */
export function smallestFilter(row: Uint8Array, above: Uint8Array, step: number): Uint8Array {
	const up = new Uint8Array(1 + row.length);
	up[0] = 2;
	let upSum = 0;
	for (let at = 0; at < row.length; at += 1) {
		const value = ((row[at] ?? 0) - (above[at] ?? 0)) & 0xff;
		up[at + 1] = value;
		upSum += value < 128 ? value : 256 - value;
	}
	if (upSum === 0) return up;
	const nearest = new Uint8Array(1 + row.length);
	nearest[0] = 4;
	let nearestSum = 0;
	for (let at = 0; at < row.length; at += 1) {
		const [left, upLeft] = at < step ? [0, 0] : [row[at - step] ?? 0, above[at - step] ?? 0];
		const value = ((row[at] ?? 0) - paeth(left, above[at] ?? 0, upLeft)) & 0xff;
		nearest[at + 1] = value;
		nearestSum += value < 128 ? value : 256 - value;
	}
	return upSum < nearestSum ? up : nearest;
}
