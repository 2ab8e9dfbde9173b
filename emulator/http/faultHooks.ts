import { setTimeout as realSleep } from 'node:timers/promises';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { FaultList, FaultyEndpoint, RequestFault } from '../faults';
import { ApiError, StorageError } from './apiError';

declare module 'fastify' {
	interface FastifyRequest {
		fault?: RequestFault;
	}
}

/** Endpoints that speak the object storage's language. */
const STORAGE: readonly string[] = ['upload', 'result', 'bucket'];
const FAULTY: readonly string[] = ['create', 'query', 'list', 'cancel', 'policy', ...STORAGE];

/** Lets faults strike before a request is acted upon, or between the deed and its answer. */
export function addFaultHooks(app: FastifyInstance, faults: FaultList): void {
	app.decorateRequest('fault', undefined);

	app.addHook('preHandler', async (request, reply) => {
		const endpoint = request.record?.endpoint;
		if (!endpoint || !FAULTY.includes(endpoint)) return;
		const fault = faults.takeForRequest(endpoint as FaultyEndpoint);
		if (fault) await strikeBefore(fault, request, reply);
	});

	app.addHook('onSend', async (request, reply, payload) => {
		const { fault } = request;
		return fault ? await strikeAfter(fault, request, reply, payload) : payload;
	});
}

async function strikeBefore(
	fault: RequestFault,
	request: FastifyRequest,
	reply: FastifyReply,
): Promise<void> {
	switch (fault.kind) {
		case 'status': {
			const { status, code = 'InternalError', message = 'An injected fault.', headers = {} } = fault;
			void reply.headers(headers);
			throw new (STORAGE.includes(fault.on) ? StorageError : ApiError)(status, code, message);
		}
		case 'reset':
			reply.hijack();
			request.raw.socket.resetAndDestroy();
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
			break;
	}
	request.fault = fault;
}

async function strikeAfter(
	fault: RequestFault,
	request: FastifyRequest,
	reply: FastifyReply,
	payload: unknown,
): Promise<unknown> {
	switch (fault.kind) {
		case 'lostAnswer':
			if (payload instanceof Readable) payload.destroy();
			request.raw.socket.destroy();
			return '';
		case 'delay':
			await realSleep(fault.ms);
			return payload;
		case 'body':
			void reply
				.code(fault.status ?? 200)
				.type(fault.contentType ?? 'text/html')
				.removeHeader('content-length');
			return fault.body;
		case 'truncate':
			return truncated(fault.bytes, request, reply, payload);
		case 'edit':
			return typeof payload === 'string' ? edited(payload, fault.set) : payload;
		case 'status':
		case 'reset':
			return payload;
	}
}

/** Announces the whole length, sends the beginning, then cuts the connection. */
function truncated(bytes: number, request: FastifyRequest, reply: FastifyReply, payload: unknown): Readable {
	const source = payload instanceof Readable ? payload : Readable.from([Buffer.from(String(payload ?? ''))]);
	if (!(payload instanceof Readable)) {
		void reply.header('content-length', Buffer.byteLength(String(payload ?? '')));
	}
	const { socket } = request.raw;
	if (request.record) request.record.status = null;
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
			// Gives the bytes time to leave; a destroyed socket would throw them away.
			await realSleep(30);
			socket.destroy();
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
