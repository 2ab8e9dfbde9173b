import type { Clock } from '../clock';

/** An object of the bucket. */
export interface StoredObject {
	readonly bytes: number;
	readonly sha256: string;
	/** In upper-case hex, like the ETag of OSS. */
	readonly md5: string;
	readonly contentType: string;
	/** Path of its content. */
	readonly file: string;
	/** API time, epoch milliseconds. */
	readonly at: number;
}

/** The objects of the bucket. An object exists once its last byte has arrived, and the last one wins. */
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
