import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import type { DashScope } from '../dashscope/client';
import { parseTaskId } from '../dashscope/taskId';
import type { TaskListRow } from '../dashscope/wire';
import { printable } from '../failure/printable';
import { openAccount } from '../run/openRun';
import { STATUS_NAMES } from '../tasks/getMany';
import { demand } from '../tasks/task';
import { systemClock } from '../timing/clock';

/** Tasks of one page. Each costs a query for its prompt, of which Alibaba Cloud accepts 20 per second. */
const PAGE_SIZE = 15;

/** Characters of a prompt in the list. */
const PROMPT_CHARACTERS = 60;

/** The account's tasks of the last 24 hours, newest first, filtered by the typed text. */
export async function searchTasks(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const { client } = await openAccount(this, systemClock, new AbortController().signal);
	const page = Number(paginationToken ?? 1);
	const list = demand(
		await client.listTasks({ page_no: page, page_size: PAGE_SIZE }),
		'the request for the task list',
		null,
	);
	const rows = Array.isArray(list.data) ? list.data : [];
	const entries = await Promise.all(rows.map(async (row) => await entryOf(row, client)));
	const wanted = (filter ?? '').trim().toLowerCase();
	const hasMore = rows.length === PAGE_SIZE && page < (list.total_page ?? page + 1);
	return {
		results: entries.flat().filter(({ name, value }) => `${name} ${value}`.toLowerCase().includes(wanted)),
		...(hasMore ? { paginationToken: String(page + 1) } : {}),
	};
}

/** The entry of a task, or none for a row without a usable ID. The list has no prompts: they take a query each. */
async function entryOf(row: TaskListRow, client: DashScope): Promise<Array<{ name: string; value: string }>> {
	const taskId = parseTaskId(String(row.task_id ?? ''));
	if (taskId === undefined) return [];
	const reply = await client.getTask(taskId);
	const prompt = reply.kind === 'ok' ? reply.body.output?.orig_prompt : undefined;
	// The list is narrow: what tells tasks apart comes first.
	const name = [
		timeOf(row.gmt_create),
		statusName(row.status ?? 'Unknown status'),
		prompt && printable(prompt, PROMPT_CHARACTERS),
		printable(row.model_name ?? 'Unknown model', PROMPT_CHARACTERS),
	]
		.filter(Boolean)
		.join(' · ');
	return [{ name, value: taskId }];
}

const statusName = (status: string): string =>
	Object.entries(STATUS_NAMES).find(([value]) => value === status)?.[1] ??
	printable(status, PROMPT_CHARACTERS);

/** E.g. `01-31 18:05 UTC`: tasks are kept for a day. */
const timeOf = (epochMs: number | undefined): string =>
	epochMs === undefined || Number.isNaN(new Date(epochMs).getTime())
		? 'Unknown time'
		: `${new Date(epochMs).toISOString().slice(5, 16).replace('T', ' ')} UTC`;
