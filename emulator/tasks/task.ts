import type { TaskUsage } from '../../nodes/WanVideoEdit/dashscope/wire';
import type { Job } from '../request/job';
import type { QueueName } from '../options';
import type { TaskFault } from '../faults/fault';

/** Status within the emulator. `vanished` tasks are reported as UNKNOWN. */
export type TaskState = 'PENDING' | 'RUNNING' | 'SUSPENDED' | 'SUCCEEDED' | 'FAILED' | 'CANCELED' | 'UNKNOWN';

/** An accepted task. Times are API time, epoch milliseconds. */
export interface TaskRecord {
	readonly id: string;
	/** Of the create request. */
	readonly requestId: string;
	/** ID of the API key that created it. */
	readonly keyId: string;
	readonly model: string;
	/** `input.function`; undefined for wan2.7. */
	readonly function?: string;
	/** The body of the create request, as received. */
	readonly body: unknown;
	status: TaskState;
	readonly submittedAt: number;
	scheduledAt?: number;
	endedAt?: number;
	/** The local MP4, once it is rendered. */
	outputPath?: string;
	usage?: TaskUsage;
	/** FAILED only. Code and message may be missing, as in the real API. */
	failure?: { code?: string; message?: string };
}

/** What the queue stores in addition to the record. */
export interface QueuedTask {
	readonly record: TaskRecord;
	readonly job: Job;
	readonly queue: QueueName;
	readonly fate?: TaskFault;
	/** Set as soon as rendering has ended, successfully or not. */
	outcome?: { readonly at: number } & (
		{ readonly done: Rendered } | { readonly failure: TaskRecord['failure'] }
	);
}

/** A finished video. */
export interface Rendered {
	readonly path: string;
	readonly usage: TaskUsage;
}
