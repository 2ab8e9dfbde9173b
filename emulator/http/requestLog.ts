import type { FastifyRequest } from 'fastify';

export type Endpoint =
	'create' | 'query' | 'list' | 'cancel' | 'policy' | 'upload' | 'result' | 'bucket' | 'sample' | 'other';

/** Body of an upload: the form in its order, and what the file held. */
export interface UploadBody {
	/** Every field of the form, in the order in which it came; `file` included. */
	fields: string[];
	fileName?: string;
	bytes?: number;
	sha256?: string;
}

/** Body of a PUT into the bucket: what it held, counted also where it broke off. */
export interface ObjectBody {
	bytes: number;
	/** Of the whole body; absent where it broke off. */
	sha256?: string;
}

/** One request that the emulator was asked. The control surface is not recorded. */
export interface RequestRecord {
	readonly endpoint: Endpoint;
	readonly method: string;
	/** Without the query. */
	readonly path: string;
	readonly query: Readonly<Record<string, unknown>>;
	/** As received, names in lower case. */
	readonly headers: Readonly<Record<string, string | string[] | undefined>>;
	/** Parsed JSON; the text, where it was no JSON; `UploadBody` for an upload, `ObjectBody` for a PUT. */
	body?: unknown;
	/** Status of the answer; null as long as none has left, and for good if the connection was cut. */
	status: number | null;
	/** Provider time of arrival, epoch milliseconds. */
	readonly at: number;
	/** The kind of the fault that struck it. */
	fault?: string;
}

declare module 'fastify' {
	interface FastifyContextConfig {
		/** What the route counts as. Routes without one are not recorded. */
		endpoint?: Endpoint;
	}
	interface FastifyRequest {
		record?: RequestRecord;
	}
}

export function recordOf(request: FastifyRequest, endpoint: Endpoint, at: number): RequestRecord {
	return {
		endpoint,
		method: request.method,
		path: request.url.split('?')[0] ?? request.url,
		query: { ...(request.query as Record<string, unknown>) },
		headers: { ...request.headers },
		status: null,
		at,
	};
}
