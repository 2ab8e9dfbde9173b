import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { fetchPeer, PEER } from '../shared/peerPackage';
import { nextMessage, startProcess, type Answer } from '../shared/process';
import { SUBJECTS } from '../shared/subjects';
import { BAR_MB, MB, nameOf, takesPart } from './cases';
import type { Row } from './figures';
import { writeReport } from './report';
import { measureRounds } from './rounds';
import type { Services } from './services';
import { table } from './table';

const DOCS = join(__dirname, '..', '..', 'docs');

function aCount(text: string): number {
	const value = Number(text);
	if (!Number.isInteger(value) || value < 1)
		throw new InvalidArgumentError('It takes a whole number from 1.');
	return value;
}

const program = new Command('bench:memory')
	.description(
		"Measures how much memory this node and n8n's Qwen Cloud node take for files of several sizes.",
	)
	.option('--rounds <number>', 'times that each transfer is measured', aCount, 3);

async function main(): Promise<void> {
	const { rounds } = program.parse().opts<{ rounds: number }>();
	const folder = await mkdtemp(join(tmpdir(), 'wan-bench-'));
	const otherSide = startProcess(join(__dirname, 'services.ts'));
	try {
		const services = await nextMessage<Services>(otherSide);
		const peer = await fetchPeer(folder).catch((error: Error) => {
			const reason = error.message.split('\n').find((line) => line.startsWith('npm error')) ?? error.message;
			console.error(`${PEER} could not be fetched, so it is left out (${reason})`);
			return undefined;
		});
		const rows = await measureRounds(rounds, { services, folder, peer }, tell);
		console.log(`\n${table(rows)}\n`);
		judge(rows);
		if (rows.every(isComplete)) await writeReport(DOCS, rows, rounds);
		else console.log('docs/memory.md stays as it is: it compares the two nodes, and something is missing.');
	} finally {
		if (otherSide.connected) otherSide.disconnect();
		await rm(folder, { recursive: true, force: true });
	}
}

function tell(title: string, answer: Answer<number>): void {
	if ('result' in answer) {
		console.log(`${title}: ${(answer.result / MB).toFixed(1)} MB`);
		return;
	}
	console.error(`${title}: ${answer.problem}`);
	process.exitCode = 1;
}

function judge(rows: readonly Row[]): void {
	const complaints = rows.flatMap(({ transfer, growth: { wan } }) => {
		if (wan === undefined) return `${nameOf(transfer)}: not measured`;
		return wan.median > BAR_MB ? `${nameOf(transfer)}: this node takes more than ${BAR_MB} MB` : [];
	});
	for (const complaint of complaints) console.error(complaint);
	if (complaints.length > 0) process.exitCode = 1;
	else console.log(`This node stays within ${BAR_MB} MB.`);
}

const isComplete = ({ transfer, growth }: Row): boolean =>
	SUBJECTS.every((subject) => !takesPart(subject, transfer) || growth[subject] !== undefined);

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
