import type { FastifyRequest } from 'fastify';
import type { RequestRecord } from '../http/requestLog';

/** Maximum number of responses stored per thing, so that a day of queries does not accumulate. */
const MOST = 8;

/** Endpoints whose path names a task. */
const ABOUT_A_TASK: readonly string[] = ['query', 'cancel'];

/** Earlier responses without a fault. Each key has its own: clients do not mix. */
export class PastAnswers {
	private readonly answers = new Map<string, string[]>();

	/** The latest response of the same endpoint. */
	last(request: FastifyRequest, record: RequestRecord): string | undefined {
		return this.answers.get(ofEndpoint(request, record))?.at(-1);
	}

	/** The response this many requests ago about the same thing, limited to the oldest one stored. */
	earlier(request: FastifyRequest, record: RequestRecord, back: number): string | undefined {
		const known = this.answers.get(ofThing(request, record));
		return known?.[Math.max(0, known.length - back)];
	}

	keep(request: FastifyRequest, record: RequestRecord, answer: string): void {
		for (const key of new Set([ofEndpoint(request, record), ofThing(request, record)])) {
			const known = this.answers.get(key) ?? [];
			known.push(answer);
			if (known.length > MOST) known.shift();
			this.answers.set(key, known);
		}
	}
}

const ofEndpoint = ({ headers }: FastifyRequest, { endpoint }: RequestRecord): string =>
	`${headers.authorization} ${endpoint}`;

const ofThing = (request: FastifyRequest, record: RequestRecord): string =>
	ABOUT_A_TASK.includes(record.endpoint)
		? `${ofEndpoint(request, record)} ${record.path}`
		: ofEndpoint(request, record);
