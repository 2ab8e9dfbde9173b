import { startProxy, type ConnectProxy } from '../support/connectProxy';
import {
	type Behavior,
	closeAfterHello,
	closeAtOnce,
	closeInHandshake,
	cutAnswerAfter,
	FaultyHost,
	resetAfterHello,
	resetAfterRequest,
	resetAtOnce,
	show,
	speakPlainHttp,
} from '../support/faultyHost';
import { twoAddresses } from '../support/twoAddresses';
import { trustAuthority } from '../support/tls/authority';
import { errorOf, KEY, requestsOf, startWan, type Wan } from '../support/wan';
import { Container } from '@n8n/di';
import { SsrfProtectionConfig } from '@n8n/config';
import { isPrivateAddress } from '../../nodes/WanVideoEdit/text/privateHosts';

let wan: Wan;
let host: FaultyHost;
let distrust: () => void;

beforeAll(async () => {
	distrust = trustAuthority();
	wan = await startWan();
	host = await FaultyHost.start(wan.emulator.url);
});
afterAll(async () => {
	await host.close();
	await wan.close();
	distrust();
});
beforeEach(() => {
	wan.emulator.forget();
	host.forget();
});

/** One item whose create call meets what the script says. Nothing else is asked for. */
async function createOver(script: readonly Behavior[], baseUrl = host.url) {
	const before = wan.emulator.tasks.length;
	host.script = [...script];
	const run = await wan.run(
		{ ...requestsOf(wan.emulator).edit, ...linksFor(baseUrl), waitForCompletion: false },
		{ credential: { ...wan.credential, baseUrl } },
	);
	expect(JSON.stringify(run.data)).not.toContain(KEY);
	return { run, tasks: wan.emulator.tasks.length - before };
}

/** A public API takes public links only. No create call gets there. */
const linksFor = (baseUrl: string) =>
	isPrivateAddress(baseUrl) ? {} : { videoUrl: 'https://files.example.com/in.mp4', referenceImages: {} };

/** More often than any call is repeated. */
const forGood = (behavior: Behavior): Behavior[] => Array.from({ length: 30 }, () => behavior);

const BEFORE_THE_REQUEST: ReadonlyArray<readonly [string, Behavior, string]> = [
	['is closed when it is accepted', closeAtOnce, 'the TLS handshake was cut off (ECONNRESET)'],
	['is closed after the hello of the client', closeAfterHello, 'the TLS handshake was cut off (ECONNRESET)'],
	['is reset after the hello of the client', resetAfterHello, 'the TLS handshake was cut off (ECONNRESET)'],
	['is cut in the middle of the handshake', closeInHandshake, 'the TLS handshake was cut off (ECONNRESET)'],
	[
		'shows a certificate that signs itself',
		show('selfSigned'),
		'the certificate of the host is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)',
	],
	[
		'shows a certificate of another host',
		show('otherHost'),
		'the certificate of the host is not trusted (ERR_TLS_CERT_ALTNAME_INVALID)',
	],
	[
		'shows a certificate that has expired',
		show('expired'),
		'the certificate of the host is not trusted (CERT_HAS_EXPIRED)',
	],
	[
		'shows the certificate of a company proxy',
		show('unknownIssuer'),
		'the certificate of the host is not trusted (UNABLE_TO_VERIFY_LEAF_SIGNATURE)',
	],
	['speaks no TLS', speakPlainHttp, 'the host does not speak TLS on this port (EPROTO)'],
];

describe.each(BEFORE_THE_REQUEST)('A connection that %s', (_, behavior, reason) => {
	it('is retried, and results in one task when the host is back', async () => {
		const { run, tasks } = await createOver([behavior, behavior]);
		expect(run.status).toBe('success');
		expect(tasks).toBe(1);
		expect(host.connections).toBe(3);
		expect(host.requests).toBe(1);
	});

	it('ends the item as unreachable if it persists, and nothing was sent', async () => {
		const { run, tasks } = await createOver(forGood(behavior));
		expect(errorOf(run).message).toBe(`Alibaba Cloud could not be reached: ${reason}`);
		expect(errorOf(run).description).toMatch(/^No task was created\. \S/);
		expect(errorOf(run).context).toMatchObject({ kind: 'unreachable', retryable: true });
		expect(tasks).toBe(0);
		expect(host.requests).toBe(0);
		expect(host.connections).toBeLessThan(12);
	});
});

it('retries at once after a reset, of the connect or of the handshake', async () => {
	const { run, tasks } = await createOver([resetAtOnce, resetAtOnce]);
	expect(run.status).toBe('success');
	expect(tasks).toBe(1);
});

describe.each<[string, Behavior, number]>([
	['is reset when the request was read', resetAfterRequest, 0],
	['is reset after the headers of the answer', cutAnswerAfter('headers'), 1],
	['is reset in the middle of the answer', cutAnswerAfter(20), 1],
])('A connection that %s', (_, behavior, tasks) => {
	it('is never followed by a second create request', async () => {
		const world = await createOver([behavior]);
		expect(world.run.status).toBe('error');
		expect(errorOf(world.run).context).toMatchObject({ kind: 'uncertain', retryable: false });
		expect(world.tasks).toBe(tasks);
		expect(wan.emulator.count('create')).toBe(tasks);
	});
});

describe('A host with several addresses', () => {
	it('is tried again when the first hangs and the second refuses', async () => {
		const addresses = await twoAddresses();
		try {
			const { run } = await createOver([], `https://${addresses.name}:${addresses.port}`);
			expect(errorOf(run).context).toMatchObject({ kind: 'unreachable', retryable: true });
			expect(errorOf(run).message).toBe(
				'Alibaba Cloud could not be reached: the connection could not be made (ETIMEDOUT)',
			);
		} finally {
			await addresses.close();
		}
	});
});

describe("n8n's proxy", () => {
	let proxy: ConnectProxy;
	beforeEach(async () => {
		proxy = await startProxy();
		process.env.HTTPS_PROXY = proxy.url;
		process.env.HTTP_PROXY = proxy.url;
	});
	afterEach(async () => {
		delete process.env.HTTPS_PROXY;
		delete process.env.HTTP_PROXY;
		await proxy.close();
	});

	it('forwards a request through its tunnel', async () => {
		const { run, tasks } = await createOver([]);
		expect(run.status).toBe('success');
		expect(tasks).toBe(1);
		expect(proxy.asked).toEqual([`CONNECT localhost:${host.port}`]);
	});

	it.each([[[502, 503, 504]], [['close', 'garbage']]] as const)(
		'is tried again after it could not connect: %j',
		async (statuses) => {
			proxy.statuses = [...statuses];
			const { run, tasks } = await createOver([]);
			expect(run.status).toBe('success');
			expect(tasks).toBe(1);
			expect(proxy.asked).toHaveLength(statuses.length + 1);
		},
	);

	it.each([
		[407, "n8n's proxy requires a user name and password (HTTP 407)", 1],
		[403, "n8n's proxy rejected the connection (HTTP 403)", 3],
		[502, "n8n's proxy could not connect to the host (HTTP 502)", 9],
	] as const)('is named when it responds with %d, not Alibaba Cloud', async (status, reason, asked) => {
		proxy.statuses = Array<number>(30).fill(status);
		const { run, tasks } = await createOver([]);
		expect(errorOf(run).message).toBe(`Alibaba Cloud could not be reached: ${reason}`);
		expect(errorOf(run).description).toContain('HTTPS_PROXY');
		expect(errorOf(run).context).toMatchObject({ kind: 'unreachable', retryable: true, httpStatus: null });
		expect(tasks).toBe(0);
		expect(proxy.asked).toHaveLength(asked);
		expect(host.connections).toBe(0);
	});

	it('is named when it is down', async () => {
		process.env.HTTPS_PROXY = 'http://127.0.0.1:9';
		const { run } = await createOver([]);
		expect(errorOf(run).message).toBe(
			"Alibaba Cloud could not be reached: n8n's proxy could not be reached (ECONNREFUSED)",
		);
		expect(errorOf(run).context).toMatchObject({ kind: 'unreachable', retryable: true });
	});

	it('is named for an unencrypted host, too, when it requires a password', async () => {
		proxy.statuses = [407];
		const { run } = await createOver([], 'http://api.example.com');
		expect(errorOf(run).message).toContain("n8n's proxy requires a user name and password (HTTP 407)");
		expect(proxy.asked).toHaveLength(1);
	});

	it('cuts a handshake in its tunnel, and the request is retried', async () => {
		const { run, tasks } = await createOver([closeAfterHello]);
		expect(run.status).toBe('success');
		expect(tasks).toBe(1);
	});

	it('loses a response in its tunnel, and the request is not sent again', async () => {
		const { run, tasks } = await createOver([cutAnswerAfter(20)]);
		expect(errorOf(run).context).toMatchObject({ kind: 'uncertain' });
		expect(tasks).toBe(1);
	});
});

describe('A request that n8n itself refuses to send', () => {
	it('is reported with the setting, after one try', async () => {
		const config = Container.get(SsrfProtectionConfig);
		config.enabled = true;
		try {
			const { run, tasks } = await createOver([]);
			expect(errorOf(run).message).toBe(
				"Alibaba Cloud could not be reached: n8n's SSRF protection blocks the address",
			);
			expect(errorOf(run).description).toContain('N8N_SSRF_ALLOWED_HOSTNAMES');
			expect(errorOf(run).context).toMatchObject({ kind: 'unreachable', retryable: true });
			expect(tasks).toBe(0);
			expect(host.connections).toBe(0);
		} finally {
			config.enabled = false;
		}
	});

	it('is reported when the host name does not exist', async () => {
		const { run } = await createOver([], 'https://no-such-host.invalid');
		expect(errorOf(run).message).toMatch(/: the host name could not be resolved \(ENOTFOUND\)$|name server/);
		expect(errorOf(run).context).toMatchObject({ kind: 'unreachable', retryable: true });
	});
});

describe('A response of Alibaba Cloud with a status that proxies use', () => {
	it.each([403, 404, 400])('is treated as its own: %d', async (status) => {
		wan.emulator.inject({ on: 'create', kind: 'status', status, code: 'AccessDenied', message: 'No.' });
		const { run } = await createOver([]);
		expect(errorOf(run).context).toMatchObject({ kind: 'refused', httpStatus: status, code: 'AccessDenied' });
		wan.emulator.clearFaults();
	});

	it.each([500, 502, 503])('leaves it open whether there is a task: %d', async (status) => {
		wan.emulator.inject({ on: 'create', kind: 'status', status, code: 'InternalError', message: 'Oops.' });
		const { run } = await createOver([]);
		expect(errorOf(run).context).toMatchObject({ kind: 'uncertain', httpStatus: status });
		expect(wan.emulator.count('create')).toBe(1);
		wan.emulator.clearFaults();
	});
});
