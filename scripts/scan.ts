/**
 * Runs n8n's package scanner on the source tree and on the packed tarball, and checks the tarball's size,
 * run-time dependencies, content and load time.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

interface ScanResult {
	passed: boolean;
	message?: string;
	details?: string;
}
interface Scanner {
	analyzePackage(directory: string, patterns: string[]): Promise<ScanResult>;
}

const ROOT = path.resolve(__dirname, '..');
/** What the scanner reads of an attested source, and of a published tarball (its own two calls). */
const SOURCE_PATTERNS = ['package.json', '{nodes,credentials}/**/*.{js,ts,json}'];
const TARBALL_PATTERNS = ['**/*.js', 'package.json'];

const MAX_TARBALL_BYTES = 200_000;
/** Maximum load time relative to n8n-workflow, which n8n loads in any case: machines differ, ratios do not. */
const MAX_LOAD_SHARE = 0.1;
const CONTENT =
	/^(package\.json|README(\.zh-CN)?\.md|LICENSE|CHANGELOG\.md|dist\/THIRD_PARTY_LICENSES\.txt|dist\/(credentials|nodes|icons)\/.*\.(js|json|svg))$/;

async function main(): Promise<void> {
	// The scanner is an ES module without an entry point.
	const scanner = (await import('@n8n/scan-community-package/scanner/scanner.mjs' as string)) as Scanner;
	const folder = mkdtempSync(path.join(tmpdir(), 'wan-scan-'));
	try {
		const tarball = pack(folder);
		const unpacked = path.join(folder, 'package');
		report('source tree', await scanner.analyzePackage(ROOT, SOURCE_PATTERNS));
		report('packed tarball', await scanner.analyzePackage(unpacked, TARBALL_PATTERNS));

		const bytes = statSync(tarball).size;
		expect(bytes <= MAX_TARBALL_BYTES, `tarball has ${bytes} bytes (at most ${MAX_TARBALL_BYTES})`);

		const manifest = JSON.parse(readFileSync(path.join(unpacked, 'package.json'), 'utf8')) as {
			dependencies?: object;
			n8n: { nodes: string[]; credentials: string[] };
		};
		const dependencies = Object.keys(manifest.dependencies ?? {});
		expect(dependencies.length === 0, `run-time dependencies: ${dependencies.join(', ') || 'none'}`);

		const files = execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8' })
			.trim()
			.split('\n')
			.map((file) => file.replace(/^package\//, ''));
		const foreign = files.filter((file) => !CONTENT.test(file));
		expect(
			foreign.length === 0,
			`tarball holds ${files.length} files, foreign ones: ${foreign.join(', ') || 'none'}`,
		);
		const missing = [...manifest.n8n.nodes, ...manifest.n8n.credentials].filter(
			(file) => !files.includes(file),
		);
		expect(
			missing.length === 0,
			`files that n8n is told to load and that are missing: ${missing.join(', ') || 'none'}`,
		);

		symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
		const loads = Array.from({ length: 5 }, () => timeToLoad(unpacked, manifest.n8n.nodes));
		const share = median(loads.map(({ nodeMs, workflowMs }) => nodeMs / workflowMs));
		const nodeMs = median(loads.map((load) => load.nodeMs));
		expect(
			share <= MAX_LOAD_SHARE,
			`loading and making the node takes ${nodeMs.toFixed(1)} ms, ${(100 * share).toFixed(1)} % of n8n-workflow (at most ${100 * MAX_LOAD_SHARE} %)`,
		);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

function pack(folder: string): string {
	const [{ filename }] = JSON.parse(
		execFileSync('npm', ['pack', '--json', '--pack-destination', folder], { cwd: ROOT, encoding: 'utf8' }),
	) as [{ filename: string }];
	const tarball = path.join(folder, filename);
	execFileSync('tar', ['-xzf', tarball, '-C', folder]);
	return tarball;
}

/** Milliseconds in a fresh process: first n8n-workflow, which n8n has already loaded, then the node. */
function timeToLoad(unpacked: string, nodes: readonly string[]): { workflowMs: number; nodeMs: number } {
	const script = `
		const ms = () => Number(process.hrtime.bigint()) / 1e6;
		const start = ms();
		require('n8n-workflow');
		const loaded = ms();
		for (const file of ${JSON.stringify(nodes)}) {
			const [NodeType] = Object.values(require(require('node:path').resolve(file)));
			new NodeType();
		}
		console.log(JSON.stringify({ workflowMs: loaded - start, nodeMs: ms() - loaded }));`;
	return JSON.parse(execFileSync(process.execPath, ['-e', script], { cwd: unpacked, encoding: 'utf8' })) as {
		workflowMs: number;
		nodeMs: number;
	};
}

const median = (values: number[]): number =>
	[...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

function report(what: string, { passed, message, details }: ScanResult): void {
	expect(passed, `n8n's scanner on the ${what}: ${passed ? 'passed' : `${message}\n${details ?? ''}`}`);
}

function expect(holds: boolean, sentence: string): void {
	console.log(`${holds ? 'ok  ' : 'FAIL'} ${sentence}`);
	if (!holds) process.exitCode = 1;
}

void main();
