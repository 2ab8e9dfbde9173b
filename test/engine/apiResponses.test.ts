import '../support/engine-environment';
import { OutboundHttp } from '@n8n/backend-network';
import { Container } from '@n8n/di';
import 'n8n-core';
import { NodeApiError, type IExecuteFunctions, type IHttpRequestOptions, type INode } from 'n8n-workflow';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { DashScope } from '../../nodes/WanVideoEdit/dashscope/client';
import type { Clock } from '../../nodes/WanVideoEdit/timing/clock';
import { sendThrough } from '../../nodes/WanVideoEdit/n8n/requests';
import { until } from '../support/until';

const MB = 1024 * 1024;
const BODY = { model: 'm', input: {} } as never;

type Answering = (response: http.ServerResponse) => void;

/** A host that responds as a test requires, and counts the bytes sent. */
class Host {
	answering: Answering = (response) => response.end('{}');
	sent = 0;
	closed = 0;
	private readonly server = http.createServer((request, response) => {
		request.resume();
		response.on('close', () => this.closed++).on('error', () => undefined);
		this.answering(response);
	});

	async start(): Promise<string> {
		this.server.listen(0, '127.0.0.1');
		await once(this.server, 'listening');
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	async close(): Promise<void> {
		this.server.closeAllConnections();
		this.server.close();
		await once(this.server, 'close');
	}

	/** Writes forever, as fast as the other side reads. */
	endless(response: http.ServerResponse, chunk: Buffer): void {
		const write = () => {
			while (!response.destroyed) {
				this.sent += chunk.length;
				if (!response.write(chunk)) return void response.once('drain', write);
			}
		};
		write();
	}
}

/** Time that passes only when a test advances it. */
class HandClock implements Clock {
	private readonly sleepers = new Set<() => void>();
	readonly asked: number[] = [];
	now = () => 0;
	date = () => 0;
	random = () => 0.5;
	async sleep(ms: number, signal?: AbortSignal): Promise<void> {
		this.asked.push(ms);
		await new Promise<void>((resolve) => {
			this.sleepers.add(resolve);
			signal?.addEventListener('abort', () => resolve());
		});
	}
	pass(): void {
		for (const wake of this.sleepers) wake();
	}
}

/**
 * n8n's own client, called like its helper: with the signal of the run, and with its error around what is
 * thrown.
 */
function through(clock: Clock, stop = new AbortController().signal) {
	const context = {
		getExecutionCancelSignal: () => stop,
		helpers: {
			async httpRequestWithAuthentication(
				this: { getExecutionCancelSignal(): AbortSignal },
				_type: string,
				options: IHttpRequestOptions,
			) {
				try {
					const abortSignal = this.getExecutionCancelSignal();
					return await Container.get(OutboundHttp)
						.requests()
						.request({ ...options, abortSignal });
				} catch (thrown) {
					throw new NodeApiError({ name: 'Wan' } as INode, thrown as never);
				}
			},
		},
	};
	return sendThrough(context as unknown as IExecuteFunctions, clock);
}

describe('A response of the API', () => {
	let host: Host;
	let clock: HandClock;
	let client: DashScope;
	const stop = { current: new AbortController() };
	beforeEach(async () => {
		host = new Host();
		clock = new HandClock();
		stop.current = new AbortController();
		client = new DashScope(through(clock, stop.current.signal), await host.start());
	});
	afterEach(async () => await host.close());

	const calls = {
		create: async () => await client.createTask(BODY),
		query: async () => await client.getTask('task-1' as never),
		list: async () => await client.listTasks({ page_no: 1, page_size: 50 }),
		cancel: async () => await client.cancelTask('task-1' as never),
		policy: async () => await client.getUploadPolicy('m'),
	};
	const NAMES = Object.keys(calls) as Array<keyof typeof calls>;

	it.each(NAMES)('that never ends is abandoned after a megabyte: %s', async (name) => {
		host.answering = (response) => host.endless(response, Buffer.alloc(65_536, ' '));
		expect(await calls[name]()).toMatchObject({
			kind: 'unclear',
			mayHaveArrived: true,
			reason: 'a response of more than 1 MB',
		});
		// What fills the buffers of both sides on the way.
		expect(host.sent).toBeLessThan(32 * MB);
		await until(() => host.closed === 1);
	});

	it.each(NAMES)('that decompresses to a gigabyte is abandoned after a megabyte: %s', async (name) => {
		const bomb = Buffer.concat(Array<Buffer>(64).fill(gzipSync(Buffer.alloc(16 * MB))));
		expect(bomb.length).toBeLessThan(1.2 * MB);
		host.answering = (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
		const before = process.memoryUsage().arrayBuffers;
		expect(await calls[name]()).toMatchObject({ kind: 'unclear', reason: 'a response of more than 1 MB' });
		expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * MB);
	});

	it.each(NAMES)('that drips is abandoned at the deadline, with its connection: %s', async (name) => {
		let drops = 0;
		host.answering = (response) => {
			response.writeHead(200);
			const timer = setInterval(() => response.write(' ', () => drops++), 5);
			response.on('close', () => clearInterval(timer));
		};
		const reply = calls[name]();
		await until(() => drops > 5);
		clock.pass();
		expect(await reply).toMatchObject({
			kind: 'unclear',
			mayHaveArrived: true,
			reason: 'a response that did not finish in time',
		});
		await until(() => host.closed === 1);
		expect(clock.asked).toEqual([name === 'create' || name === 'cancel' ? expect.any(Number) : 30_000]);
	});

	it.each(NAMES)(
		'that stalls after its headers is abandoned at the deadline, with its connection: %s',
		async (name) => {
			let stalls = 0;
			host.answering = (response) => {
				response.writeHead(200).flushHeaders();
				stalls++;
			};
			const reply = calls[name]();
			await until(() => stalls > 0);
			// The headers are on their way.
			await new Promise((resolve) => setTimeout(resolve, 50));
			clock.pass();
			expect(await reply).toMatchObject({ kind: 'unclear', mayHaveArrived: true });
			await until(() => host.closed === 1);
		},
	);

	it.each(NAMES)('that never begins is abandoned at the deadline: %s', async (name) => {
		let waits = 0;
		host.answering = () => waits++;
		const reply = calls[name]();
		await until(() => waits > 0);
		clock.pass();
		expect(await reply).toMatchObject({ kind: 'unclear', mayHaveArrived: true });
		await until(() => host.closed === 1);
	});

	it.each(['query', 'list', 'policy'] as const)('that drips ends on Stop: %s', async (name) => {
		let drops = 0;
		host.answering = (response) => {
			const timer = setInterval(() => response.write(' ', () => drops++), 5);
			response.on('close', () => clearInterval(timer));
		};
		const reply = calls[name]();
		await until(() => drops > 5);
		stop.current.abort();
		expect(await reply).toMatchObject({ kind: 'unclear' });
		await until(() => host.closed === 1);
	});

	it('to a create request is awaited even after Stop', async () => {
		host.answering = (response) => {
			stop.current.abort();
			setTimeout(() => response.end('{"output":{"task_id":"task-9"}}'), 20);
		};
		expect(await calls.create()).toMatchObject({ kind: 'ok', body: { output: { task_id: 'task-9' } } });
	});

	it('breaks off: it is left open whether the request took effect', async () => {
		host.answering = (response) => {
			response.writeHead(200, { 'content-length': 100 }).write('{"output":{"task_id":"task');
			setTimeout(() => response.destroy(), 20);
		};
		expect(await calls.create()).toMatchObject({
			kind: 'unclear',
			mayHaveArrived: true,
			reason: 'an incomplete response',
		});
	});

	it.each([
		[
			'never ends',
			(response: http.ServerResponse) => host.endless(response.writeHead(403), Buffer.alloc(65_536, 'x')),
		],
		[
			'breaks off',
			(response: http.ServerResponse) => {
				response.writeHead(403, { 'content-length': 100 }).write('no right');
				setTimeout(() => response.destroy(), 20);
			},
		],
	])('is a rejection by its status, even if it %s', async (_, answering) => {
		host.answering = answering;
		expect(await calls.create()).toMatchObject({ kind: 'refused', httpStatus: 403 });
	});

	it('with a million rows is not accepted as a list', async () => {
		host.answering = (response) => response.end(`{"data":[${'0,'.repeat(400_000)}0]}`);
		expect(await calls.list()).toMatchObject({
			kind: 'unclear',
			reason: 'a page of 400001 tasks instead of 50',
		});
	});

	it.each(['[', '{"a":'])(
		'that is nested half a million times is not accepted as JSON: %s',
		async (bracket) => {
			host.answering = (response) => response.end(bracket.repeat(100_000));
			expect(await calls.create()).toMatchObject({ kind: 'unclear', mayHaveArrived: true, httpStatus: 200 });
		},
	);

	it('with a long text of its own is read completely', async () => {
		const prompt = '提示词 [{"'.repeat(5000);
		host.answering = (response) =>
			response.end(
				JSON.stringify({ output: { task_id: 'task-1', task_status: 'RUNNING', orig_prompt: prompt } }),
			);
		expect(await calls.query()).toMatchObject({ kind: 'ok', body: { output: { orig_prompt: prompt } } });
	});

	it('is requested without compression', async () => {
		let asked: unknown;
		host.answering = (response) => {
			asked = response.req.headers['accept-encoding'];
			response.end('{}');
		};
		await calls.query();
		expect(asked).toBe('identity');
	});
});
