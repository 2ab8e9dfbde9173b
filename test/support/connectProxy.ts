import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';

/** A forward proxy as used by companies, with given response statuses. */
export interface ConnectProxy {
	readonly url: string;
	/** Responses to the next CONNECT requests; later ones get a tunnel. */
	statuses: Array<number | 'close' | 'garbage'>;
	/** The hosts of the requests, in order. */
	readonly asked: string[];
	close(): Promise<void>;
}

export async function startProxy(): Promise<ConnectProxy> {
	const sockets = new Set<net.Socket>();
	const refuse = (status: number) =>
		`HTTP/1.1 ${status} Proxy says no\r\nContent-Type: text/html\r\nContent-Length: 14\r\n\r\n<h1>Squid</h1>`;
	const server = http.createServer((request, response) => {
		proxy.asked.push(`${request.method} ${request.url}`);
		const status = proxy.statuses.shift();
		response.writeHead(typeof status === 'number' ? status : 502).end('<h1>Squid</h1>');
	});
	server.on('connect', (request, socket: net.Socket) => {
		sockets.add(socket.on('error', () => undefined));
		proxy.asked.push(`CONNECT ${request.url}`);
		const status = proxy.statuses.shift();
		if (status === 'close') return socket.end();
		if (status === 'garbage') return socket.end('no HTTP at all\r\n\r\n');
		if (status !== undefined) return socket.end(refuse(status));
		const { hostname, port } = new URL(`http://${request.url}`);
		const target = net.connect(Number(port), hostname, () => {
			socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
			target.pipe(socket).pipe(target);
		});
		sockets.add(target.on('error', () => socket.destroy()));
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const proxy: ConnectProxy = {
		url: `http://127.0.0.1:${(server.address() as net.AddressInfo).port}`,
		statuses: [],
		asked: [],
		async close() {
			for (const socket of sockets) socket.destroy();
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		},
	};
	return proxy;
}
