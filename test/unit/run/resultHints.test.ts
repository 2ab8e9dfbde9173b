import { resultHints } from '../../../nodes/WanVideoEdit/run/resultHints';
import type { Result } from '../../../nodes/WanVideoEdit/stages/run';
import type { Task } from '../../../nodes/WanVideoEdit/stages/task';

const EXPIRES = '2026-01-31T18:05:00.000Z';

const finished = ({ seconds = 10, expires = EXPIRES, hasFile = false } = {}): Result => ({
	task: {
		status: 'SUCCEEDED',
		response: {
			output: { task_status: 'SUCCEEDED', video_url: 'https://example.com/a.mp4' },
			usage: { duration: seconds },
		},
	} as Task,
	hasFile,
	expiresAt: expires,
});

const running: Result = {
	task: { status: 'PENDING', response: {} } as Task,
	hasFile: false,
	expiresAt: null,
};

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
		const later = finished({ seconds: 5.5, expires: '2026-01-31T19:05:00.000Z' });
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
