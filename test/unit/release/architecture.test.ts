import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.join(__dirname, '../../..');
const NODE = 'nodes/WanVideoEdit';

interface Cruise {
	readonly summary: {
		readonly totalCruised: number;
		readonly violations: ReadonlyArray<{ rule: { name: string }; from: string; to: string }>;
	};
}

/** Runs dependency-cruiser on the node below a folder, with the rules of this repository. */
function cruise(root: string): Cruise['summary'] {
	const output = execFileSync(
		process.execPath,
		[
			path.join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'),
			'nodes',
			...['--config', path.join(ROOT, '.dependency-cruiser.cjs'), '--output-type', 'json'],
		],
		{ cwd: root, encoding: 'utf8', maxBuffer: 64 * 2 ** 20 },
	);
	return (JSON.parse(output) as Cruise).summary;
}

describe('Imports', () => {
	it('run downwards, without cycles', () => {
		const { totalCruised, violations } = cruise(ROOT);
		expect(violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
		expect(totalCruised).toBeGreaterThan(100);
	});

	it('are rejected if they run upwards, in a cycle, or into a folder that has no place yet', () => {
		const root = mkdtempSync(path.join(tmpdir(), 'imports-'));
		const files: Record<string, string> = {
			'media/bytes.ts': "import '../modes/edit';",
			'modes/edit.ts': "import './repaint';",
			'modes/repaint.ts': "import '../attic/trunk';",
			'attic/trunk.ts': '',
			'stages/run.ts': "import './wait/wait';",
			'stages/check/check.ts': "import '../collect/collect';",
			'stages/wait/wait.ts': "import './poll';",
			'stages/wait/poll.ts': "import './wait';",
			'stages/collect/collect.ts': '',
		};
		try {
			writeFileSync(path.join(root, 'tsconfig.json'), '{}');
			for (const [name, text] of Object.entries(files)) {
				const file = path.join(root, NODE, name);
				mkdirSync(path.dirname(file), { recursive: true });
				writeFileSync(file, `${text}\nexport {};\n`);
			}
			expect([...new Set(cruise(root).violations.map(({ rule }) => rule.name))].sort()).toEqual([
				'media-imports-downwards',
				'modes-stand-alone',
				'no-circle',
				'rooms-are-known',
				'stage-check-imports-earlier-ones',
				'stages-share-downwards',
			]);
		} finally {
			rmSync(root, { recursive: true });
		}
	});
});

describe('The map in CONTRIBUTING.md', () => {
	const map = /## Map of the code\n\n```\n([\s\S]*?)```/.exec(
		readFileSync(path.join(ROOT, 'CONTRIBUTING.md'), 'utf8'),
	)?.[1];
	/** Names at one level of the map: each line begins with one or more names, separated by commas. */
	const namesAt = (indent: string, above: string): string[] => {
		const lines = (map ?? '').split('\n');
		const begin = lines.findIndex((line) => line.startsWith(above));
		const names: string[] = [];
		for (const line of lines.slice(begin + 1)) {
			if (!line.startsWith(indent)) break;
			const [first = ''] = line.slice(indent.length).split(/ {2,}/);
			if (first !== '' && !first.startsWith(' ')) names.push(...first.split(', '));
		}
		return names.sort();
	};
	const entriesOf = (folder: string): string[] =>
		readdirSync(path.join(ROOT, folder), { withFileTypes: true })
			.filter(({ name }) => !/\.(json|svg)$/.test(name))
			.map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name))
			.sort();

	it('names all folders of the node, and no others', () => {
		expect(namesAt('  ', `${NODE}/`)).toEqual(entriesOf(NODE));
	});

	it('names all stages, and what they share', () => {
		expect(namesAt('    ', '  stages/')).toEqual(entriesOf(`${NODE}/stages`));
	});
});
