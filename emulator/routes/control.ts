import type { FastifyInstance } from 'fastify';
import type { Fault } from '../faults/fault';
import { parseFault } from '../faults/parseFault';
import { invalidParameter } from '../http/apiError';
import { withoutSecrets } from '../http/hideSecrets';
import type { Endpoint } from '../http/requestLog';
import type { Context } from './context';

/** The API to control an emulator in another process. Its requests are not recorded. */
export function addControlRoutes(
	app: FastifyInstance,
	{ requests, tasks, queue, faults, settings }: Context,
): void {
	const shown = (records: readonly unknown[]) =>
		withoutSecrets(records, requests, [...settings.keys, settings.bucket.accessKeySecret]);

	app.get('/emulator/state', async () => {
		queue.settle();
		const counts: Partial<Record<Endpoint, number>> = {};
		for (const { endpoint } of requests) counts[endpoint] = (counts[endpoint] ?? 0) + 1;
		return { now: settings.clock.now(), region: settings.region, counts, tasks: shown(tasks) };
	});

	app.get('/emulator/requests', async () => shown(requests));

	app.post('/emulator/faults', async (request) => {
		const { body } = request;
		const list: unknown[] = Array.isArray(body) ? body : [body];
		const added = list.map(parse);
		for (const fault of added) faults.add(fault);
		return { added: added.length };
	});

	app.delete('/emulator/faults', async (_request, reply) => {
		faults.clear();
		return reply.code(204).send();
	});

	app.post<{ Body: { advanceMs?: unknown } | null }>('/emulator/clock', async (request) => {
		const advanceMs = request.body?.advanceMs;
		if (typeof advanceMs !== 'number' || !(advanceMs >= 0)) {
			throw invalidParameter('advanceMs must be a number of milliseconds, 0 or more.');
		}
		settings.clientClock.advance(advanceMs);
		return { now: settings.clock.now() };
	});
}

function parse(value: unknown): Fault {
	try {
		return parseFault(value);
	} catch (error) {
		throw invalidParameter((error as Error).message);
	}
}
