import { codedNameOf } from '../../dashscope/explain';
import { parseTaskId, type TaskId } from '../../dashscope/taskId';
import type { Account } from '../../dashscope/account';
import { otherSpelling } from '../../dashscope/models';
import type { TaskListQuery } from '../../dashscope/client';
import type { TaskListRow } from '../../dashscope/wire';
import type { RunBase } from '../run';

/** Alibaba Cloud documents no maximum page size (ALI-TASK). */
const PAGE_SIZE = 50;

/** A listed task with an ID and a time. */
export interface ListedTask {
	readonly taskId: TaskId;
	/** Epoch milliseconds by Alibaba Cloud's clock. */
	readonly createdAt: number;
	readonly model?: string;
	/** Status in the list. */
	readonly status?: string;
	/** ID of the API key that created it. */
	readonly keyId?: string;
}

/** A page of the list, or why it could not be read. */
export type ListPage =
	| {
			readonly tasks: readonly ListedTask[];
			/** By how much Alibaba Cloud's clock is ahead of ours, at least and at most: its header `Date` has whole seconds. */
			readonly skewMs?: { readonly least: number; readonly most: number };
	  }
	| { readonly trouble: string };

/**
 * The pages of the account's task list, usually newest tasks first, until the end of the list.
 * @param most maximum number of pages: a longer list ends with `trouble`
 */
export async function* pagesOfList(
	query: Omit<TaskListQuery, 'page_no' | 'page_size'>,
	most: number,
	{ client, clock }: Pick<RunBase, 'client' | 'clock'>,
): AsyncGenerator<ListPage> {
	for (let page = 1; ; page++) {
		const askedAt = clock.now();
		const reply = await client.listTasks({ ...query, page_no: page, page_size: PAGE_SIZE });
		if (reply.kind !== 'ok') return yield { trouble: `it could not be read (${codedNameOf(reply)})` };
		const { data: rows, total, total_page: pages } = reply.body;
		if (!Array.isArray(rows)) return yield { trouble: 'it has no data' };
		if (rows.length === 0 && Number(total) > (page - 1) * PAGE_SIZE) {
			return yield { trouble: `it has ${total} tasks, but page ${page} is empty` };
		}
		const tasks = rows.flatMap((row) => listedTask(row) ?? []);
		if (tasks.length === 0 && rows.length > 0) return yield { trouble: 'its rows lack an ID or a time' };
		const { serverTime } = reply;
		// In a slow response, it may have been written early or late.
		const skewMs =
			serverTime === undefined
				? undefined
				: { least: serverTime - clock.now(), most: serverTime + 1000 - askedAt };
		yield { tasks, ...(skewMs && { skewMs }) };
		const isLast = typeof pages === 'number' ? page >= pages : rows.length < PAGE_SIZE;
		if (rows.length === 0 || isLast) return;
		if (page === most) return yield { trouble: `its first ${most} pages do not reach back to that time` };
	}
}

/** Undefined for a row without both. */
function listedTask(row: TaskListRow | null): ListedTask | undefined {
	const { task_id: id, gmt_create: createdAt, model_name: model, status, api_key_id: keyId } = row ?? {};
	const taskId = typeof id === 'string' ? parseTaskId(id) : undefined;
	if (taskId === undefined || typeof createdAt !== 'number') return undefined;
	return {
		taskId,
		createdAt,
		...(typeof model === 'string' && { model }),
		...(typeof status === 'string' && { status }),
		...(typeof keyId === 'string' && { keyId }),
	};
}

/** Whether a task may be of a model: a host may list the other spelling than the one that was sent. */
export const isOfModel = ({ model }: ListedTask, wanted: string): boolean =>
	model === undefined || model === wanted || model === otherSpelling(wanted);

/** Filters the list by model if only one is wanted and it has only one spelling. */
export const filterOf = ([model, ...others]: readonly string[]): Pick<TaskListQuery, 'model_name'> =>
	model === undefined || others.length > 0 || otherSpelling(model) !== undefined ? {} : { model_name: model };

/** Learns the ID of the account's key from a task that was created with it here. */
export function learnKeyId(tasks: readonly ListedTask[], account: Account): void {
	account.keyId ??= tasks.find(
		({ taskId, keyId }) => keyId !== undefined && account.ownershipOf(taskId)?.isCreated,
	)?.keyId;
}

/** Whether a task may have been created with the account's key, as far as known. */
export const isOfKey = ({ keyId }: ListedTask, account: Account): boolean =>
	keyId === undefined || account.keyId === undefined || keyId === account.keyId;
