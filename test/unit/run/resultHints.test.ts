import type { INodeExecutionData } from 'n8n-workflow';
import { resultHints } from '../../../nodes/WanVideoEdit/run/resultHints';

const EXPIRES = '2026-01-31T18:05:00.000Z';
const finished = (more: object = {}, hasFile = false): INodeExecutionData =>
	({
		json: {
			status: 'SUCCEEDED',
			videoUrl: 'https://example.com/a.mp4',
			videoUrlExpiresAt: EXPIRES,
			billedSeconds: 10,
			...more,
		},
		...(hasFile ? { binary: { data: {} } } : {}),
	}) as INodeExecutionData;

describe('Hints about results', () => {
	it('say when a link expires, and how to get the file without paying again', () => {
		expect(resultHints([finished()], true)).toEqual([
			"The link to the video expires on 2026-01-31 at 18:05 UTC. To get the file without paying again, use the resource Task, operation Get, with 'Download Video' on.",
			'Alibaba Cloud bills 10 seconds for this video.',
		]);
	});

	it('do not mention links where the file is there', () => {
		expect(resultHints([finished({}, true)], true)).toEqual([
			'Alibaba Cloud bills 10 seconds for this video.',
		]);
	});

	it('add up the billed seconds, and name the first link to expire', () => {
		const later = finished({ billedSeconds: 5.5, videoUrlExpiresAt: '2026-02-01T00:00:00Z' });
		const [links, billed] = resultHints([later, finished()], true);
		expect(links).toMatch(/^The links to the videos expire on 2026-01-31 at 18:05 UTC\..* the files /);
		expect(billed).toBe('Alibaba Cloud bills 15.5 seconds for 2 videos.');
	});

	it('do not count seconds of tasks that were only looked up', () => {
		expect(resultHints([finished({}, true)], false)).toEqual([]);
	});

	it('say how to get the video of a task that is still running', () => {
		expect(resultHints([{ json: { status: 'PENDING', taskId: 'a' } }], true)).toEqual([
			'A task is still running. When finished, get the video with the resource Task, operation Get, within 24 hours.',
		]);
	});

	it('know results that were not simplified', () => {
		const output = { task_status: 'SUCCEEDED', video_url: 'https://example.com/a.mp4?Expires=1769882700' };
		const raw = { json: { output, usage: { duration: 5 } } } as unknown as INodeExecutionData;
		expect(resultHints([raw], true)).toEqual([
			expect.stringMatching(/^The link to the video expires on 2026-01-31 at 18:05 UTC/),
			'Alibaba Cloud bills 5 seconds for this video.',
		]);
	});

	it('are none for a list of tasks', () => {
		expect(resultHints([{ json: { status: 'SUCCEEDED', taskId: 'a', model: 'm' } }], false)).toEqual([]);
	});
});
