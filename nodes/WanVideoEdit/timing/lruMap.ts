/** How many entries are examined to find one that may be removed. Those that may not count as used again. */
const MOST_EXAMINED = 8;

/**
 * A map for data that lives as long as the process: it keeps the most recently used entries and removes the
 * others.
 */
export class LruMap<Key, Value> {
	/** Least recently used first. */
	private readonly entries = new Map<Key, Value>();

	/**
	 * @param most maximum number of entries
	 * @param mayGo whether an entry may be removed. Only entries that may not make the map exceed `most`
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
		for (let examined = 0; this.entries.size > this.most && examined < MOST_EXAMINED; examined++) {
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
