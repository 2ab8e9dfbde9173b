import type { TaskRecord } from './task';

/** A task as it was at a time. Undefined before it was accepted. */
export function taskAsOf(task: TaskRecord, at: number): TaskRecord | undefined {
	const { scheduledAt = Infinity, endedAt = Infinity, submittedAt } = task;
	if (submittedAt > at) return undefined;
	if (endedAt <= at) return task;
	const running = {
		...task,
		endedAt: undefined,
		outputPath: undefined,
		usage: undefined,
		failure: undefined,
	};
	if (scheduledAt > at) return { ...running, status: 'PENDING', scheduledAt: undefined };
	return { ...running, status: task.status === 'SUSPENDED' ? 'SUSPENDED' : 'RUNNING' };
}
