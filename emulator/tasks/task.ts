import type { TaskUsage } from '../../nodes/WanVideoEdit/dashscope/wire';
import type { Job } from '../request/job';
import type { QueueName } from '../options';
import type { TaskFault } from '../faults/fault';

/** State that the emulator itself keeps. `vanished` tasks answer UNKNOWN. */
export type TaskState = 'PENDING' | 'RUNNING' | 'SUSPENDED' | 'SUCCEEDED' | 'FAILED' | 'CANCELED' | 'UNKNOWN';

/** A task that was accepted. Times are provider time, epoch milliseconds. */
export interface TaskRecord {
	readonly id: string;
	/** Of the create call. */
	readonly requestId: string;
	/** Of the API key that created it. */
	readonly keyId: string;
	readonly model: string;
	/** `input.function`; undefined for wan2.7. */
	readonly function?: string;
	/** The create call's body, as received. */
	readonly body: unknown;
	status: TaskState;
	readonly submittedAt: number;
	scheduledAt?: number;
	endedAt?: number;
	/** The MP4 on this machine, once it is rendered. */
	outputPath?: string;
	usage?: TaskUsage;
	/** FAILED only. Code and message may be missing, as at the provider. */
	failure?: { code?: string; message?: string };
}

/** What the queue knows besides the record. */
export interface QueuedTask {
	readonly record: TaskRecord;
	readonly job: Job;
	readonly queue: QueueName;
	readonly fate?: TaskFault;
	/** Set as soon as rendering has come to an end, whichever. */
	outcome?: { readonly at: number } & (
		{ readonly done: Rendered } | { readonly failure: TaskRecord['failure'] }
	);
}

/** A finished video. */
export interface Rendered {
	readonly path: string;
	readonly usage: TaskUsage;
}
