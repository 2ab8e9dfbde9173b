import { setImmediate as turn, setTimeout as realSleep } from 'node:timers/promises';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../clock';
import {
	API_ENDPOINTS,
	FAULTY_ENDPOINTS,
	STORAGE_ENDPOINTS,
	type FaultyEndpoint,
	type RequestFault,
} from '../faults/fault';
import type { FaultList } from '../faults/faultList';
import { PastAnswers } from '../faults/pastAnswers';
import { ApiError, StorageError } from './apiError';
import { cut } from './cut';

declare module 'fastify' {
	interface FastifyRequest {
		fault?: RequestFault;
	}
}

const API: readonly string[] = API_ENDPOINTS;
const STORAGE: readonly string[] = STORAGE_ENDPOINTS;
const FAULTY: readonly string[] = FAULTY_ENDPOINTS;

/** Code of an error response by default. */
const CODE = 'InternalError';
const MESSAGE = 'An injected fault.';

/** Applies faults before a request is executed, or between executing it and its response. */
export function addFaultHooks(app: FastifyInstance, faults: FaultList, clock: Clock): void {
	const past = new PastAnswers();
	app.decorateRequest('fault', undefined);

	app.addHook('preHandler', async (request, reply) => {
		const endpoint = request.record?.endpoint;
		if (!endpoint || !FAULTY.includes(endpoint)) return;
		const fault = faults.takeForRequest(endpoint as FaultyEndpoint);
		if (!fault) return;
		request.record!.fault = fault.kind;
		await strikeBefore(fault, request, reply);
	});

	app.addHook('onSend', async (request, reply, payload) => {
		const { fault, record } = request;
		if (!fault) {
			const isJson = record && API.includes(record.endpoint) && typeof payload === 'string';
			if (isJson && reply.statusCode === 200) past.keep(request, record, payload);
			return payload;
		}
		const earlier = pastAnswer(fault, request, past);
		if (earlier !== undefined) void reply.code(200);
		return await strikeAfter(fault, request, reply, earlier ?? payload, clock);
	});
}

/** The response that is sent instead of the actual one, if any. */
function pastAnswer(fault: RequestFault, request: FastifyRequest, past: PastAnswers): string | undefined {
	const { record } = request;
	if (!record) return undefined;
	if (fault.kind === 'duplicate') return past.last(request, record);
	return fault.kind === 'reorder' ? past.earlier(request, record, fault.back ?? 1) : undefined;
}

async function strikeBefore(
	fault: RequestFault,
	request: FastifyRequest,
	reply: FastifyReply,
): Promise<void> {
	switch (fault.kind) {
		case 'status': {
			if (fault.accept && !STORAGE.includes(fault.on)) break;
			const { status, code = CODE, message = MESSAGE, headers = {} } = fault;
			void reply.headers(headers);
			// A storage that answers while it is still being sent to may be taken for one that broke the connection.
			if (STORAGE.includes(fault.on)) await readToEnd(request);
			throw new (STORAGE.includes(fault.on) ? StorageError : ApiError)(status, code, message);
		}
		case 'reset':
			reply.hijack();
			cut(request, reply, 'reset');
			return;
		case 'body':
			if (fault.accept) break;
			await reply
				.code(fault.status ?? 200)
				.type(fault.contentType ?? 'text/html')
				.send(fault.body);
			return;
		case 'lostAnswer':
		case 'delay':
		case 'truncate':
		case 'edit':
		case 'duplicate':
		case 'reorder':
			break;
	}
	request.fault = fault;
}

async function readToEnd({ raw }: FastifyRequest): Promise<void> {
	if (raw.readableEnded || raw.destroyed) return;
	await new Promise((resolve) => raw.once('end', resolve).once('close', resolve).resume());
}

async function strikeAfter(
	fault: RequestFault,
	request: FastifyRequest,
	reply: FastifyReply,
	payload: unknown,
	clock: Clock,
): Promise<unknown> {
	switch (fault.kind) {
		case 'lostAnswer':
			if (payload instanceof Readable) payload.destroy();
			cut(request, reply, 'close');
			return '';
		case 'delay':
			await ('ms' in fault ? realSleep(fault.ms) : clock.sleep(fault.providerMs));
			return payload;
		case 'body':
			void reply
				.code(fault.status ?? 200)
				.type(fault.contentType ?? 'text/html')
				.removeHeader('content-length');
			return fault.body;
		case 'truncate':
			return truncated(fault, request, reply, payload);
		case 'edit':
			return typeof payload === 'string' ? edited(payload, fault.set) : payload;
		case 'status': {
			const { status, code = CODE, message = MESSAGE, headers = {} } = fault;
			void reply.code(status).headers(headers).removeHeader('content-length');
			return JSON.stringify(new ApiError(status, code, message).body());
		}
		case 'reset':
		case 'duplicate':
		case 'reorder':
			return payload;
	}
}

/** Sends the beginning, then closes the connection, unless the client must not notice. */
function truncated(
	{ bytes, unnoticed = false }: Extract<RequestFault, { kind: 'truncate' }>,
	request: FastifyRequest,
	reply: FastifyReply,
	payload: unknown,
): unknown {
	const whole = payload instanceof Readable ? undefined : Buffer.from(String(payload ?? ''));
	if (unnoticed) void reply.removeHeader('content-length');
	// Fastify sets the length of the payload that it gets.
	if (unnoticed && whole) return whole.subarray(0, bytes);
	if (whole) void reply.header('content-length', whole.length);
	const source = whole ? Readable.from([whole]) : (payload as Readable);
	return Readable.from(
		(async function* () {
			let sent = 0;
			for await (const chunk of source) {
				const part = (chunk as Buffer).subarray(0, bytes - sent);
				sent += part.length;
				if (part.length > 0) yield part;
				if (sent >= bytes) break;
			}
			source.destroy();
			if (unnoticed) return;
			// The data is written in the same turn: only after it can it be flushed.
			await turn();
			cut(request, reply, 'flush');
		})(),
	);
}

function edited(payload: string, set: Record<string, unknown>): string {
	const answer = JSON.parse(payload) as Record<string, unknown>;
	for (const [path, value] of Object.entries(set)) {
		const names = path.split('.');
		const last = names.pop() ?? path;
		let at: Record<string, unknown> = answer;
		for (const name of names) {
			if (typeof at[name] !== 'object' || at[name] === null) at[name] = {};
			at = at[name] as Record<string, unknown>;
		}
		if (value === undefined || value === null) delete at[last];
		else at[last] = value;
	}
	return JSON.stringify(answer);
}
