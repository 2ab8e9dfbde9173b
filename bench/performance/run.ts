import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { cpuSection } from '../cpu/section';
import { loadSection } from '../load/section';
import { makespanSection } from '../makespan/section';
import { pollingSection } from '../polling/section';
import { scaleSection } from '../scale/section';
import { PACKAGE } from '../shared/clockedNode';
import { fetchPeer } from '../shared/peerPackage';
import type { Section, Surroundings } from '../shared/section';
import { PARTS, writePart, type Part } from './page';

const MEASURE: Readonly<Record<Part, (surroundings: Surroundings) => Promise<Section>>> = {
	makespan: makespanSection,
	polling: pollingSection,
	cpu: cpuSection,
	scale: scaleSection,
	load: loadSection,
};

function aCount(text: string): number {
	const value = Number(text);
	if (!Number.isInteger(value) || value < 1)
		throw new InvalidArgumentError('It takes a whole number from 1.');
	return value;
}

const program = new Command('bench:performance')
	.description('Measures time, requests and CPU of this node, and writes docs/performance.md.')
	.option('--rounds <number>', 'times that each thing is measured', aCount, 3)
	.addOption(
		new Option('--only <part...>', 'measures these, and leaves the rest of the page').choices(PARTS),
	);

async function main(): Promise<void> {
	const { rounds, only = PARTS } = program.parse().opts<{ rounds: number; only?: readonly Part[] }>();
	const [load = 0] = loadavg();
	if (load > availableParallelism() / 2) {
		console.error(`This machine is busy (load ${load.toFixed(1)}): times will be longer than they are.`);
	}
	const folder = await mkdtemp(join(tmpdir(), 'wan-bench-'));
	try {
		const peer = await fetchPeer(folder);
		for (const part of PARTS.filter((one) => only.includes(one))) {
			console.log(`\n${part}`);
			const section = await MEASURE[part]({ rounds, peer, tell: (line) => console.log(`  ${line}`) });
			// Saved part by part, so that measurements are kept if a later part fails.
			await writePart(join(PACKAGE, 'docs'), part, section);
			for (const complaint of section.complaints) console.error(`  Not kept: ${complaint}`);
			if (section.complaints.length > 0) process.exitCode = 1;
		}
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
