/** How many entries are looked at for one that may go. Those that may not count as used again. */
const LOOKED_AT = 8;

/** A map for what lives as long as the process: it keeps the entries that were used last, and forgets the others. */
export class LruMap<Key, Value> {
	/** Least recently used first. */
	private readonly entries = new Map<Key, Value>();

	/**
	 * @param most entries
	 * @param mayGo whether an entry may be forgotten. It grows beyond `most` only by entries that may not
	 */
	constructor(
		private readonly most: number,
		private readonly mayGo: (value: Value) => boolean = () => true,
	) {}

	get size(): number {
		return this.entries.size;
	}

	get(key: Key): Value | undefined {
		const value = this.entries.get(key);
		if (value !== undefined) this.touch(key, value);
		return value;
	}

	set(key: Key, value: Value): void {
		this.touch(key, value);
		for (let looks = 0; this.entries.size > this.most && looks < LOOKED_AT; looks++) {
			const [oldest] = this.entries;
			if (oldest === undefined) return;
			if (this.mayGo(oldest[1])) this.entries.delete(oldest[0]);
			else this.touch(...oldest);
		}
	}

	delete(key: Key): void {
		this.entries.delete(key);
	}

	private touch(key: Key, value: Value): void {
		this.entries.delete(key);
		this.entries.set(key, value);
	}
}
