import { networkCodeOf } from '../../../nodes/WanVideoEdit/n8n/requests';

const error = (facts: object, cause?: unknown): Error =>
	Object.assign(new Error('with the key sk-secret', { cause }), facts);

describe('The network error code of an error', () => {
	it.each<[string, unknown, string]>([
		['its code', error({ code: 'ECONNRESET' }), 'ECONNRESET'],
		['the code of what caused it', error({}, error({}, error({ code: 'EPIPE' }))), 'EPIPE'],
		['what n8n made of it', error({ httpCode: 'ECONNREFUSED' }), 'ECONNREFUSED'],
		['no more than that it is gone, where there is none', error({ code: 5 }), 'connection lost'],
		['nothing that is no code', error({ code: 'sk-secret key' }), 'connection lost'],
		['nothing of what is no error', 'ECONNRESET', 'connection lost'],
		// A host can become unreachable during an open connection: the request may have arrived.
		['EHOSTUNREACH on a connection', error({ code: 'EHOSTUNREACH', syscall: 'read' }), 'EHOSTUNREACH'],
		['ENETUNREACH of which no more is known', error({ code: 'ENETUNREACH' }), 'ENETUNREACH'],
		[
			'EHOSTUNREACH before a connection',
			error({ code: 'EHOSTUNREACH' }, error({ code: 'EHOSTUNREACH', syscall: 'connect' })),
			'connect EHOSTUNREACH',
		],
		[
			'ENETUNREACH at all addresses',
			error(
				{ code: 'ENETUNREACH' },
				Object.assign(new AggregateError([error({ code: 'ENETUNREACH', syscall: 'connect' })]), {
					code: 'ENETUNREACH',
				}),
			),
			'connect ENETUNREACH',
		],
	])('is %s', (_, thrown, code) => {
		expect(networkCodeOf(thrown)).toBe(code);
	});
});
