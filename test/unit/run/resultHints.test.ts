import { resultHints as hintsAt } from '../../../nodes/WanVideoEdit/run/resultHints';
import { ResultTotals } from '../../../nodes/WanVideoEdit/stages/resultTotals';
import type { Task } from '../../../nodes/WanVideoEdit/stages/task';

/** Alibaba Cloud writes times in its own zone: 24 hours before the link expires, at 18:05 UTC. */
const ENDED = '2026-01-31 02:05:00.000';

interface Result {
	readonly task: Pick<Task, 'status' | 'response'>;
	readonly hasFile: boolean;
}

const finished = ({ seconds = 10, ended = ENDED, hasFile = false } = {}): Result => ({
	task: {
		status: 'SUCCEEDED',
		response: {
			output: { task_status: 'SUCCEEDED', video_url: 'https://example.com/a.mp4', end_time: ended },
			usage: { duration: seconds },
		},
	},
	hasFile,
});

const running: Result = { task: { status: 'PENDING', response: {} }, hasFile: false };

function resultHints(results: readonly Result[], billsSeconds: boolean): string[] {
	const totals = new ResultTotals();
	for (const { task, hasFile } of results) totals.add(task, hasFile);
	return hintsAt(totals, billsSeconds);
}

describe('Hints about results', () => {
	it('say when a link expires, and how to get the file without paying again', () => {
		expect(resultHints([finished()], true)).toEqual([
			"The link to the video expires on 2026-01-31 at 18:05 UTC. To get the file without paying again, use the resource Task, operation Get, with 'Download Video' on.",
			'Alibaba Cloud bills 10 seconds for this video.',
		]);
	});

	it('do not mention links where the file is there', () => {
		expect(resultHints([finished({ hasFile: true })], true)).toEqual([
			'Alibaba Cloud bills 10 seconds for this video.',
		]);
	});

	it('add up the billed seconds, and name the first link to expire', () => {
		const later = finished({ seconds: 5.5, ended: '2026-01-31 03:05:00.000' });
		const [links, billed] = resultHints([later, finished()], true);
		expect(links).toMatch(/^The links to the videos expire on 2026-01-31 at 18:05 UTC\..* the files /);
		expect(billed).toBe('Alibaba Cloud bills 15.5 seconds for 2 videos.');
	});

	it('do not count seconds of tasks that were only looked up', () => {
		expect(resultHints([finished({ hasFile: true })], false)).toEqual([]);
	});

	it('say how to get the video of a task that is still running', () => {
		expect(resultHints([running], true)).toEqual([
			'A task is still running. When finished, get the video with the resource Task, operation Get, within 24 hours.',
		]);
	});

	it('are none where nothing was returned', () => {
		expect(resultHints([], true)).toEqual([]);
	});
});

describe('Hints about estimates', () => {
	const totalsOf = (billed: number, ...estimates: Array<number | undefined>) => {
		const totals = new ResultTotals();
		totals.add(finished({ seconds: billed, hasFile: true }).task, true);
		for (const one of estimates) totals.addEstimate(one);
		return totals;
	};

	it('stand beside the bill if every item was estimated', () => {
		expect(hintsAt(totalsOf(10.04, 5.02, 5.02), true)).toEqual([
			'Alibaba Cloud bills 10.04 seconds for this video. The estimate was 10.04.',
		]);
		expect(hintsAt(totalsOf(10, 5, undefined, 5), true)).toEqual([
			'Alibaba Cloud bills 10 seconds for this video.',
		]);
	});

	it('say what a dry run would cost', () => {
		const totals = new ResultTotals();
		totals.addDryRun(1);
		expect(hintsAt(totals, true)).toEqual([
			'Dry run: no task was created. Alibaba Cloud would bill about 1 second for this video.',
		]);
		totals.addDryRun(5.5);
		expect(hintsAt(totals, true)[0]).toMatch(/about 6\.5 seconds for 2 videos\.$/);
	});
});
