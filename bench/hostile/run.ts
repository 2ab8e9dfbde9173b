/**
 * Measures what hostile hosts can do, in real time and over real sockets, compares it with the limits, and
 * prints the figures.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { n8nHelpers } from '../../test/support/n8nHelpers';
import { type DoorName, doorsTo, runThrough } from '../../test/support/doors';
import { HostileHost } from '../../test/support/hostileHost';
import { sampleBytes } from '../../test/unit/stages/webOver';
import { watchGrowth } from '../shared/residentMemory';
import { terminalTable } from '../shared/tables';
import { type Case, CASES, GRACE_MS, STORE_FACTOR } from './cases';

const MB = 1024 * 1024;

/** How often n8n's store is measured. */
const LOOK_EVERY_MS = 20;

/** Time for the other side to notice a closed connection. */
const CLOSE_MS = 1000;

interface Figures {
	readonly one: Case;
	readonly name: DoorName;
	readonly said: string;
	readonly tookMs: number;
	readonly deadlineMs: number;
	readonly requests: number;
	/** Bytes in n8n's store, at the maximum and at the end. */
	readonly stored: number;
	readonly left: number;
	readonly mostStored: number;
	/**
	 * Growth of resident memory up to its peak, in bytes. Includes the host, and everything else that is
	 * measured at the same time.
	 */
	readonly growth: number;
	/** Connections that the node did not close. */
	readonly open: number;
}

let executions = 0;

async function measure(one: Case, name: DoorName, head: Uint8Array): Promise<Figures> {
	const n8n = await n8nHelpers(String(++executions));
	const host = new HostileHost();
	const origin = await host.start();
	host.deed = (request, response) => one.deed(host, request, response, head);
	const door = doorsTo(origin)[name];
	const before = await n8n.storedBytes();
	let most = before;
	const look = setInterval(
		() => void n8n.storedBytes().then((bytes) => (most = Math.max(most, bytes))),
		LOOK_EVERY_MS,
	);
	const growth = watchGrowth();
	const begun = performance.now();
	try {
		const said = await door.open(runThrough(n8n.helpers, origin).run);
		const tookMs = performance.now() - begun;
		host.readOn();
		await pause(CLOSE_MS);
		const figures = {
			...{ one, name, said, tookMs, deadlineMs: door.deadlineMs, requests: host.asked.length },
			...{ stored: most - before, left: (await n8n.storedBytes()) - before, mostStored: door.mostStored },
			...{ growth: growth(), open: host.asked.length - host.closed },
		};
		console.log(`${name}, ${one.label}: ${(tookMs / 1000).toFixed(1)} s (${said})`);
		return figures;
	} finally {
		clearInterval(look);
		await host.close();
	}
}

function complaintsOf({ one, name, tookMs, deadlineMs, stored, mostStored, left, open }: Figures): string[] {
	const where = `A host that ${one.label}, at ${name}`;
	const complaints: string[] = [];
	if (tookMs > deadlineMs + GRACE_MS) complaints.push(`${where}: ${tookMs.toFixed(0)} ms`);
	if (stored > STORE_FACTOR * mostStored) complaints.push(`${where}: ${stored} bytes in n8n's store`);
	if (left > 0) complaints.push(`${where}: ${left} bytes left in n8n's store`);
	if (open > 0) complaints.push(`${where}: ${open} connections left open`);
	return complaints;
}

async function main(): Promise<void> {
	const film = await sampleBytes('product-short.mp4');
	// The start of a video whose index never arrives.
	const head = film.subarray(0, 32);
	const found: Figures[] = [];
	const measured = (slow: boolean) =>
		CASES.filter(({ isSlow = false }) => isSlow === slow).flatMap((one) =>
			one.doors.map((name) => async () => await measure(one, name, head)),
		);
	for (const begin of measured(false)) found.push(await begin());
	found.push(...(await Promise.all(measured(true).map(async (begin) => await begin()))));
	const megabytes = (bytes: number) => (bytes / MB).toFixed(1);
	const rows = found.map((figures) => [
		...[figures.name, figures.one.label, (figures.tookMs / 1000).toFixed(1)],
		...[(figures.deadlineMs / 1000).toFixed(0), String(figures.requests), megabytes(figures.stored)],
		...[
			megabytes(figures.mostStored),
			megabytes(figures.left),
			figures.one.isSlow ? '' : megabytes(figures.growth),
		],
	]);
	const headings = ['Door', 'The host', 'Took (s)', 'Deadline (s)', 'Requests', 'Stored at most (MB)'];
	console.log(`\n${terminalTable([...headings, 'Limit (MB)', 'Left (MB)', 'Memory growth (MB)'], rows)}`);
	const complaints = found.flatMap(complaintsOf);
	for (const complaint of complaints) console.error(`Not kept: ${complaint}`);
	process.exit(complaints.length > 0 ? 1 : 0);
}

main().catch((error: unknown) => {
	console.error(error);
	process.exit(1);
});
