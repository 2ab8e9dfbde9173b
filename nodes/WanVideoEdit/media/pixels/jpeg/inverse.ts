/** Working memory for one block. Shared, because no other code runs in between. */
const space = new Float64Array(64);

/**
 * Computes the pixels of a block from its coefficients.
 * @param at position of the block in `coefficients`
 * @param rows pixels of a component, `stride` per row; the block is written at `to`
 * Source: Loeffler, Ligtenberg, Moschytz 1989 (the inverse cosine transform with 11 multiplications)
 */
export function inverse(
	coefficients: Int16Array,
	at: number,
	quantization: Uint16Array,
	rows: Uint8ClampedArray,
	to: number,
	stride: number,
): void {
	let isFlat = true;
	for (let index = 0; index < 64; index += 1) {
		const value = (coefficients[at + index] ?? 0) * (quantization[index] ?? 0);
		if (value !== 0 && index > 0) isFlat = false;
		space[index] = value;
	}
	if (isFlat) {
		const value = (space[0] ?? 0) / 8 + 128;
		for (let row = 0; row < 8; row += 1) rows.fill(value, to + row * stride, to + row * stride + 8);
		return;
	}
	for (let column = 0; column < 8; column += 1) transform(column, 8);
	for (let row = 0; row < 8; row += 1) transform(8 * row, 1);
	for (let row = 0; row < 8; row += 1) {
		for (let column = 0; column < 8; column += 1) {
			rows[to + row * stride + column] = (space[8 * row + column] ?? 0) / 8 + 128;
		}
	}
}

/** Transforms eight values, `step` apart. The result is √8 times too large; both passes together, 8 times. */
function transform(at: number, step: number): void {
	const value = (index: number): number => space[at + index * step] ?? 0;
	const [in0, in1, in2, in3] = [value(0), value(1), value(2), value(3)];
	const [in4, in5, in6, in7] = [value(4), value(5), value(6), value(7)];

	const middle = (in2 + in6) * 0.541196100146197;
	const even2 = middle - in6 * 1.847759065022573;
	const even3 = middle + in2 * 0.765366864730179;
	const [outer, inner] = [in0 + in4, in0 - in4];
	const [even0, even4] = [outer + even3, outer - even3];
	const [even1, even5] = [inner + even2, inner - even2];

	const both = (in7 + in3 + in5 + in1) * 1.175875602419359;
	const z1 = (in7 + in1) * -0.899976223136416;
	const z2 = (in5 + in3) * -2.562915447741506;
	const z3 = (in7 + in3) * -1.961570560806461 + both;
	const z4 = (in5 + in1) * -0.390180644032256 + both;
	const odd0 = in7 * 0.298631336124784 + z1 + z3;
	const odd1 = in5 * 2.053119869142303 + z2 + z4;
	const odd2 = in3 * 3.072711026170142 + z2 + z3;
	const odd3 = in1 * 1.501321110281863 + z1 + z4;

	space[at] = even0 + odd3;
	space[at + step] = even1 + odd2;
	space[at + 2 * step] = even5 + odd1;
	space[at + 3 * step] = even4 + odd0;
	space[at + 4 * step] = even4 - odd0;
	space[at + 5 * step] = even5 - odd1;
	space[at + 6 * step] = even1 - odd2;
	space[at + 7 * step] = even0 - odd3;
}
