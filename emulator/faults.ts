import type { Endpoint } from './http/requestLog';

interface When {
	/** Skip the first n requests (or accepted tasks) of that kind, counted from the moment of injection. */
	after?: number;
	/** How often it strikes; default 1, `Infinity` or -1 for always. */
	times?: number;
}

/** Requests that a fault can strike. */
export type FaultyEndpoint = Exclude<Endpoint, 'sample' | 'other'>;

export type RequestFault = { on: FaultyEndpoint } & When &
	(
		| {
				/** An error answer; the request is not acted upon. JSON, or XML at the storage paths. */
				kind: 'status';
				status: number;
				code?: string;
				message?: string;
				headers?: Record<string, string>;
		  }
		/** The connection is destroyed before the request is acted upon. */
		| { kind: 'reset' }
		/** The request is acted upon (a task is created!), then the connection is destroyed. */
		| { kind: 'lostAnswer' }
		/** The request is acted upon at once, the answer leaves `ms` real milliseconds later. */
		| { kind: 'delay'; ms: number }
		/** A raw body instead of the answer. `accept`: the request is acted upon first. */
		| { kind: 'body'; status?: number; body: string; contentType?: string; accept?: boolean }
		/** The real answer with its full content-length, cut after `bytes`. */
		| { kind: 'truncate'; bytes: number }
		/** Dotted paths replaced in the real JSON answer; undefined or null deletes the path. */
		| { kind: 'edit'; set: Record<string, unknown> }
	);

/** What becomes of the next accepted task. Code and message may be missing: the provider does that. */
export type TaskFault = { on: 'task' } & When &
	({ kind: 'fail'; code?: string; message?: string } | { kind: 'vanish' } | { kind: 'suspend' });

export type Fault = RequestFault | TaskFault;

interface Entry {
	readonly fault: Fault;
	seen: number;
	struck: number;
}

const left = ({ fault, struck }: Entry): boolean => {
	const times = fault.times ?? 1;
	return times < 0 || struck < times;
};

/** Faults in list order: the first one that is due strikes, and only that one. */
export class FaultList {
	private entries: Entry[] = [];

	add(fault: Fault): void {
		this.entries.push({ fault, seen: 0, struck: 0 });
	}

	clear(): void {
		this.entries = [];
	}

	takeForRequest(on: FaultyEndpoint): RequestFault | undefined {
		return this.take(on) as RequestFault | undefined;
	}

	takeForTask(): TaskFault | undefined {
		return this.take('task') as TaskFault | undefined;
	}

	private take(on: Fault['on']): Fault | undefined {
		const matching = this.entries.filter((entry) => entry.fault.on === on);
		const due = matching.find((entry) => entry.seen >= (entry.fault.after ?? 0) && left(entry));
		// Every fault counts every request, also one that another fault took: `after` means the n-th request.
		for (const entry of matching) entry.seen += 1;
		if (due) due.struck += 1;
		return due?.fault;
	}
}

const KINDS: Record<string, readonly string[]> = {
	request: ['status', 'reset', 'lostAnswer', 'delay', 'body', 'truncate', 'edit'],
	task: ['fail', 'vanish', 'suspend'],
};
const ENDPOINTS = ['create', 'query', 'list', 'cancel', 'policy', 'upload', 'result', 'bucket', 'task'];
const NEEDS: Record<string, readonly [field: string, type: string]> = {
	status: ['status', 'number'],
	delay: ['ms', 'number'],
	body: ['body', 'string'],
	truncate: ['bytes', 'number'],
	edit: ['set', 'object'],
};

/** Reads a fault that came from outside (command line, control surface). Throws an Error that says what is wrong. */
export function parseFault(value: unknown): Fault {
	if (typeof value !== 'object' || value === null) throw new Error('A fault is an object');
	const { on, kind } = value as { on?: unknown; kind?: unknown };
	if (typeof on !== 'string' || !ENDPOINTS.includes(on)) {
		throw new Error(`"on" must be one of ${ENDPOINTS.join(', ')}`);
	}
	const kinds = KINDS[on === 'task' ? 'task' : 'request'] ?? [];
	if (typeof kind !== 'string' || !kinds.includes(kind)) {
		throw new Error(`"kind" must be one of ${kinds.join(', ')} for "on": "${on}"`);
	}
	const [field, type] = NEEDS[kind] ?? [];
	if (field && typeof (value as Record<string, unknown>)[field] !== type) {
		throw new Error(`A fault of kind "${kind}" needs "${field}" (${type})`);
	}
	return value as Fault;
}
