import type { Endpoint } from '../http/requestLog';

interface When {
	/** Skip the first n requests (or accepted tasks) of that kind, counted from the moment of injection. */
	after?: number;
	/** How often it applies; default 1, `Infinity` or -1 for always. */
	times?: number;
}

/** Endpoints that can have faults. */
export type FaultyEndpoint = Exclude<Endpoint, 'sample' | 'other'>;

/** Effect of a fault on a request. */
export type RequestFaultEffect =
	| {
			/**
			 * An error response in JSON, or XML at the storage paths. `accept`, not for those: the request is
			 * executed first.
			 */
			kind: 'status';
			accept?: boolean;
			status: number;
			code?: string;
			message?: string;
			headers?: Record<string, string>;
	  }
	/** The connection is closed before the request is executed. */
	| { kind: 'reset' }
	/** The request is executed (a task is created!), then the connection is closed. */
	| { kind: 'lostAnswer' }
	/**
	 * The request is executed at once, the response is sent later: in real milliseconds, or those of the
	 * emulator's clock.
	 */
	| { kind: 'delay'; ms: number }
	| { kind: 'delay'; providerMs: number }
	/** A raw body instead of the response. `accept`: the request is executed first. */
	| { kind: 'body'; status?: number; body: string; contentType?: string; accept?: boolean }
	/**
	 * The actual response, cut after `bytes`. It announces its full length and the connection breaks. With
	 * `unnoticed`, it announces the cut length, so that only its text shows that something is missing.
	 */
	| { kind: 'truncate'; bytes: number; unnoticed?: boolean }
	/** Dotted paths replaced in the actual JSON response; undefined or null deletes the path. */
	| { kind: 'edit'; set: Record<string, unknown> }
	/**
	 * The request is executed, but the last complete response to the same key at the same endpoint is sent
	 * again: for a query possibly that of another task, for a create request the one with the previous ID.
	 * The actual response if there is none.
	 */
	| { kind: 'duplicate' }
	/**
	 * The request is executed, but an earlier response about the same thing overtakes the actual one: for a
	 * query or a cancellation about the same task, for the list any page. `back` is how many responses
	 * earlier (default 1), limited to the oldest one stored. The actual response if there is none. Not for
	 * create requests, which have no earlier state.
	 */
	| { kind: 'reorder'; back?: number };

export type RequestFault = { on: FaultyEndpoint } & When & RequestFaultEffect;

/** What happens to the next accepted task. Code and message may be missing, as in the real API. */
export type TaskFault = { on: 'task' } & When &
	({ kind: 'fail'; code?: string; message?: string } | { kind: 'vanish' } | { kind: 'suspend' });

export type Fault = RequestFault | TaskFault;

/** Endpoints with JSON responses. */
export const API_ENDPOINTS = ['create', 'query', 'list', 'cancel', 'policy'] as const;
/** Endpoints of the object storage: XML and files. */
export const STORAGE_ENDPOINTS = ['upload', 'result', 'bucket'] as const;
export const FAULTY_ENDPOINTS: readonly FaultyEndpoint[] = [...API_ENDPOINTS, ...STORAGE_ENDPOINTS];

export const REQUEST_FAULT_KINDS: ReadonlyArray<RequestFault['kind']> = [
	'status',
	'reset',
	'lostAnswer',
	'delay',
	'body',
	'truncate',
	'edit',
	'duplicate',
	'reorder',
];
export const TASK_FAULT_KINDS: ReadonlyArray<TaskFault['kind']> = ['fail', 'vanish', 'suspend'];

/** Kinds that only some endpoints support. */
const ONLY_ON: Partial<Record<RequestFault['kind'], readonly FaultyEndpoint[]>> = {
	edit: API_ENDPOINTS,
	duplicate: API_ENDPOINTS,
	reorder: ['query', 'list', 'cancel'],
};

/** The kinds of fault that an endpoint supports. */
export const kindsFor = (on: FaultyEndpoint): ReadonlyArray<RequestFault['kind']> =>
	REQUEST_FAULT_KINDS.filter((kind) => ONLY_ON[kind]?.includes(on) ?? true);
