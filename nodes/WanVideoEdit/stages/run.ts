import type { TaskId } from '../dashscope/taskId';
import type { TaskAnswer } from '../dashscope/wire';
import type { PlacingRun } from '../placement/placement';
import type { Placements } from '../placement/placements';

/** What all items of an execution share. */
export interface Run extends PlacingRun {
	/** The ways in which files reach the provider. */
	readonly placements: Placements;
	/** Every task that was created, in that order, so that none is lost when the run ends early. */
	readonly created: Task[];
}

/** A task at the provider, as far as this run has seen it. */
export interface Task {
	readonly taskId: TaskId;
	readonly item: number;
	/** Value of the parameter `operation`. */
	readonly operation: string;
	/** The name that was sent. Null for a task that was created elsewhere: the provider does not tell. */
	readonly model: string | null;
	/** Epoch milliseconds, our clock. Null for a task that was created elsewhere. */
	readonly submittedAt: number | null;
	/** Created by an earlier try of this execution. */
	readonly resumed?: true;
	/** The provider's word, which may be one that no document knows. */
	status: string | null;
	/** The latest answer about it. */
	answer: TaskAnswer;
}

/** What is known of a task, for failures. */
export const factsOf = ({ taskId, status, operation, model, answer }: Task) => ({
	taskId,
	status,
	operation,
	model,
	requestId: answer.request_id ?? null,
});
