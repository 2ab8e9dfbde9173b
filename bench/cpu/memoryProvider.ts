import { randomUUID } from 'node:crypto';
import type { IHttpRequestOptions } from 'n8n-workflow';
import type { EditJob } from '../../emulator/request/job';
import { createAnswer, queryAnswer } from '../../emulator/tasks/answers';
import { listAnswer } from '../../emulator/tasks/list';
import type { TaskRecord } from '../../emulator/tasks/task';
import { taskAsOf } from '../../emulator/tasks/taskAsOf';
import type { Clock } from '../../emulator';
import { SECONDS } from './cases';

/** Replaces n8n's request helper. */
export type Respond = (options: IHttpRequestOptions) => Promise<unknown>;

/** The list is only used for tasks in flight; building it from all tasks would count as the node's work. */
const LISTED = 20;

const USAGE = { duration: 10, input_video_duration: 5, output_video_duration: 5, video_count: 1, SR: 720 };

/**
 * The emulator's responses to create requests, queries and lists, without HTTP. Every task is accepted,
 * starts at once, and succeeds.
 */
export function memoryProvider(clock: Pick<Clock, 'now'>): Respond {
	const tasks = new Map<string, TaskRecord>();
	const newestFirst: TaskRecord[] = [];

	const create = (body: unknown): object => {
		const submittedAt = clock.now();
		const { model } = body as { model: string };
		const scheduledAt = submittedAt + SECONDS.queue * 1000;
		const endedAt = scheduledAt + SECONDS.run * 1000;
		const times = { submittedAt, scheduledAt, endedAt };
		const ids = { id: randomUUID(), keyId: '100001', requestId: randomUUID() };
		const task: TaskRecord = { ...ids, ...times, model, body, status: 'SUCCEEDED', usage: USAGE };
		tasks.set(task.id, task);
		newestFirst.unshift(task);
		newestFirst.splice(LISTED);
		return createAnswer(task);
	};
	const query = (id: string): object => {
		const task = taskAsOf(tasks.get(id) as TaskRecord, clock.now()) as TaskRecord;
		return queryAnswer(task, JOB, `https://example.com/result/${id}.mp4?Expires=1&Signature=x`);
	};
	const list = (filters: unknown): object => {
		const now = clock.now();
		const seen = newestFirst.map((task) => taskAsOf(task, now) as TaskRecord);
		const texts = Object.entries(filters ?? {}).map(([name, value]) => [name, String(value)]);
		return listAnswer(seen, Object.fromEntries(texts) as Record<string, string>, 'cn-beijing', now);
	};

	return async ({ method, url, body, qs, json }) => {
		// Responds in another turn of the event loop, like a network.
		await new Promise((resolve) => setImmediate(resolve));
		const id = url.slice(url.lastIndexOf('/') + 1);
		const sent: unknown = typeof body === 'string' ? JSON.parse(body) : body;
		const answer = method === 'POST' ? create(sent) : id === '' ? list(qs) : query(id);
		return json ? answer : { statusCode: 200, headers: HEADERS, body: JSON.stringify(answer) };
	};
}

/** The parts of a request that a query response repeats. */
const JOB = { kind: 'edit', prompt: 'Make it clay', promptExtend: true } as EditJob;

const HEADERS = { 'content-type': 'application/json; charset=utf-8', 'content-length': '500' };
