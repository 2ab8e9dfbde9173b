import type { IExecuteFunctions } from 'n8n-workflow';
import { DashScope } from '../../nodes/WanVideoEdit/dashscope/client';
import { type HttpAnswer, type HttpRequest, noAnswer } from '../../nodes/WanVideoEdit/dashscope/http';
import type { Clock } from '../../nodes/WanVideoEdit/n8n/clock';
import type { PlacingRun } from '../../nodes/WanVideoEdit/placement/placement';
import { placementsOf } from '../../nodes/WanVideoEdit/placement/placements';
import type { Run } from '../../nodes/WanVideoEdit/stages/run';

/** An answer as it comes over the wire. Anything but a text is sent as JSON. */
export const answer = (
	status: number,
	body: unknown,
	headers: Readonly<Record<string, string>> = {},
): HttpAnswer => ({
	kind: 'answered',
	status,
	headers,
	text: typeof body === 'string' ? body : JSON.stringify(body),
});

export const lost = (reason: string): HttpAnswer => noAnswer(reason);

/** A provider that answers by a script, the last line of it for ever, and keeps what it was asked. */
export class ScriptedProvider {
	readonly requests: HttpRequest[] = [];

	/** Virtual time of each request. */
	readonly times: number[] = [];

	constructor(
		private readonly script: ReadonlyArray<HttpAnswer | (() => HttpAnswer | Promise<HttpAnswer>)>,
		private readonly clock?: VirtualClock,
	) {}

	readonly send = async (request: HttpRequest): Promise<HttpAnswer> => {
		this.requests.push(request);
		this.times.push(this.clock?.now() ?? 0);
		const line = this.script[Math.min(this.requests.length, this.script.length) - 1];
		if (line === undefined) throw new Error('the script is empty');
		return typeof line === 'function' ? await line() : line;
	};

	/** Virtual milliseconds between the requests. */
	get gaps(): number[] {
		return this.times.slice(1).map((time, index) => time - this.times[index]!);
	}
}

export const NOON = Date.parse('2026-11-20T12:00:00Z');

/** Time that passes by sleeping only. */
export class VirtualClock implements Clock {
	readonly sleeps: number[] = [];

	/** Called during every sleep, with its number from 1: a chance to press Stop. */
	onSleep: (count: number) => void = () => undefined;

	constructor(
		private time = NOON,
		private readonly chance = 0.5,
	) {}

	now(): number {
		return this.time;
	}

	random(): number {
		return this.chance;
	}

	async sleep(ms: number, signal?: AbortSignal): Promise<void> {
		if (signal?.aborted) return;
		this.sleeps.push(ms);
		this.onSleep(this.sleeps.length);
		// Whatever is under way gets its turn first: a sleep is never shorter than a chain of promises.
		await new Promise((resolve) => setImmediate(resolve));
		if (signal?.aborted) return;
		this.time += ms;
	}
}

let hosts = 0;

/** A host that no other test has talked to: model names are remembered per host. */
export const newHost = (): string => `https://host-${++hosts}.example.com`;

/** A run over a scripted provider, in virtual time. */
export function runOver(
	script: ReadonlyArray<HttpAnswer | (() => HttpAnswer | Promise<HttpAnswer>)>,
	{ clock = new VirtualClock(), host = newHost() } = {},
) {
	const provider = new ScriptedProvider(script, clock);
	const stop = new AbortController();
	const base: PlacingRun = {
		context: {} as IExecuteFunctions,
		client: new DashScope(provider.send, host),
		clock,
		signal: stop.signal,
	};
	const run: Run = { ...base, created: [], placements: placementsOf(base) };
	return { run, provider, clock, stop, host };
}
