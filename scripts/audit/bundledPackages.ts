import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

export interface BundledPackage {
	readonly name: string;
	readonly version: string;
	/** Folder from the root of the repository, as the lock file names it. */
	readonly folder: string;
}

const ROOT = path.resolve(__dirname, '..', '..');

/**
 * The packages from which the build bundles code, by name. They are development dependencies, so that n8n
 * installs nothing: `npm audit --omit=dev` ignores all of them. The options are those of `npm run build`.
 */
export async function bundledPackages(): Promise<BundledPackage[]> {
	const { metafile } = await build({
		entryPoints: entryPoints(),
		absWorkingDir: ROOT,
		...{ bundle: true, platform: 'node', target: 'node20', format: 'cjs' },
		external: ['n8n-workflow'],
		...{ outbase: '.', outdir: 'dist', write: false, metafile: true },
	});
	// Only the parts of a file that are in the output count.
	const files = Object.values(metafile.outputs).flatMap(({ inputs }) =>
		Object.entries(inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? file : [])),
	);
	const folders = new Set(
		files.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []),
	);
	return [...folders].sort().map(packageIn);
}

/** The sources of the files that n8n loads. */
function entryPoints(): string[] {
	const { n8n } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
		n8n: Readonly<Record<'nodes' | 'credentials', readonly string[]>>;
	};
	return [...n8n.nodes, ...n8n.credentials].map((file) =>
		file.replace(/^dist\//, '').replace(/\.js$/, '.ts'),
	);
}

function packageIn(folder: string): BundledPackage {
	const file = path.join(ROOT, folder, 'package.json');
	if (!existsSync(file)) throw new Error(`${folder} is bundled and has no package.json`);
	const { name, version } = JSON.parse(readFileSync(file, 'utf8')) as BundledPackage;
	return { name, version, folder };
}
