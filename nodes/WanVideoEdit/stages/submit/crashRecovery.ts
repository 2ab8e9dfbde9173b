import type { TaskId } from '../../dashscope/taskId';
import { Failure } from '../../failure/failure';
import { stoppedFailure } from '../../failure/stopped';
import type { Run } from '../run';
import { type Claim, claimKey, type Finding, TaskSearch } from './taskSearch';

const MOST_NAMED = 30;

/**
 * Recovers the tasks of a retried execution of which n8n saved no data, because it crashed while the tasks were running.
 * The only record left is Alibaba Cloud's task list of the last 24 hours.
 *
 * A task belongs to an item if it is the only one that matches (`fitOf`), no other item could claim it, and nothing in
 * this process or in the workflow's data assigns it to something else.
 */
export class CrashRecovery {
	private findings: Promise<ReadonlyMap<string, Finding>> | undefined;
	private leave: (() => void) | undefined;

	/**
	 * @param claim whose task is wanted
	 * @param claims of all items of which no other record exists
	 * @param timeoutMs how long to wait for tasks that are still running
	 * @throws Failure `stopped`
	 */
	async findingFor(
		claim: Pick<Claim, 'item' | 'piece'>,
		claims: () => Promise<readonly Claim[]>,
		timeoutMs: number,
		run: Run,
	): Promise<Finding> {
		this.findings ??= this.findAll(claims, timeoutMs, run);
		const found = (await this.findings).get(claimKey(claim));
		if (run.signal.aborted) throw stoppedFailure('during the search for a task that may already exist');
		return found ?? { kind: 'none' };
	}

	/** Call when the run has ended: the next retried execution of this node may then search. */
	close(): void {
		this.leave?.();
	}

	private async findAll(
		claims: () => Promise<readonly Claim[]>,
		timeoutMs: number,
		run: Run,
	): Promise<ReadonlyMap<string, Finding>> {
		const { context, account, signal } = run;
		const node = `${context.getWorkflow().id} ${context.getNode().id}`;
		this.leave = await account.retryTurn(node, context.getExecutionId(), signal);
		if (signal.aborted) return new Map();
		return await new TaskSearch(await claims(), run).findings(timeoutMs);
	}
}

/** The failure of an item that may already have a task. */
export function notRecovered({ operation, model }: Claim, taskIds: readonly TaskId[], why: string): Failure {
	const named = taskIds.slice(0, MOST_NAMED).join(', ');
	const more = taskIds.length > MOST_NAMED ? ` and ${taskIds.length - MOST_NAMED} more` : '';
	return new Failure(
		'uncertain',
		`It is not known which task was created before n8n crashed: ${why}`,
		[
			'No new task was created, because it could be a second paid one.',
			taskIds.length > 0 && `These tasks of the last 24 hours may belong to the item: ${named}${more}.`,
			taskIds.length > 0
				? 'Fetch their videos with the resource Task, operation Get.'
				: 'Search for the task with the resource Task, operation Get Many, and fetch its video with the operation Get.',
			'To create a new task, start a new execution of the workflow instead of retrying this one.',
		]
			.filter(Boolean)
			.join(' '),
		{ operation, model },
	);
}
