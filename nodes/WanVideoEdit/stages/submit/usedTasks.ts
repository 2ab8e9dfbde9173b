import { createHash } from 'crypto';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { LruMap } from '../../timing/lruMap';
import { RETENTION_HOURS } from '../../dashscope/models';
import type { TaskId } from '../../dashscope/taskId';
import type { Clock } from '../../timing/clock';
import { isProduction } from '../../n8n/executionMode';

/** Of a workflow, so that the workflow's data stays small: about 20 bytes each. */
const MOST_USED = 1_000;
const KEPT_MINUTES = RETENTION_HOURS * 60;
const WORKFLOWS_KNOWN = 200;

/** When each task was handed on, in minutes since the epoch, by a hash of its ID. The oldest come first. */
type Used = Readonly<Record<string, number>>;

/** By workflow: executions that run side by side overwrite each other's static data. */
const known = new LruMap<string, Used>(WORKFLOWS_KNOWN);

/**
 * Tasks that earlier executions of this workflow have handed on, in the last 24 hours: no execution that is retried takes one
 * of them for its own. n8n keeps them in the workflow's static data, also when it is restarted.
 */
export class UsedTasks {
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly clock: Pick<Clock, 'date'>,
	) {}

	/** Tells for each task whether it has been handed on. */
	reader(): (taskId: TaskId) => boolean {
		const used = this.all();
		return (taskId) => hashOf(taskId) in used;
	}

	/** Production runs only: of others n8n keeps nothing. */
	add(taskIds: readonly TaskId[]): void {
		if (taskIds.length === 0 || !isProduction(this.context)) return;
		const now = this.minute();
		const added = Object.fromEntries(taskIds.map((taskId) => [hashOf(taskId), now]));
		const entries = Object.entries({ ...this.all(), ...added }).filter(
			([, minute]) => minute > now - KEPT_MINUTES,
		);
		const used = Object.fromEntries(entries.sort(([, a], [, b]) => a - b).slice(-MOST_USED));
		known.set(this.key(), used);
		const store = this.store();
		// Assigned as a whole: n8n notices a change of the top level only.
		if (store) store.wanUsedTasks = used;
	}

	private all(): Used {
		return { ...readable(this.store()?.wanUsedTasks), ...known.get(this.key()) };
	}

	private store(): IDataObject | undefined {
		return this.context.getWorkflowStaticData?.('global');
	}

	private key(): string {
		return String(this.context.getWorkflow().id);
	}

	private minute(): number {
		return Math.floor(this.clock.date() / 60_000);
	}
}

/** It may have been written by anyone who can edit the workflow. */
const readable = (value: unknown): Used =>
	typeof value === 'object' && value !== null
		? Object.fromEntries(
				Object.entries(value)
					.filter((entry): entry is [string, number] => typeof entry[1] === 'number')
					.slice(-MOST_USED),
			)
		: {};

/** 48 bits: two tasks of a day do not share them. A leading letter keeps the order of entries, which digits would lose. */
const hashOf = (taskId: TaskId): string =>
	`t${createHash('sha256').update(taskId).digest('base64url').slice(0, 8)}`;
