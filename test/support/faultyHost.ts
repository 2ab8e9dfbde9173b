import { once } from 'node:events';
import net from 'node:net';
import tls from 'node:tls';
import { type Certificate, identity } from './tls/authority';

/** What a host does with a connection. */
export type Behavior = (socket: net.Socket, host: FaultyHost) => void;

/** A TLS host in front of another one, with scripted behavior for its first connections. */
export class FaultyHost {
	/** Behavior for the next connections, one each. Later ones are forwarded. */
	script: Behavior[] = [];
	connections = 0;
	/** Decrypted requests that were received, over all connections. */
	requests = 0;
	private readonly sockets = new Set<net.Socket>();
	private readonly server = net.createServer((socket) => {
		this.sockets.add(socket.on('error', () => undefined));
		this.connections++;
		(this.script.shift() ?? handOn)(socket, this);
	});

	private constructor(readonly targetPort: number) {}

	static async start(targetUrl: string, address = '127.0.0.1'): Promise<FaultyHost> {
		const host = new FaultyHost(Number(new URL(targetUrl).port));
		host.server.listen(0, address);
		await once(host.server, 'listening');
		return host;
	}

	get port(): number {
		return (this.server.address() as net.AddressInfo).port;
	}

	get url(): string {
		return `https://localhost:${this.port}`;
	}

	forget(): void {
		this.script = [];
		this.connections = 0;
		this.requests = 0;
	}

	async close(): Promise<void> {
		for (const socket of this.sockets) socket.destroy();
		this.server.close();
		await once(this.server, 'close');
	}

	/** The decrypted side of a connection; counts received requests. */
	clear(socket: net.Socket, certificate: Certificate = 'trusted'): tls.TLSSocket {
		const clear = new tls.TLSSocket(socket, { isServer: true, ...identity(certificate) });
		clear.on('error', () => undefined);
		clear.on('data', (bytes: Buffer) => {
			if (/^(POST|GET) /.test(bytes.toString('latin1', 0, 5))) this.requests++;
		});
		return clear;
	}

	/** A connection to the other host, which responds only to its own name. */
	target(): net.Socket {
		return net.connect(this.targetPort, '127.0.0.1').on('error', () => undefined);
	}

	/** Forwards decrypted requests, with the name of the other host. */
	handOn(clear: tls.TLSSocket, target: net.Socket): void {
		clear.on('data', (bytes: Buffer) => {
			const text = bytes
				.toString('latin1')
				.replace(`\r\nHost: localhost:${this.port}\r\n`, `\r\nHost: localhost:${this.targetPort}\r\n`);
			target.write(text, 'latin1');
		});
		clear.on('end', () => target.end());
		clear.on('close', () => target.end());
	}
}

export const handOn: Behavior = (socket, host) => {
	const target = host.target();
	const clear = host.clear(socket);
	host.handOn(clear, target);
	target.pipe(clear);
};

export const closeAtOnce: Behavior = (socket) => socket.end();
export const resetAtOnce: Behavior = (socket) => socket.resetAndDestroy();
export const closeAfterHello: Behavior = (socket) => socket.once('data', () => socket.end());
export const resetAfterHello: Behavior = (socket) => socket.once('data', () => socket.resetAndDestroy());

/** The beginning of a server hello: its record is longer than the data. */
const HALF_HELLO = Buffer.from(`160303007a020000760303${'5a'.repeat(20)}`, 'hex');

export const closeInHandshake: Behavior = (socket) =>
	socket.once('data', () => socket.write(HALF_HELLO, () => socket.destroy()));

export const speakPlainHttp: Behavior = (socket) =>
	socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n'));

export const show =
	(certificate: Certificate): Behavior =>
	(socket, host) => {
		host.clear(socket, certificate);
	};

export const resetAfterRequest: Behavior = (socket, host) => {
	host.clear(socket).once('data', () => socket.resetAndDestroy());
};

/** The other host gets the request and responds; only this many bytes of the response are forwarded. */
export const cutAnswerAfter =
	(bytes: number | 'headers'): Behavior =>
	(socket, host) => {
		const target = host.target();
		const clear = host.clear(socket);
		host.handOn(clear, target);
		let answer = Buffer.alloc(0);
		target.on('data', (part: Buffer) => {
			answer = Buffer.concat([answer, part]);
			const end = answer.indexOf('\r\n\r\n');
			if (end < 0) return;
			const kept = answer.subarray(0, bytes === 'headers' ? end + 4 : end + 4 + bytes);
			clear.write(kept, () => setTimeout(() => socket.resetAndDestroy(), 20));
			target.removeAllListeners('data').resume();
		});
	};
