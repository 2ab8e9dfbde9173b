/** Samples in an order: for each place, which list and which sample of it. */
export interface SampleOrder {
	readonly lists: Uint8Array;
	readonly samples: Uint32Array;
}

/** Brings the samples of some lists (at most 255) into the order of their positions in the file. */
export function inFileOrder(lists: ReadonlyArray<{ readonly offsets: Float64Array }>): SampleOrder {
	const rows = lists.map(({ offsets }) => sorted(offsets));
	const count = rows.reduce((sum, row) => sum + row.length, 0);
	const order = { lists: new Uint8Array(count), samples: new Uint32Array(count) };
	const heads = lists.map(() => 0);
	for (let place = 0; place < count; place += 1) {
		let next = -1;
		let least = Infinity;
		for (let list = 0; list < lists.length; list += 1) {
			const sample = rows[list]?.[heads[list] ?? 0];
			const offset = sample === undefined ? undefined : lists[list]?.offsets[sample];
			if (offset === undefined || !(offset < least || next < 0)) continue;
			least = offset;
			next = list;
		}
		order.lists[place] = next;
		order.samples[place] = rows[next]?.[heads[next] ?? 0] ?? 0;
		heads[next] = (heads[next] ?? 0) + 1;
	}
	return order;
}

/** Numbers of samples by their position. Nearly always they are in order already. */
function sorted(offsets: Float64Array): Uint32Array {
	const row = new Uint32Array(offsets.length);
	for (let sample = 0; sample < row.length; sample += 1) row[sample] = sample;
	for (let sample = 1; sample < offsets.length; sample += 1) {
		if ((offsets[sample] ?? 0) < (offsets[sample - 1] ?? 0)) {
			return row.sort((one, other) => (offsets[one] ?? 0) - (offsets[other] ?? 0) || one - other);
		}
	}
	return row;
}
