/** Replaces the internet: Alibaba Cloud's hosts lead to emulators, and no other host exists by default. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { passOn } from './passOn';

export interface Internet {
	/** Leads n8n into it. */
	readonly env: NodeJS.ProcessEnv;
	/** Names of the hosts that were asked for and cannot be reached. */
	readonly unknownHosts: readonly string[];
	close(): void;
}

/** Those that spend money: no n8n started from here gets to the real ones. */
const PROVIDER = /(^dashscope[\w-]*|\.maas)\.aliyuncs\.com$/;

const REFUSAL = 'Not there: this n8n is cut off from the internet';

/**
 * @param hosts address of the local server, or of a path of it, behind each host name
 * @param isOpen whether hosts other than Alibaba Cloud's can be reached
 */
export async function startInternet(
	folder: string,
	hosts: Readonly<Record<string, string>>,
	isOpen = false,
): Promise<Internet> {
	const { key, cert, certFile } = certificateFor(Object.keys(hosts), folder);
	const unknownHosts: string[] = [];
	const sockets = new Set<Socket>();
	const keep = (socket: Socket) => {
		sockets.add(socket);
		socket.on('error', () => socket.destroy());
		socket.on('close', () => sockets.delete(socket));
	};
	const canPass = (host: string) => isOpen && !(host in hosts) && !PROVIDER.test(host);

	const front = createHttpsServer({ key, cert }, (request, response) => {
		const [host = ''] = (request.headers.host ?? '').split(':');
		const path = request.url === '/' ? '' : request.url;
		const rewrite = path?.startsWith('/api/v1/uploads') ? withNames(hosts) : undefined;
		passOn(request, response, `${hosts[host]}${path}`, { rewrite, failed: () => response.destroy() });
	});
	const frontPort = await listen(front);

	// What n8n asks of a proxy: CONNECT for https, the whole address for http.
	const proxy = createServer((request, response) => {
		const { hostname } = new URL(request.url ?? '', 'http://none.invalid');
		if (canPass(hostname)) {
			passOn(request, response, request.url ?? '', { failed: (why) => refuse(response, why) });
			return;
		}
		unknownHosts.push(hostname);
		refuse(response, REFUSAL);
	});
	proxy.on('connect', (request, client: Socket) => {
		keep(client);
		const [host = '', port] = (request.url ?? '').split(':');
		if (!(host in hosts) && !canPass(host)) {
			unknownHosts.push(host);
			client.end(`HTTP/1.1 502 ${REFUSAL}\r\n\r\n`);
			return;
		}
		const address = host in hosts ? { host: '127.0.0.1', port: frontPort } : { host, port: Number(port) };
		const server = connect(address, () => {
			client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
			client.pipe(server).pipe(client);
		});
		server.once('error', ({ message }) => client.end(`HTTP/1.1 502 ${message}\r\n\r\n`));
		keep(server);
	});
	const url = `http://127.0.0.1:${await listen(proxy)}`;

	return {
		env: { HTTP_PROXY: url, HTTPS_PROXY: url, NODE_EXTRA_CA_CERTS: certFile },
		unknownHosts,
		close() {
			proxy.close();
			front.close();
			front.closeAllConnections();
			for (const socket of sockets) socket.destroy();
		},
	};
}

/** The node uploads from an API with https to a host with https only: the answer has to name it as the real one does. */
const withNames = (hosts: Readonly<Record<string, string>>) => (text: string) =>
	Object.entries(hosts).reduce(
		(named, [name, address]) => named.replaceAll(`"${address}"`, `"https://${name}"`),
		text,
	);

function refuse(response: ServerResponse, why: string): void {
	if (response.headersSent) response.destroy();
	else response.writeHead(502).end(why);
}

async function listen(server: Server): Promise<number> {
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return (server.address() as AddressInfo).port;
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
