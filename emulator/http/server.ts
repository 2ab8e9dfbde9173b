import multipart from '@fastify/multipart';
import Fastify, { type FastifyError, type FastifyInstance, type FastifyRequest } from 'fastify';
import { WAN27 } from '../../nodes/WanVideoEdit/dashscope/limits';
import { WAN27_MEDIA } from '../../nodes/WanVideoEdit/media/limits';
import type { Context } from '../routes/context';
import { addBucketRoutes, isForMissingBucket, refuseMissingBucket } from '../routes/bucket';
import { addControlRoutes } from '../routes/control';
import { addCreateRoute } from '../routes/create';
import { addSampleRoute } from '../routes/samples';
import { addStorageRoutes } from '../routes/storage';
import { addTaskRoutes } from '../routes/tasks';
import { answers, ApiError, StorageError } from './apiError';
import { wasCut } from './cut';
import { addFaultHooks } from './faultHooks';
import { addHostCheck } from './hostCheck';
import { recordOf, type Endpoint, type RequestRecord } from './requestLog';

/** Enough for all reference images as base64 (four thirds of their bytes) and the rest of the request. */
const BODY_LIMIT = Math.ceil(WAN27.referenceImages.max * WAN27_MEDIA.image.maxBytes * (4 / 3)) + 1024 * 1024;

/**
 * The HTTP server, not yet listening. `onAnswer` is called for every request when its response has been
 * sent.
 */
export async function buildServer(
	context: Context,
	onAnswer: (record: RequestRecord) => void,
): Promise<FastifyInstance> {
	const app = Fastify({
		bodyLimit: BODY_LIMIT,
		forceCloseConnections: true,
		routerOptions: { ignoreTrailingSlash: true },
	});

	addHostCheck(app, context.url);

	// Kept as text if it is not JSON: the route rejects it in Alibaba Cloud's words.
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', { parseAs: 'string' }, async (_request: unknown, text: string) => {
		try {
			return JSON.parse(text) as unknown;
		} catch {
			return text;
		}
	});
	await app.register(multipart, { throwFileSizeLimit: false, limits: { fileSize: Number.MAX_SAFE_INTEGER } });
	await recordRequests(app, context, onAnswer);
	// By the API's clock, and before faults: a delayed response keeps the date when it was written.
	app.addHook('onSend', async (_request, reply, payload) => {
		void reply.header('date', new Date(context.settings.clock.now()).toUTCString());
		return payload;
	});
	addFaultHooks(app, context.faults, context.settings.clock);

	app.setNotFoundHandler({ preHandler: async () => {} }, async (request, reply) => {
		if (isForMissingBucket(request)) refuseMissingBucket(request, context);
		const error = answers.notFound();
		return reply.code(error.status).send(error.body());
	});
	app.setErrorHandler(async (error: FastifyError | ApiError | StorageError, request, reply) => {
		if (error instanceof StorageError) {
			const body = error.body();
			// A response to HEAD has no body: the storage sends the error in a header, as base64.
			if (request.method === 'HEAD') void reply.header('x-oss-err', Buffer.from(body).toString('base64'));
			return reply.code(error.status).type('application/xml').send(body);
		}
		const known =
			error instanceof ApiError
				? error
				: new ApiError(error.statusCode ?? 500, 'InternalError', error.message);
		return reply.code(known.status).type('application/json').send(known.body());
	});

	addSampleRoute(app, context);
	addCreateRoute(app, context);
	addTaskRoutes(app, context);
	addStorageRoutes(app, context);
	addBucketRoutes(app, context);
	addControlRoutes(app, context);
	return app;
}

function endpointOfUnknownPath(request: FastifyRequest): Endpoint | undefined {
	if (!request.is404) return undefined;
	return isForMissingBucket(request) ? 'bucket' : 'other';
}

async function recordRequests(
	app: FastifyInstance,
	{ requests, settings }: Context,
	onAnswer: (record: RequestRecord) => void,
): Promise<void> {
	app.decorateRequest('record', undefined);
	app.decorateRequest('permit', undefined);
	app.addHook('onRequest', async (request) => {
		const endpoint = request.routeOptions.config.endpoint ?? endpointOfUnknownPath(request);
		if (!endpoint) return;
		request.record = recordOf(request, endpoint, settings.clock.now());
		requests.push(request.record);
	});
	app.addHook('preHandler', async (request) => {
		if (request.record) request.record.body ??= request.body ?? undefined;
	});
	app.addHook('onResponse', async (request, reply) => {
		const { record } = request;
		if (!record) return;
		if (!wasCut(request.raw)) record.status = reply.statusCode;
		onAnswer(record);
	});
}
