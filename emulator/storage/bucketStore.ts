import type { Clock } from '../clock';

/** An object of the bucket. */
export interface StoredObject {
	readonly bytes: number;
	readonly sha256: string;
	/** As hex in upper case, the ETag of OSS. */
	readonly md5: string;
	readonly contentType: string;
	/** Where its bytes lie. */
	readonly file: string;
	/** Provider time, epoch milliseconds. */
	readonly at: number;
}

/** What was put into the bucket. An object is there when its last byte is, and the last one put wins. */
export class BucketStore {
	readonly objects = new Map<string, StoredObject>();

	constructor(private readonly clock: Clock) {}

	put(key: string, object: Omit<StoredObject, 'at'>): void {
		this.objects.set(key, { ...object, at: this.clock.now() });
	}

	/** The first keys with a prefix, in the order of OSS, and whether there are more. */
	list(prefix: string, most: number): { keys: string[]; truncated: boolean } {
		const all = [...this.objects.keys()]
			.filter((key) => key.startsWith(prefix))
			.sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
		return { keys: all.slice(0, most), truncated: all.length > most };
	}
}
