import { randomUUID } from 'node:crypto';
import { RETENTION_HOURS } from '../../nodes/WanVideoEdit/dashscope/models';
import type { TaskFault } from '../faults/fault';
import type { QueueName, Settings } from '../options';
import type { Job } from '../request/job';
import { TaskFailure } from './failure';
import type { QueuedTask, Rendered, TaskRecord } from './task';

const RETENTION_MS = RETENTION_HOURS * 3600_000;

/**
 * Accepted tasks on their way: PENDING until their queue time is over and a place is free, RUNNING until
 * the nominal time is over and the video is there.
 */
export class TaskQueue {
	private readonly tasks = new Map<string, QueuedTask>();
	/** Tasks that still change by themselves, in the order of acceptance. */
	private readonly active = new Set<QueuedTask>();
	private readonly running = new Map<QueueName, number>();
	/** Provider time at which the last place of a queue became free. */
	private readonly freedAt = new Map<QueueName, number>();
	private alarm = new AbortController();
	private closed = false;

	constructor(
		private readonly settings: Settings,
		private readonly render: (job: Job) => Promise<Rendered>,
		/** Every task, in the order of acceptance. */
		private readonly records: TaskRecord[],
	) {}

	accept(
		job: Job,
		{ name: queue, keyId }: { readonly name: QueueName; readonly keyId: string },
		body: unknown,
		fate: TaskFault | undefined,
	): TaskRecord {
		const record: TaskRecord = {
			id: randomUUID(),
			requestId: randomUUID(),
			keyId,
			model: job.model,
			...(queue === 'vace' && { function: job.kind }),
			body,
			status: fate?.kind === 'vanish' ? 'UNKNOWN' : 'PENDING',
			submittedAt: this.settings.clock.now(),
		};
		this.records.push(record);
		const task: QueuedTask = { record, job, queue, ...(fate && { fate }) };
		this.tasks.set(record.id, task);
		if (record.status === 'PENDING') this.active.add(task);
		this.settle();
		return record;
	}

	/** Undefined for a task that never was or whose record has expired. */
	find(id: string): QueuedTask | undefined {
		this.settle();
		const task = this.tasks.get(id);
		return task && this.kept(task.record) ? task : undefined;
	}

	/** Newest first. */
	list(): TaskRecord[] {
		this.settle();
		return this.records.filter((record) => record.status !== 'UNKNOWN' && this.kept(record)).reverse();
	}

	/** False where the task is not PENDING. */
	cancel(id: string): boolean {
		const task = this.find(id);
		if (task?.record.status !== 'PENDING') return false;
		task.record.status = 'CANCELED';
		task.record.endedAt = this.settings.clock.now();
		this.active.delete(task);
		this.settle();
		return true;
	}

	close(): void {
		this.closed = true;
		this.alarm.abort();
	}

	/** Brings every state up to the present moment, then sets the alarm for the next change. */
	settle(): void {
		if (this.closed) return;
		const now = this.settings.clock.now();
		do {
			while ([...this.active].some((task) => this.start(task, now)));
			// One end at a time, the earliest: the task that waits for its place starts at that very moment.
		} while (this.endEarliest(now));
		this.setAlarm(now);
	}

	private start(task: QueuedTask, now: number): boolean {
		const { record, queue } = task;
		if (record.status !== 'PENDING' || !this.hasPlace(queue)) return false;
		const at = Math.max(this.eligibleAt(task), this.freedAt.get(queue) ?? 0);
		if (at > now) return false;
		record.scheduledAt = at;
		if (task.fate?.kind === 'suspend') {
			record.status = 'SUSPENDED';
			this.active.delete(task);
			return true;
		}
		record.status = 'RUNNING';
		this.countRunning(queue, 1);
		void this.run(task);
		return true;
	}

	private async run(task: QueuedTask): Promise<void> {
		const { fate, record } = task;
		if (fate?.kind === 'fail') {
			const failure = {
				...(fate.code !== undefined && { code: fate.code }),
				...(fate.message !== undefined && { message: fate.message }),
			};
			task.outcome = { at: this.nominalEnd(task), failure };
			return;
		}
		try {
			const done = await this.render(task.job);
			record.outputPath = done.path;
			const at = Math.max(this.settings.clock.now(), this.nominalEnd(task));
			task.outcome = { at, done };
		} catch (error) {
			const failure =
				error instanceof TaskFailure
					? { code: error.code, message: error.message }
					: { code: 'InternalError.Algo', message: error instanceof Error ? error.message : String(error) };
			task.outcome = { at: this.settings.clock.now(), failure };
		}
		this.settle();
	}

	private endEarliest(now: number): boolean {
		const [task] = [...this.active]
			.filter(({ record, outcome }) => record.status === 'RUNNING' && outcome && outcome.at <= now)
			.sort((one, other) => (one.outcome?.at ?? 0) - (other.outcome?.at ?? 0));
		if (!task?.outcome) return false;
		const { record, queue, outcome } = task;
		this.active.delete(task);
		this.countRunning(queue, -1);
		record.endedAt = outcome.at;
		this.freedAt.set(queue, outcome.at);
		if ('done' in outcome) {
			record.status = 'SUCCEEDED';
			record.usage = outcome.done.usage;
		} else {
			record.status = 'FAILED';
			record.failure = outcome.failure;
		}
		return true;
	}

	private setAlarm(now: number): void {
		this.alarm.abort('another alarm');
		const times = [...this.active].flatMap((task) => {
			if (task.record.status === 'RUNNING') return task.outcome ? [task.outcome.at] : [];
			return task.record.status === 'PENDING' && this.hasPlace(task.queue) ? [this.eligibleAt(task)] : [];
		});
		if (times.length === 0) return;
		this.alarm = new AbortController();
		const wait = Math.max(0, Math.min(...times) - now);
		this.settings.clock.sleep(wait, this.alarm.signal).then(
			() => this.settle(),
			() => {}, // Another alarm was set.
		);
	}

	private hasPlace(queue: QueueName): boolean {
		return (this.running.get(queue) ?? 0) < this.settings.concurrentTasks(queue);
	}

	private countRunning(queue: QueueName, change: number): void {
		this.running.set(queue, (this.running.get(queue) ?? 0) + change);
	}

	private eligibleAt({ record, queue }: QueuedTask): number {
		return record.submittedAt + this.settings.seconds(queue).queue * 1000;
	}

	private nominalEnd({ record, queue }: QueuedTask): number {
		return (record.scheduledAt ?? record.submittedAt) + this.settings.seconds(queue).run * 1000;
	}

	private kept(record: TaskRecord): boolean {
		return this.settings.clock.now() - record.submittedAt < RETENTION_MS;
	}
}
