import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { TaskListQuery } from '../dashscope/client';
import { FAMILIES, RETENTION_HOURS } from '../dashscope/models';
import { isoFromEpoch, toListTime } from '../dashscope/time';
import type { TaskListRow } from '../dashscope/wire';
import { Failure } from '../failure/failure';
import type { ItemParameters } from '../form/parameters';
import { simplifyField } from '../form/result';
import { Rules } from '../rules/rules';
import type { Run } from '../stages/run';
import { demand, type TaskOperation } from './task';

type Filters = Omit<TaskListQuery, 'page_no' | 'page_size'>;

interface GetMany {
	readonly item: number;
	/** Undefined for all tasks. */
	readonly limit: number | undefined;
	readonly filters: Filters;
	readonly simplify: boolean;
}

/** The API documents no maximum; its default is 10. */
const PAGE_SIZE = 50;
/** 50,000 tasks: about as many as an account can create in three hours, at the rate limits of both models. */
const MOST_PAGES = 1000;
const LIMIT = { min: 1, max: Number.MAX_SAFE_INTEGER, integer: true, source: 'this node' } as const;
const STATUSES = ['CANCELED', 'FAILED', 'PENDING', 'RUNNING', 'SUCCEEDED'] as const;
const STATUS_LIMIT = { values: STATUSES, source: 'ALI-TASK' } as const;
/** How the form names a status. */
export const STATUS_NAMES: Readonly<Record<(typeof STATUSES)[number], string>> = {
	CANCELED: 'Canceled',
	FAILED: 'Failed',
	PENDING: 'Pending',
	RUNNING: 'Running',
	SUCCEEDED: 'Succeeded',
};

const filtersField: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add Filter',
	default: {},
	options: [
		{
			displayName: 'End Time',
			name: 'endTime',
			type: 'dateTime',
			default: '',
			description: 'Only tasks created before this time. At most 24 hours after the start time.',
		},
		{
			displayName: 'Model',
			name: 'model',
			type: 'string',
			default: '',
			placeholder: `e.g. ${FAMILIES['wan2.7-videoedit'].defaultModel}`,
			description: 'Only tasks of this model',
		},
		{
			displayName: 'Start Time',
			name: 'startTime',
			type: 'dateTime',
			default: '',
			description: 'Only tasks created after this time. Tasks are kept for 24 hours.',
		},
		{
			displayName: 'Status',
			name: 'status',
			type: 'options',
			default: 'SUCCEEDED',
			options: STATUSES.map((value) => ({ name: STATUS_NAMES[value], value })),
			description: 'Only tasks with this status',
		},
	],
};

/** Lists the account's tasks of the last 24 hours, newest first. */
export const getMany: TaskOperation<GetMany> = {
	operation: 'getMany',
	label: 'Get Many',
	action: 'Get many tasks',
	description: 'List the tasks that the account has created in the last 24 hours',
	toolDescription:
		'Lists the video tasks of the last 24 hours, newest first, with their IDs, models and statuses. Free.',

	fields: [
		{
			displayName: 'Return All',
			name: 'returnAll',
			type: 'boolean',
			default: false,
			description: 'Whether to return all results or only up to a given limit',
		},
		{
			displayName: 'Limit',
			name: 'limit',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 50,
			displayOptions: { show: { returnAll: [false] } },
			description: 'Max number of results to return',
		},
		filtersField,
		simplifyField,
	],

	prepare(parameters, _context, clock) {
		const limit = parameters.boolean('returnAll') === true ? undefined : parameters.requiredNumber('limit');
		const rules = new Rules('Get Many');
		rules.number('Limit', limit, LIMIT);
		rules.throwIfBroken();
		return {
			item: parameters.item,
			limit,
			filters: readFilters(parameters, clock.date()),
			simplify: parameters.boolean('simplify') ?? true,
		};
	},

	async perform({ item, limit, filters, simplify }, run) {
		const rows = await listTasks(filters, limit ?? Infinity, run);
		return rows.map((row) => ({
			json: simplify ? simplified(row) : { ...(row as IDataObject) },
			pairedItem: { item },
		}));
	},

	cancelsOnStop: () => false,
};

/** Reads pages until there are enough tasks. New tasks push older ones to the next page, so tasks are deduplicated. */
async function listTasks(filters: Filters, limit: number, { client, signal }: Run): Promise<TaskListRow[]> {
	const rows = new Map<string, TaskListRow>();
	// A host that keeps returning the same page has no more tasks.
	let pagesWithoutNews = 0;
	for (let page = 1; rows.size < limit && pagesWithoutNews < 2 && !signal.aborted; page++) {
		if (page > MOST_PAGES) {
			throw new Failure(
				'unreachable',
				`The task list has more than ${MOST_PAGES} pages`,
				"Narrow it down with 'Filters', for example 'Start Time' and 'Model', or turn 'Return All' off and set a 'Limit'.",
			);
		}
		const known = rows.size;
		const query = { ...filters, page_no: page, page_size: Math.min(PAGE_SIZE, limit) };
		const response = demand(await client.listTasks(query), 'the task list request', null);
		if (!Array.isArray(response.data)) {
			throw new Failure(
				'unreachable',
				"Alibaba Cloud's task list contains no data",
				'Run the node again: queries cost nothing.',
				{
					requestId: response.request_id ?? null,
					retryable: true,
				},
			);
		}
		// One invalid row must not hide the others.
		for (const row of response.data.filter((one) => typeof one === 'object' && one !== null)) {
			rows.set(row.task_id ?? `${page}/${rows.size}`, row);
		}
		pagesWithoutNews = rows.size > known ? 0 : pagesWithoutNews + 1;
		if (response.data.length === 0 || page >= (response.total_page ?? page + 1)) break;
	}
	return [...rows.values()].slice(0, limit);
}

const DAY_MS = RETENTION_HOURS * 3_600_000;

/** Tolerance for expressions that mean "24 hours ago". */
const LEEWAY_MS = 60_000;

function readFilters(parameters: ItemParameters, now: number): Filters {
	const status = parameters.text('filters.status');
	const model = parameters.text('filters.model');
	const rules = new Rules('Get Many');
	rules.choice('Status', status, STATUS_LIMIT);
	const window = windowOf(
		parameters.time('filters.startTime'),
		parameters.time('filters.endTime'),
		now,
		rules,
	);
	rules.throwIfBroken();
	return {
		...window,
		...(model === undefined ? {} : { model_name: model }),
		...(status === undefined ? {} : { status }),
	};
}

/** The time window as the API accepts it: at most 24 hours; a missing start is 24 hours ago, a missing end is now (ALI-TASK). */
function windowOf(
	start: number | undefined,
	end: number | undefined,
	now: number,
	rules: Rules,
): Pick<Filters, 'start_time' | 'end_time'> {
	const [from, until] = [start ?? now - DAY_MS, end ?? now];
	const hours = (ms: number): string => `${Number((ms / 3_600_000).toFixed(1))} hours`;
	const keeps = `Alibaba Cloud keeps tasks for ${RETENTION_HOURS} hours.`;
	if (end === undefined) {
		const advice = `Choose a time of the last ${RETENTION_HOURS} hours, or leave it blank.`;
		rules.require(from < until, `${rules.subject('Start Time')} is in the future`, advice);
		rules.require(
			until - from <= DAY_MS + LEEWAY_MS,
			`${rules.subject('Start Time')} is ${hours(now - from)} ago; Get Many goes back up to ${RETENTION_HOURS} hours`,
			`${advice} ${keeps}`,
		);
	} else if (start === undefined) {
		rules.require(
			from < until,
			`${rules.subject('End Time')} is ${hours(now - until)} ago; Get Many goes back up to ${RETENTION_HOURS} hours`,
			`Choose a later time, or leave it blank. ${keeps}`,
		);
	} else {
		rules.require(
			from < until,
			`${rules.subject('End Time')} is not after 'Start Time'`,
			'Choose a later end or an earlier start.',
		);
		rules.require(
			until - from <= DAY_MS + LEEWAY_MS,
			`${rules.subject('End Time')} is ${hours(until - from)} after 'Start Time'; Get Many takes up to ${RETENTION_HOURS} hours`,
			'Choose an earlier end or a later start.',
		);
	}
	const isWhole = until - from >= DAY_MS;
	return {
		...(start === undefined || (isWhole && end === undefined)
			? {}
			: { start_time: toListTime(isWhole ? until - DAY_MS : from) }),
		...(end === undefined ? {} : { end_time: toListTime(until) }),
	};
}

const simplified = (row: TaskListRow): IDataObject => ({
	taskId: row.task_id ?? null,
	status: row.status ?? null,
	model: row.model_name ?? null,
	submittedAt: isoFromEpoch(row.gmt_create),
	startedAt: isoFromEpoch(row.start_time),
	finishedAt: isoFromEpoch(row.end_time),
	requestId: row.request_id ?? null,
});
