import type { TaskId } from '../../dashscope/taskId';
import { Failure } from '../../failure/failure';
import { stoppedFailure } from '../../failure/stopped';
import type { Run } from '../run';
import { type Claim, type Finding, TaskSearch } from './taskSearch';

const MOST_NAMED = 30;

/**
 * Finds the tasks of an execution that n8n retries and of which it has kept nothing, because n8n crashed while the tasks
 * were under way. All that is left of them is Alibaba Cloud's list of the last 24 hours.
 *
 * A task is an item's own where it is the only one that fits (`fitOf`), no other item could claim it, and nothing in
 * this process or in the workflow's data says whose else it is.
 */
export class CrashRecovery {
	private findings: Promise<ReadonlyMap<number, Finding>> | undefined;
	private leave: (() => void) | undefined;

	/**
	 * @param claims of all items that have nothing else to go by
	 * @param timeoutMs how long tasks that still run are waited for
	 * @throws Failure `stopped`
	 */
	async findingFor(
		item: number,
		claims: () => Promise<readonly Claim[]>,
		timeoutMs: number,
		run: Run,
	): Promise<Finding> {
		this.findings ??= this.findAll(claims, timeoutMs, run);
		const found = (await this.findings).get(item);
		if (run.signal.aborted) throw stoppedFailure(`while the task of item ${item} was being looked for`);
		return found ?? { kind: 'none' };
	}

	/** To be called when the run has ended: another execution that is retried for this node may look then. */
	close(): void {
		this.leave?.();
	}

	private async findAll(
		claims: () => Promise<readonly Claim[]>,
		timeoutMs: number,
		run: Run,
	): Promise<ReadonlyMap<number, Finding>> {
		const { context, account, signal } = run;
		const node = `${context.getWorkflow().id} ${context.getNode().id}`;
		this.leave = await account.retryTurn(node, context.getExecutionId(), signal);
		if (signal.aborted) return new Map();
		return await new TaskSearch(await claims(), run).findings(timeoutMs);
	}
}

/** The failure of an item of which it is not known whether it has a task already. */
export function notRecovered(
	{ item, operation, model }: Claim,
	taskIds: readonly TaskId[],
	why: string,
): Failure {
	const named = taskIds.slice(0, MOST_NAMED).join(', ');
	const more = taskIds.length > MOST_NAMED ? ` and ${taskIds.length - MOST_NAMED} more` : '';
	return new Failure(
		'uncertain',
		`It is not known which task item ${item} created before n8n crashed: ${why}`,
		[
			'No task was created now, since it could be a second one that is paid for.',
			taskIds.length > 0 && `These of the last 24 hours may be the item's: ${named}${more}.`,
			taskIds.length > 0
				? 'Fetch their videos with the resource Task, operation Get.'
				: 'Look for the task with the resource Task, operation Get Many, and fetch its video with the operation Get.',
			'A new execution of the workflow, not a retried one, creates a new task.',
		]
			.filter(Boolean)
			.join(' '),
		{ operation, model },
	);
}
