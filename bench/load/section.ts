import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { barChart, COLORS } from '../shared/barChart';
import { PACKAGE } from '../shared/clockedNode';
import { NODE_MODULES } from '../shared/peerPackage';
import type { Section, Surroundings } from '../shared/section';
import { spreadOf, type Spread } from '../shared/spread';
import { SERIES, SUBJECTS, type Subject } from '../shared/subjects';
import { markdownTable } from '../shared/tables';

/** Promises of this package. */
const BARS = { milliseconds: 20, kilobytes: 150, dependencies: 0 };

/** Processes per node and round: loading takes milliseconds, and other load on the machine affects each. */
const PROCESSES = 10;

const run = promisify(execFile);

/** Milliseconds of one process. CPU time depends little on other load. */
interface Timed {
	/** CPU time of n8n-workflow, which n8n loads before any node. */
	readonly workflow: number;
	/** CPU time of the node. */
	readonly node: number;
	/** Wall-clock time of the node. */
	readonly clock: number;
}

type Times = Readonly<Record<Subject, Readonly<Record<keyof Timed, Spread>>>>;

interface Packed {
	readonly kilobytes: number;
	readonly unpackedKilobytes: number;
	readonly dependencies: number;
}

/**
 * How long n8n needs to load the node, and how large the package is. Measures `dist`, which must be built
 * first.
 */
export async function loadSection({ rounds, peer, tell }: Surroundings): Promise<Section> {
	const processes = rounds * PROCESSES;
	const times = await timesOf(processes, peer);
	const packed = await packedSize();
	const milliseconds = times.wan.node.median;
	tell(`Loading: ${milliseconds.toFixed(1)} ms, ${packed.kilobytes.toFixed(0)} kB packed`);

	const complaints = [
		...(milliseconds > BARS.milliseconds ? [`The node takes ${milliseconds.toFixed(1)} ms to load`] : []),
		...(packed.kilobytes > BARS.kilobytes ? [`The package has ${packed.kilobytes.toFixed(0)} kB`] : []),
		...(packed.dependencies > BARS.dependencies
			? [`The package has ${packed.dependencies} run-time dependencies`]
			: []),
	];
	return { markdown: markdown(times, packed, processes), plots: [plot(times)], complaints };
}

async function timesOf(processes: number, peer: string): Promise<Times> {
	const files: Record<Subject, [file: string, className: string]> = {
		wan: [join(PACKAGE, 'dist', 'nodes', 'WanVideoEdit', 'WanVideoEdit.node.js'), 'WanVideoEdit'],
		qwen: [join(peer, 'dist', 'nodes', 'vendors', 'AlibabaCloud', 'AlibabaCloud.node.js'), 'AlibabaCloud'],
	};
	const found: Record<Subject, Timed[]> = { wan: [], qwen: [] };
	// The first process of each fills the file system's cache, and does not count.
	for (let count = 0; count <= processes; count++) {
		for (const subject of SUBJECTS) {
			const timed = await timeOnce(...files[subject]);
			if (count > 0) found[subject].push(timed);
		}
	}
	const spread = (subject: Subject, figure: keyof Timed) =>
		spreadOf(found[subject].map((one) => one[figure])) as Spread;
	const both = (subject: Subject) => ({
		workflow: spread(subject, 'workflow'),
		node: spread(subject, 'node'),
		clock: spread(subject, 'clock'),
	});
	return { wan: both('wan'), qwen: both('qwen') };
}

async function timeOnce(file: string, className: string): Promise<Timed> {
	const env = { ...process.env, NODE_PATH: NODE_MODULES };
	const { stdout } = await run(process.execPath, [join(__dirname, 'timed.js'), file, className], { env });
	return JSON.parse(stdout) as Timed;
}

async function packedSize(): Promise<Packed> {
	const { stdout } = await run('npm', ['pack', '--dry-run', '--json'], { cwd: PACKAGE });
	const [{ size, unpackedSize }] = JSON.parse(stdout) as [{ size: number; unpackedSize: number }];
	const manifest = JSON.parse(await readFile(join(PACKAGE, 'package.json'), 'utf8')) as Manifest;
	return {
		kilobytes: size / 1000,
		unpackedKilobytes: unpackedSize / 1000,
		dependencies: Object.keys(manifest.dependencies ?? {}).length,
	};
}

interface Manifest {
	readonly dependencies?: Readonly<Record<string, string>>;
}

const plot = ({ wan, qwen }: Times) => ({
	name: 'load',
	svg: barChart({
		title: 'Milliseconds of CPU time to load, less is better',
		description: "Milliseconds to load this node, n8n's Qwen Cloud node, and n8n-workflow",
		limit: { label: `this node's limit, ${BARS.milliseconds} ms`, value: BARS.milliseconds },
		digits: 1,
		groups: [
			{ label: 'This node', bars: [{ series: SERIES.wan, value: wan.node }] },
			{ label: 'Qwen Cloud node', bars: [{ series: SERIES.qwen, value: qwen.node }] },
			{ label: 'n8n-workflow', bars: [{ series: PART_OF_N8N, value: wan.workflow }] },
		],
	}),
});

const PART_OF_N8N = { label: 'a part of n8n itself', color: COLORS.soft };

const markdown = (times: Times, packed: Packed, processes: number): string => `## Loading and size

What the package adds to n8n's start time and disk use.

![Milliseconds to load this node, n8n's Qwen Cloud node, and n8n-workflow](images/load.svg)

${markdownTable(
	['', 'This node', 'Qwen Cloud node', 'Promise'],
	[
		['Loading (ms of CPU time)', inWords(times.wan.node), inWords(times.qwen.node), `≤ ${BARS.milliseconds}`],
		['Loading (ms by the clock)', inWords(times.wan.clock), inWords(times.qwen.clock), '–'],
		['CPU time beside n8n-workflow', share(times.wan), share(times.qwen), '–'],
		['Package, packed (kB)', whole(packed.kilobytes), '–', `≤ ${BARS.kilobytes}`],
		['Package, unpacked (kB)', whole(packed.unpackedKilobytes), '–', '–'],
		['Run-time dependencies', String(packed.dependencies), '–', String(BARS.dependencies)],
	],
)}

Median of ${processes} new processes each, in turn; minimum and maximum in brackets. Each loads \`n8n-workflow\` first, which n8n
loads before any node (${whole(times.wan.workflow.median)} ms here), then the built node, and creates an instance. The third line is the node's time as a share
of n8n-workflow's. The promise applies to CPU time: on an idle machine, clock time is about the same; on a busy one it can
be anything. 1 kB = 1,000 bytes.

The Qwen Cloud node comes in a package with a hundred others, so its size is not compared. Two modules that only its
text operation needs are left empty here: in n8n it takes slightly longer.
`;

const inWords = ({ median, least, most }: Spread): string =>
	`${median.toFixed(1)} (${least.toFixed(1)}–${most.toFixed(1)})`;

const share = ({ node, workflow }: Times[Subject]): string =>
	`${((100 * node.median) / workflow.median).toFixed(0)} %`;

const whole = (value: number): string => value.toFixed(0);
