import type { Endpoint } from '../http/requestLog';

interface When {
	/** Skip the first n requests (or accepted tasks) of that kind, counted from the moment of injection. */
	after?: number;
	/** How often it strikes; default 1, `Infinity` or -1 for always. */
	times?: number;
}

/** Requests that a fault can strike. */
export type FaultyEndpoint = Exclude<Endpoint, 'sample' | 'other'>;

/** What a fault does to a request. */
export type RequestFaultEffect =
	| {
			/** An error answer, in JSON, or XML at the storage paths. `accept`, not for those: the request is acted upon first. */
			kind: 'status';
			accept?: boolean;
			status: number;
			code?: string;
			message?: string;
			headers?: Record<string, string>;
	  }
	/** The connection is destroyed before the request is acted upon. */
	| { kind: 'reset' }
	/** The request is acted upon (a task is created!), then the connection is destroyed. */
	| { kind: 'lostAnswer' }
	/** The request is acted upon at once, the answer leaves later: real milliseconds, or those of the emulator's clock. */
	| { kind: 'delay'; ms: number }
	| { kind: 'delay'; providerMs: number }
	/** A raw body instead of the answer. `accept`: the request is acted upon first. */
	| { kind: 'body'; status?: number; body: string; contentType?: string; accept?: boolean }
	/**
	 * The real answer, cut after `bytes`. It announces its full length and the connection breaks; with `unnoticed`
	 * it announces the cut length, so that nothing but its text shows that something is missing.
	 */
	| { kind: 'truncate'; bytes: number; unnoticed?: boolean }
	/** Dotted paths replaced in the real JSON answer; undefined or null deletes the path. */
	| { kind: 'edit'; set: Record<string, unknown> }
	/**
	 * Acted upon, but the last answer that the same key got whole at the same endpoint is sent once more: for a query
	 * perhaps that of another task, for a create call the one with the previous ID. The real one where there is none.
	 */
	| { kind: 'duplicate' }
	/**
	 * Acted upon, but an earlier answer about the same thing overtakes the real one: for a query or a cancellation
	 * about the same task, for the list any page. `back` says how many answers earlier (default 1), at most the
	 * oldest that is remembered. The real one where there is none. Not for what has no earlier state: a create call.
	 */
	| { kind: 'reorder'; back?: number };

export type RequestFault = { on: FaultyEndpoint } & When & RequestFaultEffect;

/** What becomes of the next accepted task. Code and message may be missing: the provider does that. */
export type TaskFault = { on: 'task' } & When &
	({ kind: 'fail'; code?: string; message?: string } | { kind: 'vanish' } | { kind: 'suspend' });

export type Fault = RequestFault | TaskFault;

/** Endpoints that answer in JSON. */
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

/** Kinds that only some endpoints can have. */
const ONLY_ON: Partial<Record<RequestFault['kind'], readonly FaultyEndpoint[]>> = {
	edit: API_ENDPOINTS,
	duplicate: API_ENDPOINTS,
	reorder: ['query', 'list', 'cancel'],
};

/** The kinds of fault that can strike an endpoint. */
export const kindsFor = (on: FaultyEndpoint): ReadonlyArray<RequestFault['kind']> =>
	REQUEST_FAULT_KINDS.filter((kind) => ONLY_ON[kind]?.includes(on) ?? true);
