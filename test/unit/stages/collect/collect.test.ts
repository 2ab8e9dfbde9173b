import { collect } from '../../../../nodes/WanVideoEdit/stages/collect/collect';
import type { Task } from '../../../../nodes/WanVideoEdit/stages/task';
import { rejectionOf } from '../../drafts';
import { answer, idOf, lost, NOON, type Script } from '../../standIns';
import { sampleBytes, type Sent, webWithProvider } from '../webOver';

/** A link that expires this many hours after noon, or has no expiry. */
const linkOf = (hours?: number): string =>
	`https://storage.example.com/a.mp4${hours === undefined ? '' : `?Expires=${NOON / 1000 + hours * 3600}`}`;

const answerWith = (link: string | undefined, more: object = {}) => ({
	request_id: 'r-1',
	output: { task_id: idOf('a'), task_status: 'SUCCEEDED', video_url: link, ...more },
});

const BY_TASK = 'with the resource Task, operation Get, and the task ID';

/** The failure of collecting a video, with these responses of the storage host and of Alibaba Cloud. */
async function failureFor(link: string, sent: Sent[], provider: Script, more: object = {}) {
	const world = webWithProvider(provider, sent);
	const task: Task = {
		...{ taskId: idOf('a'), item: 2, operation: 'edit', model: 'wan2.7-videoedit', submittedAt: NOON },
		status: 'SUCCEEDED',
		response: answerWith(link, more),
	};
	const output = { simplify: true, downloadTo: 'data' };
	const failure = await rejectionOf(collect(task, output, world.run));
	return { ...world, failure };
}

describe('A video that cannot be downloaded', () => {
	it('is gone if its link has expired and Alibaba Cloud has no fresh one', async () => {
		const { failure, provider } = await failureFor(
			linkOf(-24),
			[{ status: 403 }],
			[answer(200, answerWith(linkOf(-24)))],
		);
		expect(failure.message).toBe('The finished video could not be downloaded (HTTP 403)');
		expect(failure.description).toBe(
			'Its link expired at 2026-11-19T12:00:00.000Z, and Alibaba Cloud has no other working link: the video is deleted there.',
		);
		expect(failure.details).toMatchObject({ taskId: idOf('a'), videoUrl: linkOf(-24), httpStatus: 403 });
		expect(provider.asked).toEqual(['query']);
	});

	it.each<[string, Script[number]]>([
		['no longer knows the task', answer(200, { output: { task_id: idOf('a'), task_status: 'UNKNOWN' } })],
		['gives no link any more', answer(200, answerWith(undefined))],
	])('is gone if Alibaba Cloud %s', async (_, said) => {
		const { failure } = await failureFor(linkOf(-1), [{ status: 403 }], [said]);
		expect(failure.description).toContain('the video is deleted there.');
		expect(failure.details.videoUrl).toBe(linkOf(-1));
	});

	it('is gone if the storage says so of a link that should be valid', async () => {
		const { failure } = await failureFor(
			linkOf(20),
			[{ status: 404 }],
			[answer(200, answerWith(linkOf(20)))],
		);
		expect(failure.description).toBe(
			'Its link no longer works, and Alibaba Cloud has no other working link: the video is deleted there.',
		);
	});

	it('is gone if 24 hours have passed since its end, and its link has no expiry', async () => {
		const ended = { end_time: '2026-11-19 19:59:00.000' };
		const { failure } = await failureFor(
			linkOf(),
			[{ status: 500 }],
			[answer(200, answerWith(linkOf(), ended))],
			ended,
		);
		expect(failure.description).toBe(
			'Its link expired at 2026-11-20T11:59:00.000Z, and Alibaba Cloud has no other working link: the video is deleted there.',
		);
	});

	it('may exist if Alibaba Cloud could not be queried', async () => {
		const { failure } = await failureFor(linkOf(-24), [{ status: 403 }], [lost('ECONNRESET')]);
		expect(failure.description).toBe(
			`Its link expired at 2026-11-19T12:00:00.000Z, and Alibaba Cloud could not be queried for a fresh one: no response (ECONNRESET). Query the task again ${BY_TASK}.`,
		);
	});

	it('may be downloaded later if a valid link was rejected', async () => {
		const { failure } = await failureFor(
			linkOf(20),
			[{ status: 403 }],
			[answer(200, answerWith(linkOf(20)))],
		);
		expect(failure.message).toContain('(HTTP 403)');
		expect(failure.description).toBe(
			`The video is paid for. Its link should work until 2026-11-21T08:00:00.000Z, so try again: ${linkOf(20)}, or ${BY_TASK}.`,
		);
	});

	it('is still there after a network error', async () => {
		const { failure, provider } = await failureFor(linkOf(20), [{ status: 503 }], [lost('never asked')]);
		expect(failure.description).toBe(
			`The video is paid for and available at ${linkOf(20)} until 2026-11-21T08:00:00.000Z. Download it there, or ${BY_TASK}.`,
		);
		expect(provider.requests).toEqual([]);
	});

	it('can be found by its task if its link is not a web address', async () => {
		const { failure } = await failureFor('oss://bucket/a.mp4', [{ status: 500 }], [lost('never asked')]);
		expect(failure.description).toBe(`The video is paid for. Fetch it ${BY_TASK}.`);
	});
});

describe('A video behind an expired link', () => {
	it.each([403, 500])('is downloaded by a fresh one after HTTP %d', async (status) => {
		const { run, requests } = webWithProvider(
			[answer(200, answerWith(linkOf(20)))],
			[
				...Array.from({ length: status === 403 ? 1 : 3 }, () => ({ status })),
				{ body: await sampleBytes('clip.mp4') },
			],
		);
		const task: Task = {
			...{ taskId: idOf('a'), item: 2, operation: 'edit', model: 'wan2.7-videoedit', submittedAt: NOON },
			status: 'SUCCEEDED',
			response: answerWith(linkOf(-24)),
		};
		const item = await collect(task, { simplify: true, downloadTo: 'data' }, run);
		expect(item.binary?.data?.mimeType).toBe('video/mp4');
		expect(item.json.videoUrl).toBe(linkOf(20));
		expect(requests.at(-1)?.url).toBe(linkOf(20));
	});
});
