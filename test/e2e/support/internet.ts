/** Stands in for everything outside this machine: DashScope's two hosts are emulators, nothing else is there. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';

export interface Internet {
	/** Leads n8n into it. */
	readonly env: NodeJS.ProcessEnv;
	/** Names of the hosts that were asked for and are not there. */
	readonly unknownHosts: readonly string[];
	close(): void;
}

/** @param hosts address of the local server behind each host name */
export async function startInternet(
	folder: string,
	hosts: Readonly<Record<string, string>>,
): Promise<Internet> {
	const { key, cert, certFile } = certificateFor(Object.keys(hosts), folder);
	const unknownHosts: string[] = [];
	const sockets = new Set<Socket>();
	const keep = (socket: Socket) => {
		sockets.add(socket);
		socket.on('error', () => socket.destroy());
		socket.on('close', () => sockets.delete(socket));
	};

	const tls = createTlsServer({ key, cert }, (secure) => {
		const { port } = new URL(hosts[String(secure.servername)] ?? 'http://127.0.0.1:9');
		const plain = connect(Number(port), '127.0.0.1');
		for (const socket of [secure, plain]) keep(socket);
		secure.pipe(plain).pipe(secure);
	});
	await new Promise<void>((resolve) => tls.listen(0, '127.0.0.1', resolve));

	// What n8n asks of a proxy: CONNECT for https, the whole address for http.
	const proxy = createServer((request, response) => {
		unknownHosts.push(new URL(request.url ?? '', 'http://none.invalid').hostname);
		response.writeHead(502).end();
	});
	proxy.on('connect', (request, client: Socket) => {
		keep(client);
		const [host = ''] = (request.url ?? '').split(':');
		if (!(host in hosts)) {
			unknownHosts.push(host);
			client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
			return;
		}
		const server = connect((tls.address() as AddressInfo).port, '127.0.0.1', () => {
			client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
			client.pipe(server).pipe(client);
		});
		keep(server);
	});
	await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));

	const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
	return {
		env: { HTTP_PROXY: address, HTTPS_PROXY: address, NODE_EXTRA_CA_CERTS: certFile },
		unknownHosts,
		close() {
			proxy.close();
			tls.close();
			for (const socket of sockets) socket.destroy();
		},
	};
}

function certificateFor(names: readonly string[], folder: string) {
	const [keyFile, certFile] = [join(folder, 'internet.key'), join(folder, 'internet.crt')];
	const subject = [
		'-subj',
		'/CN=end-to-end tests',
		'-addext',
		`subjectAltName=${names.map((name) => `DNS:${name}`).join()}`,
	];
	const files = ['-keyout', keyFile, '-out', certFile];
	const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
	execFileSync('openssl', ['req', ...kind, ...files, ...subject], { stdio: 'ignore' });
	return { key: readFileSync(keyFile), cert: readFileSync(certFile), certFile };
}
