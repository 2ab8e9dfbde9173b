import type { IExecuteFunctions } from 'n8n-workflow';
import { accountOf } from '../../nodes/WanVideoEdit/dashscope/account';
import { DashScope } from '../../nodes/WanVideoEdit/dashscope/client';
import type { ModelFamily } from '../../nodes/WanVideoEdit/dashscope/models';
import { type HttpResponse, type HttpRequest, noResponse } from '../../nodes/WanVideoEdit/dashscope/http';
import { parseTaskId, type TaskId } from '../../nodes/WanVideoEdit/dashscope/taskId';
import { LostCreate } from '../../nodes/WanVideoEdit/stages/submit/lostCreate';
import { type Clock, systemClock } from '../../nodes/WanVideoEdit/timing/clock';
import { recoverLostTask } from '../../nodes/WanVideoEdit/stages/submit/recoverLostTask';
import { AHEAD } from '../../nodes/WanVideoEdit/stages/concurrencyLimits';
import { type ItemRun, runOf } from '../../nodes/WanVideoEdit/run/openRun';
import type { RunBase } from '../../nodes/WanVideoEdit/stages/run';

/** A response as sent over the wire. Anything but a text is sent as JSON. */
export const answer = (
	status: number,
	body: unknown,
	headers: Readonly<Record<string, string>> = {},
): HttpResponse => ({
	kind: 'response',
	status,
	headers,
	text: typeof body === 'string' ? body : JSON.stringify(body),
});

export const lost = (reason: string): HttpResponse => noResponse(reason);

/** An upload permission for five minutes, as returned by getPolicy. */
export const permission = answer(200, {
	data: {
		policy: 'p',
		signature: 's',
		upload_dir: 'd',
		upload_host: 'https://storage.example.com',
		oss_access_key_id: 'k',
		expire_in_seconds: 300,
	},
});

type Answering = (request: HttpRequest) => HttpResponse | Promise<HttpResponse>;

/** Responses of the API, one per request. */
export type Script = ReadonlyArray<HttpResponse | Answering>;

/** An API with scripted responses, the last one repeated forever. It records its requests. */
export class ScriptedProvider {
	readonly requests: HttpRequest[] = [];

	/** Virtual time of each request. */
	readonly times: number[] = [];

	constructor(
		private readonly script: Script,
		private readonly clock?: VirtualClock,
	) {}

	readonly send = async (request: HttpRequest): Promise<HttpResponse> => {
		this.requests.push(request);
		this.times.push(this.clock?.now() ?? 0);
		const line = this.script[Math.min(this.requests.length, this.script.length) - 1];
		if (line === undefined) throw new Error('the script is empty');
		return typeof line === 'function' ? await line(request) : line;
	};

	/** Virtual milliseconds between the requests. */
	get gaps(): number[] {
		return this.times.slice(1).map((time, index) => time - this.times[index]!);
	}

	/** The requests in order. */
	get asked(): Endpoint[] {
		return this.requests.map(endpointOf);
	}
}

/** The kind of a request to the task API. */
export type Endpoint = 'create' | 'query' | 'list' | 'cancel';

export function endpointOf({ method, url }: HttpRequest): Endpoint {
	const [, rest] = /\/api\/v1\/tasks\/(.*)$/.exec(url) ?? [];
	if (rest === undefined) return 'create';
	if (method === 'POST') return 'cancel';
	return rest === '' ? 'list' : 'query';
}

/** A line of a script that responds by endpoint. Missing endpoints respond with 404. */
export const byEndpoint =
	(answers: Partial<Record<Endpoint, Answering>>): Answering =>
	async (request) =>
		(await answers[endpointOf(request)]?.(request)) ?? answer(404, { code: 'NotFound' });

/** The task ID of a query or a cancellation. */
export const idIn = ({ url }: HttpRequest): string => /tasks\/([^/]*)/.exec(url)?.[1] ?? '';

export const NOON = Date.parse('2026-11-20T12:00:00Z');

/**
 * Time that passes only by sleeping: when nothing else is left to do, it jumps to the end of the shortest
 * sleep.
 */
export class VirtualClock implements Clock {
	readonly sleeps: number[] = [];

	/** Called during every sleep, with its number from 1: a chance to click Stop. */
	onSleep: (count: number) => void = () => undefined;

	/** Since the start, however often the clock was set. */
	private elapsed = 0;

	private stepped = 0;

	private readonly sleepers = new Set<{ readonly until: number; readonly wake: () => void }>();
	private isTurning = false;

	constructor(
		private start = NOON,
		private readonly chance: number | (() => number) = 0.5,
	) {}

	now(): number {
		return this.start + this.elapsed;
	}

	date(): number {
		return this.now() + this.stepped;
	}

	/** Steps the wall clock, as NTP does. */
	step(ms: number): void {
		this.stepped += ms;
	}

	/** Changes the time, while sleeping callers sleep as long as before. */
	setBy(ms: number): void {
		this.start += ms;
	}

	random(): number {
		return typeof this.chance === 'number' ? this.chance : this.chance();
	}

	async sleep(ms: number, signal?: AbortSignal): Promise<void> {
		if (signal?.aborted) return;
		this.sleeps.push(ms);
		this.onSleep(this.sleeps.length);
		if (signal?.aborted) return;
		await new Promise<void>((resolve) => {
			const wake = () => {
				this.sleepers.delete(sleeper);
				signal?.removeEventListener('abort', wake);
				resolve();
			};
			const sleeper = { until: this.elapsed + Math.max(ms, 0), wake };
			this.sleepers.add(sleeper);
			signal?.addEventListener('abort', wake);
			this.turn();
		});
	}

	/** Everything else in progress runs first: a sleep is never shorter than a chain of promises. */
	private turn(): void {
		if (this.isTurning) return;
		this.isTurning = true;
		setImmediate(() => {
			this.isTurning = false;
			const [first, ...others] = this.sleepers;
			if (!first) return;
			const next = others.reduce((one, other) => (other.until < one.until ? other : one), first);
			this.elapsed = next.until;
			next.wake();
			if (this.sleepers.size > 0) this.turn();
		});
	}
}

let hosts = 0;

/** A host that no other test has used: model names are remembered per host. */
export const newHost = (): string => `https://host-${++hosts}.example.com`;

/** n8n's data about the execution. */
const EXECUTION = {
	getExecutionId: () => '1',
	getInputData: () => [{ json: {} }],
	getMode: () => 'trigger',
	getWorkflow: () => ({ id: 'w', name: 'Workflow', active: true }),
	logger: { debug() {}, info() {}, warn() {}, error() {} },
};

/** A run with a scripted API, in virtual time. */
export function runOver(
	script: Script,
	{
		clock = new VirtualClock(),
		host = newHost(),
		context = {},
	}: { clock?: VirtualClock; host?: string; context?: Partial<IExecuteFunctions> } = {},
) {
	const provider = new ScriptedProvider(script, clock);
	const stop = new AbortController();
	const base: RunBase = {
		context: { ...EXECUTION, ...context } as IExecuteFunctions,
		client: new DashScope(provider.send, host),
		clock,
		lineClock: systemClock,
		signal: stop.signal,
	};
	const run: ItemRun = runOf({ ...base, stop: stop.signal }, accountOf(host, 'sk-test'), {
		tasks: 5,
		starts: AHEAD,
	});
	return { run, provider, clock, stop, host };
}

export const MODEL = 'wan2.1-vace-plus';

export const idOf = (name: string) => parseTaskId(`task-${name}`) as TaskId;

/** A row of the task list, for a task created this many milliseconds after noon. */
export const rowOf = (name: string, after = 500, more: object = {}) => ({
	task_id: idOf(name),
	gmt_create: NOON + after,
	model_name: MODEL,
	status: 'RUNNING',
	...more,
});

/** A page of the task list. */
export const pageOf = (
	rows: readonly unknown[],
	headers?: Readonly<Record<string, string>>,
	total_page = 1,
) => answer(200, { data: rows, total_page }, headers);

export const LOST_MESSAGE = 'It is not known whether a task was created: the create request got HTTP 500';

/** A run in which the create request was sent at noon and lost, by default a second later. */
export function lostOver(script: Script, { ended = 1000, clock = new VirtualClock() } = {}) {
	const world = runOver(script, { clock });
	const details = { operation: 'outpaint', model: MODEL, httpStatus: 500, requestId: 'r-5' };
	/** Records a create request that is sent and ends this many milliseconds after noon. */
	const open = (sent: number, end?: number, family: ModelFamily = 'vace') => {
		const call = world.run.account.open(family, new VirtualClock(NOON + sent));
		if (end !== undefined) call.endedAt = NOON + end;
		return call;
	};
	const lose = () => new LostCreate(open(0, ended), LOST_MESSAGE, 'Alibaba Cloud says: later.', details);
	clock.setBy(ended);
	return { ...world, open, lose };
}

/** Searches for the task of a request that was sent at noon and lost a second later. */
export function adoptOver(
	script: Script,
	{ waits = true, hasPrompt = true, ended = 1000, clock = new VirtualClock() } = {},
) {
	const world = lostOver(script, { ended, clock });
	const begin = () => {
		const lostCall = world.lose();
		const request = { item: 3, prompt: hasPrompt ? 'A lady' : undefined };
		const work = recoverLostTask(lostCall, request, waits, world.run);
		work.catch(() => undefined);
		return { lostCall, work };
	};
	return { ...world, begin };
}
