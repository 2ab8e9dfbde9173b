import type { FaultList } from '../faults/faultList';
import type { RateWindow } from '../http/rateWindow';
import type { RequestRecord } from '../http/requestLog';
import type { Settings } from '../options';
import type { BucketStore } from '../storage/bucketStore';
import type { ResultLinks } from '../storage/resultLinks';
import type { Uploads } from '../storage/uploads';
import type { TaskRecord } from '../tasks/task';
import type { TaskQueue } from '../tasks/taskQueue';

/** Shared by all routes. */
export interface Context {
	readonly settings: Settings;
	readonly faults: FaultList;
	readonly rates: RateWindow;
	readonly queue: TaskQueue;
	readonly uploads: Uploads;
	readonly links: ResultLinks;
	readonly bucket: BucketStore;
	readonly requests: RequestRecord[];
	readonly tasks: TaskRecord[];
	/** Folder for uploaded files and for the objects of the bucket. */
	readonly uploadFolder: string;
	readonly sampleFolder: string;
	/** `http://127.0.0.1:PORT`, known once the server listens. */
	readonly url: () => string;
	/** Prefix of the links that it returns. */
	readonly publicUrl: () => string;
}
