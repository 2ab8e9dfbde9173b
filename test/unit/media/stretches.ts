import type { Turn } from '../../../nodes/WanVideoEdit/media/pixels/pixels';

type Work = (turn: Turn) => Promise<unknown>;

/** Rounds in which the work may show that it yields: compilation and garbage collection delay some of them. */
const MOST_ROUNDS = 4;

/**
 * Expects that work yields to the event loop this often, and that no stretch between two turns takes more than this
 * share of the CPU time of the whole work. Shares instead of milliseconds, since machines differ in speed. One round is
 * enough, as blocking code delays all of them.
 */
export async function demandTurns(
	work: Work,
	{ turns, share }: { turns: number; share: number },
): Promise<void> {
	const shares = [];
	for (let round = 0; round < MOST_ROUNDS; round += 1) {
		const { longest, total, count } = await stretches(work);
		expect(count).toBeGreaterThanOrEqual(turns);
		shares.push(longest / total);
		if (longest / total < share) break;
	}
	expect(Math.min(...shares)).toBeLessThan(share);
}

/** CPU time of the whole work, and the longest between two turns of the event loop, in microseconds. */
async function stretches(work: Work) {
	let last = process.cpuUsage();
	let [longest, total, count] = [0, 0, 0];
	const note = (): void => {
		const { user, system } = process.cpuUsage(last);
		longest = Math.max(longest, user + system);
		total += user + system;
		last = process.cpuUsage();
	};
	await work(async () => {
		note();
		count += 1;
	});
	note();
	return { longest, total, count };
}
