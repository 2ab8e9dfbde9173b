import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isInjection } from 'light-my-request';
import { ApiError } from './apiError';

/** Names and addresses that always lead to this machine, whatever DNS says. */
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i;

/**
 * Admits only requests that name this machine: the host name of a malicious page may resolve to it (DNS
 * rebinding), and the page could then read everything that is served.
 * @param url address of the emulator, known once it listens
 */
export function addHostCheck(app: FastifyInstance, url: () => string): void {
	app.addHook('onRequest', async (request) => {
		// Without a socket, it comes from this process.
		if (isInjection(request.raw) || isOwn(request, new URL(url()))) return;
		const { port } = new URL(url());
		throw new ApiError(421, 'InvalidHost', `This is 127.0.0.1:${port} and localhost:${port} only.`);
	});
}

function isOwn({ headers }: FastifyRequest, { port: own }: URL): boolean {
	const [, name = '', port = '80'] = /^(.*?)(?::(\d+))?$/.exec(headers.host ?? '') ?? [];
	return LOOPBACK.test(name) && port === (own || '80');
}
