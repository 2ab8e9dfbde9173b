import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { checkKey } from '../http/access';
import { answers } from '../http/apiError';
import { queryAnswer, unknownAnswer } from '../tasks/answers';
import { listAnswer } from '../tasks/list';
import { taskAsOf } from '../tasks/taskAsOf';
import type { Context } from './context';

/** Query, list and cancel (ALI-TASK). */
export function addTaskRoutes(app: FastifyInstance, context: Context): void {
	const { settings, rates, queue, links } = context;
	const admit = (request: FastifyRequest, endpoint: string) => {
		checkKey(request, settings.keys);
		if (!rates.pass(endpoint, settings.taskRequestsPerSecond)) throw answers.tooFast();
	};

	app.get<{ Params: { id: string } }>(
		'/api/v1/tasks/:id',
		{ config: { endpoint: 'query' } },
		async (request) => {
			admit(request, 'query');
			const task = queue.find(request.params.id);
			if (!task) return unknownAnswer(request.params.id);
			const link = links.of(task.record);
			return queryAnswer(task.record, task.job, link && `${context.publicUrl()}${link}`);
		},
	);

	app.get<{ Querystring: Record<string, string | undefined> }>(
		'/api/v1/tasks',
		{ config: { endpoint: 'list' } },
		async (request) => {
			admit(request, 'list');
			const now = settings.clock.now();
			const shown = queue.list().flatMap((task) => taskAsOf(task, now - settings.listLagMs) ?? []);
			return listAnswer(shown, request.query, settings.region, now);
		},
	);

	app.post<{ Params: { id: string } }>(
		'/api/v1/tasks/:id/cancel',
		{ config: { endpoint: 'cancel' } },
		async (request) => {
			admit(request, 'cancel');
			if (!queue.cancel(request.params.id)) throw answers.notCancelable();
			return { request_id: randomUUID() };
		},
	);
}
