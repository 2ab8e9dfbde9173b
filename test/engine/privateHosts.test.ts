import { n8nHelpers } from '../support/n8nHelpers';
import { SsrfProtectionConfig } from '@n8n/config';
import { Container } from '@n8n/di';
import type { IExecuteFunctions } from 'n8n-workflow';
import { rehost } from '../../nodes/WanVideoEdit/stages/place/rehost';
import { inspectLink } from '../../nodes/WanVideoEdit/stages/check/inspect';
import { downloadToStore } from '../../nodes/WanVideoEdit/stages/download';
import { policyOfLinks, policyOfResults } from '../../nodes/WanVideoEdit/stages/linkPolicy';
import type { Run } from '../../nodes/WanVideoEdit/stages/run';
import { RESULT_LIMITS } from '../../nodes/WanVideoEdit/n8n/transferLimits';
import { type Deed, HostileHost } from '../support/hostileHost';
import { modeNamed, rejectionOf } from '../unit/drafts';
import { runOver } from '../unit/standIns';
import { VIDEO_SLOT } from '../unit/stages/check/linkHost';
import { sampleBytes } from '../unit/stages/webOver';

const API = 'https://dashscope.aliyuncs.com';

/** Spellings of 127.0.0.1 and of names that resolve to it. */
const SPELLINGS = [
	...['127.0.0.1', '127.1', '127.0.1', '0x7f.0.0.1', '0177.0.0.1', '2130706433', '0x7f000001'],
	...['localhost', 'LOCALHOST.', 'a.localhost', '[::1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '0.0.0.0'],
	...['127.255.0.9', '１２７.0.0.1', '[64:ff9b::127.0.0.1]', '[2002:7f00:1::]'],
];

/** Other hosts in private networks, or with secrets of a cloud machine. */
const NEIGHBORS = [
	...[
		'169.254.169.254',
		'100.100.100.200',
		'10.0.0.5',
		'172.16.0.1',
		'192.168.1.5',
		'[fd00::5]',
		'[fe80::1]',
	],
	...['minio:9000', 'metadata.google.internal', 'nas.local', 'printer.lan', 'router.home.arpa'],
];

describe('A link that n8n itself downloads', () => {
	let n8n: Awaited<ReturnType<typeof n8nHelpers>>;
	let host: HostileHost;
	let film: Buffer;
	beforeAll(async () => {
		n8n = await n8nHelpers();
		film = await sampleBytes('product-short.mp4');
	});
	beforeEach(async () => {
		host = new HostileHost();
		host.deed = (_, response) => response.end(film);
		await host.start();
	});
	afterEach(async () => await host.close());

	function runWith(): Run {
		const kept = {};
		const context = { helpers: n8n.helpers, getContext: () => kept } as unknown as IExecuteFunctions;
		return runOver([], { context, host: API }).run;
	}

	/** Both ways in which n8n downloads a user's link, with the resulting error. */
	const WAYS = {
		'Rehost URLs': async (link: string, allow = false, baseUrl = API) => {
			const look = { reach: policyOfLinks(allow, baseUrl), withinMs: 60_000 };
			return await rehost(modeNamed('outpaint'), VIDEO_SLOT, link, look, runWith());
		},
		'Check URL Media': async (link: string, allow = false, baseUrl = API) => {
			const look = { reach: policyOfLinks(allow, baseUrl), withinMs: 60_000 };
			const seen = await inspectLink(VIDEO_SLOT, link, look, runWith());
			if (seen.refusal !== undefined) return await Promise.reject(seen.refusal("'Video URL'"));
			return seen;
		},
	};

	describe.each(Object.entries(WAYS))("with '%s'", (_, fetched) => {
		it.each(SPELLINGS)('is not requested at %s', async (name) => {
			const failure = await rejectionOf(fetched(`http://${name}:${host.port}/in.mp4`));
			expect(failure.kind).toBe('badInput');
			expect(failure.message).toContain("a host in n8n's private network");
			expect(failure.description).toContain("'Allow Private Hosts'");
			expect(host.asked).toEqual([]);
		});

		it.each(NEIGHBORS)('is not requested at %s', async (name) => {
			const failure = await rejectionOf(fetched(`http://${name}/in.mp4`));
			expect(failure.message).toContain("a host in n8n's private network");
		});

		it.each<[string, Deed]>([
			['is open', (_request, response) => response.end('secret')],
			['wants a password', (_request, response) => response.writeHead(401).end()],
			['shows a page', (_request, response) => response.end('<!DOCTYPE html><html></html>')],
			['shows a picture', (_request, response) => response.end(Buffer.from('ffd8ffe0', 'hex'))],
		])('does not reveal whether its host %s, or is closed', async (_name, deed) => {
			host.deed = deed;
			const open = await rejectionOf(fetched(`http://127.0.0.1:${host.port}/in.mp4`));
			const closed = await rejectionOf(fetched('http://127.0.0.1:9/in.mp4'));
			expect(open.message).toBe(closed.message.replace('127.0.0.1:9', `127.0.0.1:${host.port}`));
			expect([open.kind, open.description, open.details]).toEqual([
				closed.kind,
				closed.description,
				closed.details,
			]);
			expect(host.asked).toEqual([]);
		});

		it.each([301, 302, 303, 307, 308])(
			'does not follow a redirect of HTTP %d to such a host',
			async (status) => {
				const front = new HostileHost((_request, response) =>
					response.writeHead(status, { Location: `http://127.1:${host.port}/in.mp4` }).end(),
				);
				const origin = await front.start();
				const failure = await rejectionOf(fetched(`${origin}/in.mp4`, false, origin));
				expect(failure.message).toContain("it redirects to a host in n8n's private network");
				expect(front.asked).toHaveLength(1);
				expect(host.asked).toEqual([]);
				await front.close();
			},
		);

		it('does not follow the second redirect of a chain to such a host', async () => {
			const front = new HostileHost((request, response) => {
				const next = request.url === '/in.mp4' ? '/next' : `http://localhost:${host.port}/`;
				response.writeHead(302, { Location: next }).end();
			});
			const origin = await front.start();
			const failure = await rejectionOf(fetched(`${origin}/in.mp4`, false, origin));
			expect(failure.message).toContain("it redirects to a host in n8n's private network");
			expect(front.asked.map(({ url }) => url)).toEqual(['/in.mp4', '/next']);
			expect(host.asked).toEqual([]);
			await front.close();
		});

		it('is abandoned after too many redirects', async () => {
			host.deed = (_request, response) => response.writeHead(302, { Location: '/again' }).end();
			const failure = await rejectionOf(fetched(`http://127.0.0.1:${host.port}/in.mp4`, true));
			expect(failure.message).toContain('it redirects more than 5 times');
			expect(host.asked).toHaveLength(6);
		});

		it.each(['file:///etc/passwd', 'data:video/mp4;base64,AAAA', 'ftp://127.0.0.1/a'])(
			'does not follow a redirect to %s',
			async (location) => {
				host.deed = (_request, response) => response.writeHead(302, { Location: location }).end();
				const failure = await rejectionOf(fetched(`http://127.0.0.1:${host.port}/in.mp4`, true));
				expect(failure.message).toContain('it redirects to an address other than http or https');
			},
		);

		it("is reported as blocked by n8n's own protection if that is on", async () => {
			const config = Container.get(SsrfProtectionConfig);
			config.enabled = true;
			try {
				const failure = await rejectionOf(fetched(`http://127.0.0.1:${host.port}/in.mp4`, true));
				expect(failure.message).toContain("n8n's SSRF protection blocks the address");
				expect(failure.description).toContain('N8N_SSRF_ALLOWED_HOSTNAMES');
				expect(failure.details.retryable).toBe(false);
				expect(host.asked).toEqual([]);
			} finally {
				config.enabled = false;
			}
		});
	});

	it("is downloaded from 127.0.0.1 if 'Allow Private Hosts' is on", async () => {
		expect(await WAYS['Rehost URLs'](`http://127.0.0.1:${host.port}/in.mp4`, true)).toHaveProperty(
			'identity',
		);
		expect(host.asked).toHaveLength(1);
	});

	it('is downloaded from the host of the API even without that, but not from another port of it', async () => {
		const origin = `http://127.0.0.1:${host.port}`;
		expect(await WAYS['Rehost URLs'](`${origin}/in.mp4`, false, origin)).toHaveProperty('identity');
		await rejectionOf(WAYS['Rehost URLs'](`http://127.0.0.1:9/in.mp4`, false, origin));
		expect(host.asked).toHaveLength(1);
	});

	it.each(['127.0.0.1', '[::ffff:127.0.0.1]', 'localhost'])(
		'as a result is not requested at %s if the API is public',
		async (name) => {
			const wanted = {
				...{ fileName: 'a.mp4', what: 'the video', mustBeVideo: true, limits: RESULT_LIMITS },
				reach: policyOfResults(false, API),
			};
			const result = await downloadToStore(`http://${name}:${host.port}/a.mp4`, wanted, runWith());
			expect(result).toMatchObject({ kind: 'failed', refusal: 'inner', isPassing: false });
			expect(host.asked).toEqual([]);
		},
	);
});
