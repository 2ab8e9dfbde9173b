import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { bundledPackages } from '../../../scripts/audit/bundledPackages';

const ROOT = path.join(__dirname, '../../..');
const textOf = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

/** A registry with these advisories, by package; undefined: it has no audit data, like a mirror. */
class Registry {
	asked: unknown;
	advisories: Readonly<Record<string, unknown>> | undefined = {};
	private readonly server: Server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const isAudit = request.method === 'POST' && request.url?.endsWith('/security/advisories/bulk');
			if (!isAudit || this.advisories === undefined) {
				const name = decodeURIComponent(request.url ?? '').slice(1);
				const versions = { [VERSION]: { name, version: VERSION } };
				const packument = { name, versions, 'dist-tags': { latest: VERSION } };
				response.writeHead(isAudit ? 405 : 200).end(JSON.stringify(packument));
				return;
			}
			const body = Buffer.concat(chunks);
			const plain = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
			this.asked = JSON.parse(plain.toString());
			response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(this.advisories));
		});
	});

	async open(): Promise<void> {
		this.server.listen(0, '127.0.0.1');
		await once(this.server, 'listening');
	}

	close(): void {
		this.server.close();
		this.server.closeAllConnections();
	}

	get url(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
	}
}

const [{ version: VERSION }] = [
	JSON.parse(textOf('node_modules/fflate/package.json')) as { version: string },
];

const registry = new Registry();
beforeAll(async () => await registry.open());
afterAll(() => registry.close());

async function audit(...options: string[]): Promise<{ code: number; said: string }> {
	const child = spawn(
		process.execPath,
		['--import', 'tsx', 'scripts/audit.ts', `--registry=${registry.url}`, ...options],
		{ cwd: ROOT },
	);
	const [said, errors, [code]] = await Promise.all([
		text(child.stdout),
		text(child.stderr),
		once(child, 'close') as Promise<[number]>,
	]);
	return { code, said: said + errors };
}

const ADVISORY = {
	...{ id: 1, url: 'https://github.com/advisories/GHSA-0', title: 'Unpacks without end', severity: 'high' },
	...{ vulnerable_versions: '<=99.0.0', cwe: [], cvss: { score: 7.5, vectorString: null } },
};

describe('The audit of the published package', () => {
	it('covers all packages that the build bundles, and nothing else', async () => {
		const packages = await bundledPackages();
		expect(packages.map(({ name, version }) => `${name} ${version}`)).toEqual(
			[...textOf('dist/THIRD_PARTY_LICENSES.txt').matchAll(/^={80}\n(\S+ \S+) \(/gm)].map(([, head]) => head),
		);
		registry.advisories = {};
		const { code, said } = await audit();
		expect({ code, said }).toEqual({ code: 0, said: expect.stringContaining(`fflate ${VERSION}`) });
		expect(registry.asked).toEqual(
			Object.fromEntries(packages.map(({ name, version }) => [name, [version]])),
		);
	});

	it.each([[], ['--offline-passes']])('fails on a known vulnerability %j', async (...options) => {
		registry.advisories = { fflate: [ADVISORY] };
		const { code, said } = await audit(...options);
		expect(said).toContain('Unpacks without end');
		expect(code).toBe(1);
	});

	it('fails if the registry returns no audit data', async () => {
		registry.advisories = undefined;
		const { code, said } = await audit();
		expect(said).toContain('gave no audit data');
		expect(code).toBe(1);
	});

	it('prints a note and passes without data if that is requested: in the gate on an offline machine', async () => {
		registry.advisories = undefined;
		const { code, said } = await audit('--offline-passes');
		expect(said).toContain('NOT AUDITED');
		expect(code).toBe(0);
	});

	it('is a step of the gate, and a strict one of every workflow that runs it', () => {
		expect(textOf('.ci/run')).toContain('npm run audit -- --offline-passes');
		for (const file of ['ci.yml', 'publish.yml']) {
			expect(textOf(`.github/workflows/${file}`)).toMatch(
				/- run: \.ci\/run\n(?:\s*#.*\n)*\s+- run: npm run audit\n/,
			);
		}
	});
});
