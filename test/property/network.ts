import type { IHttpRequestOptions } from 'n8n-workflow';
import type { Emulator } from '../../emulator';
import { type ConnectionStage, errorAt } from './connection';
import { asEndpoint, type ApiEndpoint } from './endpoints';
import { PIECE_SECONDS, videoIn } from './film';
import type { Schedule } from './schedule';
import type { VirtualTime } from '../support/virtualTime';

/** A request of the node, and what the node received of its response. Times are the client's. */
export interface Exchange {
	/** Which of the runs sent it. */
	readonly run: number;
	/** Which execution of it: a number of its own. */
	readonly execution: number;
	/** Which of n8n's processes: it is started again after a crash. */
	readonly process: number;
	readonly endpoint: ApiEndpoint;
	readonly sentAt: number;
	/** Position among all sent and received messages: many have the same time. */
	readonly place: number;
	/** Of the item that a create call is for. */
	readonly seed?: number;
	/** Link to the video of a create call. */
	readonly video?: string;
	/** Where its connection failed. */
	readonly stage?: ConnectionStage;
	/** That a query or a cancellation is about. */
	readonly taskId?: string;
	/** JSON of a response that arrived completely and in time. */
	answer?: {
		readonly at: number;
		readonly place: number;
		readonly status: number;
		readonly body: unknown;
	};
}

export interface WireAnswer {
	readonly statusCode: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
}

export interface NetworkOptions {
	/** Milliseconds from the node to the API, always the same: requests keep their distance in time. */
	readonly upMs: number;
	/** Maximum milliseconds back. */
	readonly downMs: number;
	/** In [0, 1). */
	readonly random: () => number;
	readonly connection: Schedule['connection'];
	readonly faults: Schedule['faults'];
}

/** The sender of a request. */
export type Sender = Pick<Exchange, 'run' | 'execution' | 'process'>;

const coded = (code: string) => Object.assign(new Error(code), { code });

/** Passes requests from a node to an emulator in the same process, on virtual time, and records them all. */
export class Network {
	readonly exchanges: Exchange[] = [];
	/** What identifies the content of uploaded files, by link. */
	readonly uploads = new Map<string, string>();
	private places = 0;

	constructor(
		private readonly emulator: Emulator,
		private readonly time: VirtualTime,
		private readonly options: NetworkOptions,
	) {}

	/**
	 * Rejects with a code, like n8n's helper, when the timeout is reached, the connection breaks or the run
	 * is stopped.
	 */
	async send(
		sender: Sender,
		request: IHttpRequestOptions,
		key: string,
		stop?: AbortSignal,
	): Promise<WireAnswer> {
		if (stop?.aborted) throw coded('ERR_CANCELED');
		const stage = this.stageOf();
		const exchange: Exchange = {
			...sender,
			...(stage && { stage }),
			sentAt: this.time.now(),
			place: this.places++,
			...asEndpoint(request),
		};
		this.exchanges.push(exchange);
		const over = new AbortController();
		const timeout = this.time.sleep(request.timeout ?? 300_000, over.signal).then(
			() => Promise.reject(coded('ECONNABORTED')),
			() => new Promise<never>(() => undefined),
		);
		const stopped = new Promise<never>((_resolve, reject) => {
			stop?.addEventListener('abort', () => reject(coded('ERR_CANCELED')), { signal: over.signal });
		});
		// A sent request arrives, even if nobody waits for the response any longer.
		const travel = stage === undefined ? this.travel(request, key) : this.fail(stage, request, key);
		travel.catch(() => undefined);
		try {
			const answer = await Promise.race([travel, timeout, stopped]);
			exchange.answer = {
				at: this.time.now(),
				place: this.places++,
				status: answer.statusCode,
				body: parsed(answer.body),
			};
			return answer;
		} finally {
			// The default reason would be an exception with a stack, a hundred times per play.
			over.abort('over');
		}
	}

	/** The stage at which the connection of the next request fails, if it does. */
	private stageOf(): ConnectionStage | undefined {
		const { random, connection } = this.options;
		if (connection.rate === 0 || random() >= connection.rate) return undefined;
		const stage = connection.stages[Math.floor(random() * connection.stages.length)];
		// A response that was never received, and is repeated for another request, could not be
		// distinguished.
		const comesAgain = this.options.faults.kinds.includes('duplicate');
		return stage === 'lostOnTheWayBack' && comesAgain ? 'lostOnItsWay' : stage;
	}

	private async fail(stage: ConnectionStage, request: IHttpRequestOptions, key: string): Promise<never> {
		await this.time.sleep(this.options.upMs);
		if (stage === 'lostOnTheWayBack') await this.travel(request, key);
		throw errorAt(stage);
	}

	private async travel({ method, url, qs, headers, body }: IHttpRequestOptions, key: string) {
		const { upMs, downMs, random } = this.options;
		const query = new URLSearchParams(
			Object.entries(qs ?? {}).map(([name, value]) => [name, String(value)] as [string, string]),
		).toString();
		await this.time.sleep(upMs);
		const answer = await this.emulator.dispatch({
			method: method as 'GET' | 'POST',
			url: query === '' ? url : `${url}?${query}`,
			headers: { ...(headers as Record<string, string>), authorization: `Bearer ${key}` },
			body: body as string | undefined,
		});
		await this.time.sleep(downMs * random());
		const text = this.withLength(answer.body.toString(), url);
		return { statusCode: answer.status, headers: answer.headers, body: text };
	}

	/** The emulator does not read uploaded files here: it takes the length of a sample for theirs. */
	private withLength(text: string, url: string): string {
		const [, id] = /\/tasks\/([^/?]+)$/.exec(url) ?? [];
		const task = id === undefined ? undefined : this.emulator.tasks.find((one) => one.id === id);
		if (task === undefined || !this.uploads.has(videoIn(task.body) ?? '')) return text;
		return text.replace(/("input_video_duration":)[\d.]+/, `$1${PIECE_SECONDS}`);
	}
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
