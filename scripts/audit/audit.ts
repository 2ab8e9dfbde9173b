import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BundledPackage } from './bundledPackages';

export type Outcome =
	| { readonly kind: 'clean' }
	/** Known vulnerabilities, one line each. */
	| { readonly kind: 'found'; readonly lines: readonly string[] }
	/** The registry gave no answer that says either. */
	| { readonly kind: 'unknown'; readonly reason: string };

interface Vulnerability {
	readonly name: string;
	readonly severity: string;
	/** An advisory, or the name of a package that brings it. */
	readonly via: ReadonlyArray<
		string | { readonly title: string; readonly url: string; readonly range: string }
	>;
}

interface Report {
	readonly auditReportVersion?: number;
	readonly vulnerabilities?: Readonly<Record<string, Vulnerability>>;
	readonly message?: string;
	readonly error?: { readonly summary?: string };
}

/**
 * Asks the registry for known vulnerabilities of these packages, and of nothing else, by `npm audit`.
 * @param registry another one than npm is set up with
 */
export function audit(packages: readonly BundledPackage[], registry?: string): Outcome {
	const folder = mkdtempSync(path.join(tmpdir(), 'wan-audit-'));
	try {
		const versions = Object.fromEntries(packages.map(({ name, version }) => [name, version]));
		const manifest = { name: 'bundled', version: '0.0.0', dependencies: versions };
		const locked = packages.map(({ name, version }) => [`node_modules/${name}`, { version }] as const);
		const lock = {
			...manifest,
			lockfileVersion: 3,
			packages: { '': manifest, ...Object.fromEntries(locked) },
		};
		writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
		writeFileSync(path.join(folder, 'package-lock.json'), JSON.stringify(lock));
		const options = [
			'--json',
			'--package-lock-only',
			'--fetch-retries=1',
			...(registry ? [`--registry=${registry}`] : []),
		];
		const { stdout, error } = spawnSync('npm', ['audit', ...options], { cwd: folder, encoding: 'utf8' });
		return error ? { kind: 'unknown', reason: error.message } : outcomeOf(stdout);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** Whatever is not plainly a report of npm counts as no answer, never as none found. */
function outcomeOf(text: string): Outcome {
	const report = parsed(text);
	const { vulnerabilities } = report;
	if (report.auditReportVersion === undefined || vulnerabilities === undefined) {
		return { kind: 'unknown', reason: report.message || report.error?.summary || 'npm gave no report' };
	}
	const lines = Object.values(vulnerabilities).flatMap(({ name, severity, via }) =>
		via.map((one) =>
			typeof one === 'string'
				? `${name}: ${severity}, by ${one}`
				: `${name} ${one.range}: ${severity}, ${one.title} (${one.url})`,
		),
	);
	return lines.length === 0 ? { kind: 'clean' } : { kind: 'found', lines };
}

function parsed(text: string): Report {
	try {
		return (JSON.parse(text) ?? {}) as Report;
	} catch {
		return {};
	}
}
