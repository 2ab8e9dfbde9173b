import { createHash } from 'crypto';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { LruMap } from '../../timing/lruMap';
import { RETENTION_HOURS } from '../../dashscope/models';
import type { TaskId } from '../../dashscope/taskId';
import type { Clock } from '../../timing/clock';
import { isProduction } from '../../n8n/executionMode';

/** Maximum number per workflow, so that the workflow's data stays small: about 20 bytes each. */
const MOST_USED = 1_000;
const KEPT_MINUTES = RETENTION_HOURS * 60;
const WORKFLOWS_KNOWN = 200;

/** When each task was handed on, in minutes since the epoch, by a hash of its ID. Oldest first. */
type Used = Readonly<Record<string, number>>;

/**
 * By workflow. Concurrent executions overwrite each other's static data: this process keeps what they would
 * lose.
 */
const known = new LruMap<string, Used>(WORKFLOWS_KNOWN);

/**
 * Tasks that executions of this workflow have handed on in the last 24 hours: a retried execution must not
 * claim any of them. n8n saves them in the workflow's static data, so they survive a restart.
 */
export class UsedTasks {
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly clock: Pick<Clock, 'date'>,
	) {}

	/** Returns a function that tells whether a task has been handed on. */
	reader(): (taskId: TaskId) => boolean {
		const used = this.all();
		return (taskId) => hashOf(taskId) in used;
	}

	/** Only in production runs: n8n does not save static data of others. */
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
		// Assigned as a whole: n8n only notices changes at the top level.
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

/** Anyone who can edit the workflow may have written it. */
const readable = (value: unknown): Used =>
	typeof value === 'object' && value !== null
		? Object.fromEntries(
				Object.entries(value)
					.filter((entry): entry is [string, number] => typeof entry[1] === 'number')
					.slice(-MOST_USED),
			)
		: {};

/**
 * 48 bits are enough that no two tasks of a day collide. A leading letter preserves the order of entries:
 * keys made of digits are sorted.
 */
const hashOf = (taskId: TaskId): string =>
	`t${createHash('sha256').update(taskId).digest('base64url').slice(0, 8)}`;
