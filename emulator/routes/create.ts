import type { FastifyInstance } from 'fastify';
import { checkKey, keyIdOf } from '../http/access';
import { answers } from '../http/apiError';
import { openEnvelope, readJob } from '../request/read';
import { createAnswer } from '../tasks/answers';
import type { Context } from './context';

/** `POST /api/v1/services/aigc/video-generation/video-synthesis` */
export function addCreateRoute(app: FastifyInstance, { settings, rates, queue, faults }: Context): void {
	app.post(
		'/api/v1/services/aigc/video-generation/video-synthesis',
		{ config: { endpoint: 'create' } },
		async (request) => {
			const keyId = keyIdOf(checkKey(request, settings.keys));
			if (request.headers['x-dashscope-async'] !== 'enable') throw answers.notAsync();
			if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) throw answers.badBody();
			const envelope = openEnvelope(request.body);
			const name = settings.queueOf(envelope.model);
			if (!name) throw answers.unknownModel();
			if (!rates.pass(`create ${name}`, settings.submitsPerSecond(name))) throw answers.tooFast();
			const resolvesUploads = request.headers['x-dashscope-ossresourceresolve'] === 'enable';
			const job = readJob(envelope, name, resolvesUploads);
			return createAnswer(queue.accept(job, { name, keyId }, request.body, faults.takeForTask()));
		},
	);
}
