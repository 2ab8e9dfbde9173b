import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGzip, type Gzip } from 'node:zlib';

/** What a host does with a request. */
export type Deed = (request: http.IncomingMessage, response: http.ServerResponse) => void;

/** A real local host that responds as a test requires. */
export class HostileHost {
	readonly asked: Array<{ readonly url: string; readonly headers: http.IncomingHttpHeaders }> = [];
	/** Bytes passed to the network. */
	sent = 0;
	/** Bytes of requests that were read. */
	received = 0;
	/** Responses whose connection is closed. */
	closed = 0;
	private readonly drips = new Set<NodeJS.Timeout>();
	private readonly requests: http.IncomingMessage[] = [];
	private readonly server: http.Server;

	constructor(public deed: Deed = silent) {
		this.server = http.createServer((request, response) => {
			this.requests.push(request);
			this.asked.push({ url: request.url ?? '', headers: request.headers });
			response.on('close', () => this.closed++).on('error', () => undefined);
			request.on('error', () => undefined);
			this.deed(request, response);
		});
	}

	/** @returns its origin */
	async start(): Promise<string> {
		this.server.listen(0, '127.0.0.1');
		await once(this.server, 'listening');
		return `http://127.0.0.1:${this.port}`;
	}

	get port(): number {
		return (this.server.address() as AddressInfo).port;
	}

	async close(): Promise<void> {
		for (const drip of this.drips) clearInterval(drip);
		this.server.closeAllConnections();
		this.server.close();
		await once(this.server, 'close');
	}

	/** Writes forever, as fast as the other side reads. */
	endless(response: http.ServerResponse, head: Uint8Array, by: NodeJS.WritableStream = response): void {
		const chunk = Buffer.alloc(256 * 1024);
		by.write(head);
		const write = () => {
			while (!response.destroyed) {
				this.sent += chunk.length;
				if (!by.write(chunk)) return void by.once('drain', write);
			}
		};
		write();
	}

	/** The same, compressed to a thousandth. */
	bomb(response: http.ServerResponse, head: Uint8Array): void {
		response.setHeader('Content-Encoding', 'gzip').setHeader('Content-Type', 'video/mp4');
		const gzip: Gzip = createGzip({ level: 1 });
		gzip.pipe(response);
		response.on('close', () => gzip.destroy());
		this.endless(response, head, gzip);
	}

	/** A byte now and then, forever. */
	drip(response: http.ServerResponse, head: Uint8Array): void {
		response.write(head);
		const drip = setInterval(() => response.write('\0'), 20);
		this.drips.add(drip);
		response.on('close', () => clearInterval(drip));
	}

	/** Reads what was received. Node.js notices a closed connection only by reading. */
	readOn(): void {
		for (const request of this.requests) request.resume();
	}

	/** Reads all of a request. */
	async read(request: http.IncomingMessage): Promise<void> {
		for await (const chunk of request) this.received += (chunk as Buffer).length;
	}
}

/** Accepts, and sends nothing. */
export const silent: Deed = () => undefined;
