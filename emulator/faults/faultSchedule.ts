import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import {
	FAULTY_ENDPOINTS,
	kindsFor,
	REQUEST_FAULT_KINDS,
	type FaultyEndpoint,
	type RequestFault,
	type RequestFaultEffect,
} from './fault';

/** Random faults that are the same for the same seed. */
export interface FaultScheduleOptions {
	/** An integer. */
	seed: number;
	/** Share of the requests with a fault, 0 to 1. */
	rate: number;
	/** Default: all. An endpoint gets those that it supports. */
	kinds?: ReadonlyArray<RequestFault['kind']>;
	/** Default: all. */
	endpoints?: readonly FaultyEndpoint[];
}

/** A number in [0, 1). */
type Draw = () => number;

const oneOf = <Value>(values: readonly Value[], draw: Draw): Value =>
	values[Math.floor(draw() * values.length)] as Value;

/** Only temporary errors: a permanent one would end everything at once. */
const STATUSES: ReadonlyArray<Omit<Extract<RequestFaultEffect, { kind: 'status' }>, 'kind'>> = [
	{ status: 500, code: 'InternalError' },
	{ status: 503, code: 'ModelUnavailable' },
	{ status: 504, code: 'RequestTimeOut' },
	{ status: 408, code: 'RequestTimeOut' },
	{ status: 429, code: 'Throttling.RateQuota' },
	{ status: 429, code: 'Throttling.RateQuota', headers: { 'retry-after': '3' } },
];

/** Shorter and longer than clients' timeouts. */
const DELAYS_MS: readonly number[] = [200, 1_500, 8_000, 45_000, 150_000];

const BODIES: ReadonlyArray<Omit<Extract<RequestFaultEffect, { kind: 'body' }>, 'kind'>> = [
	{ status: 502, body: '<html>Bad Gateway</html>' },
	{ status: 200, body: '<html>Please sign in</html>' },
	{ status: 200, body: '' },
	{ status: 200, body: '{"output":', contentType: 'application/json' },
	{ status: 200, body: 'null', contentType: 'application/json' },
	{ status: 200, body: '{}', contentType: 'application/json' },
];

/** Shorter than the shortest response, so that something is always missing. */
const MOST_BYTES = 40;

const NO_REQUEST_ID = { request_id: null };
const EDITS: Readonly<Record<string, ReadonlyArray<Record<string, unknown>>>> = {
	create: [{ 'output.task_id': null }, { output: null }, { 'output.task_status': null }, NO_REQUEST_ID],
	query: [
		{ output: null },
		{ 'output.task_status': null },
		{ 'output.task_status': 'FROZEN' },
		{ 'output.submit_time': null },
		{ usage: null },
		NO_REQUEST_ID,
	],
	list: [{ data: null }, { data: [] }, { total: null, total_page: null }, NO_REQUEST_ID],
};

/** How the details of each kind are chosen. */
const EFFECTS: Readonly<
	Record<RequestFault['kind'], (on: FaultyEndpoint, draw: Draw) => RequestFaultEffect>
> = {
	status: (_on, draw) => {
		const answer = oneOf(STATUSES, draw);
		// Only a server error or a gateway's timeout leaves open whether the request was executed.
		const isOpen = answer.status >= 500 || answer.status === 408;
		return { kind: 'status', ...answer, ...(isOpen && draw() < 0.5 ? { accept: true } : {}) };
	},
	reset: () => ({ kind: 'reset' }),
	lostAnswer: () => ({ kind: 'lostAnswer' }),
	delay: (_on, draw) => ({ kind: 'delay', providerMs: oneOf(DELAYS_MS, draw) }),
	body: (_on, draw) => ({ kind: 'body', ...oneOf(BODIES, draw), accept: draw() < 0.5 }),
	truncate: (_on, draw) => ({
		kind: 'truncate',
		bytes: Math.floor(draw() * MOST_BYTES),
		unnoticed: draw() < 0.5,
	}),
	edit: (on, draw) => ({ kind: 'edit', set: oneOf(EDITS[on] ?? [NO_REQUEST_ID], draw) }),
	duplicate: () => ({ kind: 'duplicate' }),
	reorder: (_on, draw) => ({ kind: 'reorder', back: 1 + Math.floor(draw() * 4) }),
};

/** Draws per request: whether, which kind, and two details. */
const DRAWS = 4;

/**
 * Draws a fault, or none, for each request. Each endpoint has its own generator and each request takes the
 * same number of draws from it: for a seed, the n-th request of an endpoint always has the same fault.
 */
export class FaultSchedule {
	private readonly drawOf = new Map<FaultyEndpoint, Draw>();
	private readonly kindsOf = new Map<FaultyEndpoint, ReadonlyArray<RequestFault['kind']>>();

	/** Throws a RangeError if an option is invalid. */
	constructor(private readonly options: FaultScheduleOptions) {
		const { seed, rate, kinds = REQUEST_FAULT_KINDS, endpoints = FAULTY_ENDPOINTS } = options;
		if (!Number.isSafeInteger(seed))
			throw new RangeError(`The fault seed must be a whole number, not ${seed}`);
		if (!(rate >= 0 && rate <= 1)) throw new RangeError(`The fault rate must be in [0, 1], not ${rate}`);
		for (const on of endpoints) {
			const place = FAULTY_ENDPOINTS.indexOf(on);
			const possible = kindsFor(on).filter((kind) => kinds.includes(kind));
			if (place < 0 || possible.length === 0) continue;
			this.drawOf.set(on, drawFrom(seed, place));
			this.kindsOf.set(on, possible);
		}
	}

	draw(on: FaultyEndpoint): RequestFault | undefined {
		const next = this.drawOf.get(on);
		const kinds = this.kindsOf.get(on);
		if (!next || !kinds) return undefined;
		const [strikes = 1, ...particulars] = Array.from({ length: DRAWS }, next);
		if (strikes >= this.options.rate) return undefined;
		const draw = () => particulars.shift() ?? 0;
		return { on, ...EFFECTS[oneOf(kinds, draw)](on, draw) };
	}
}

function drawFrom(seed: number, stream: number): Draw {
	// Adjacent seeds start alike: the first numbers are discarded.
	const generator = xoroshiro128plus(Math.imul(seed ^ Math.imul(stream + 1, 0x9e3779b1), 0x85ebca6b));
	for (let index = 0; index < 16; index += 1) generator.next();
	return () => (generator.next() + 2 ** 31) / 2 ** 32;
}
