import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export const PEER = '@n8n/n8n-nodes-langchain@2.41.1';

/**
 * For `NODE_PATH`: packages that the built-in node, which is outside of this repository, requires in
 * addition to its own files.
 */
export const NODE_MODULES = join(__dirname, '..', '..', 'node_modules');

/** The needed part of the package with its hundred nodes: the node, its credential, and what they require. */
const WANTED = [
	'package.json',
	'dist/nodes/vendors/AlibabaCloud',
	'dist/credentials/AlibabaCloudApi.credentials.js',
	'dist/nodes/llms/LmChatAlibabaCloud/alibaba-cloud-base-url.js',
];

/** Required by the node's text operation, which is not run here: it would need LangChain. */
const UNUSED = ['dist/utils/helpers.js', 'node_modules/zod-to-json-schema/index.js'];

/**
 * Downloads n8n's published built-in Qwen Cloud node, and makes a package of it that n8n can load.
 *
 * @param folder an empty one
 * @returns the package's folder
 * @throws Error if npm's registry cannot be reached
 */
export async function fetchPeer(folder: string): Promise<string> {
	const options = ['--json', '--prefer-offline', '--fetch-retries=1', '--pack-destination', folder];
	const { stdout } = await run('npm', ['pack', PEER, ...options], { maxBuffer: 64 * 1024 * 1024 });
	const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
	const wanted = WANTED.map((name) => `package/${name}`);
	await run('tar', ['-xzf', join(folder, filename), '-C', folder, ...wanted]);

	const peer = join(folder, 'package');
	for (const name of UNUSED) {
		await mkdir(dirname(join(peer, name)), { recursive: true });
		await writeFile(join(peer, name), '');
	}
	const manifest = join(peer, 'package.json');
	const { name, version, n8n } = JSON.parse(await readFile(manifest, 'utf8')) as Manifest;
	const alibabaOf = (files: string[]) => files.filter((file) => file.includes('/AlibabaCloud'));
	const kept = { credentials: alibabaOf(n8n.credentials), nodes: alibabaOf(n8n.nodes) };
	await writeFile(manifest, JSON.stringify({ name, version, n8n: { ...n8n, ...kept } }));
	return peer;
}

interface Manifest {
	readonly name: string;
	readonly version: string;
	readonly n8n: { readonly credentials: string[]; readonly nodes: string[] };
}
