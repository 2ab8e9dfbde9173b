import type { FastifyRequest } from 'fastify';

export type Endpoint =
	'create' | 'query' | 'list' | 'cancel' | 'policy' | 'upload' | 'result' | 'bucket' | 'sample' | 'other';

/** Body of an upload: the form fields in order, and the content of the file. */
export interface UploadBody {
	/** Every field of the form in order, including `file`. */
	fields: string[];
	fileName?: string;
	bytes?: number;
	sha256?: string;
}

/** Body of a PUT into the bucket: its size, even if it was cut off. */
export interface ObjectBody {
	bytes: number;
	/** Of the complete body; missing if it was cut off. */
	sha256?: string;
}

/** A request to the emulator. The control API is not recorded. */
export interface RequestRecord {
	readonly endpoint: Endpoint;
	readonly method: string;
	/** Without the query. */
	readonly path: string;
	readonly query: Readonly<Record<string, unknown>>;
	/** As received, names in lower case. */
	readonly headers: Readonly<Record<string, string | string[] | undefined>>;
	/** Parsed JSON, or text if it is not JSON; `UploadBody` for an upload, `ObjectBody` for a PUT. */
	body?: unknown;
	/** Status of the response; null until one was sent, and forever if the connection was closed. */
	status: number | null;
	/** API time of arrival, epoch milliseconds. */
	readonly at: number;
	/** The kind of the fault that applied to it. */
	fault?: string;
}

declare module 'fastify' {
	interface FastifyContextConfig {
		/** The endpoint of the route. Routes without one are not recorded. */
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
