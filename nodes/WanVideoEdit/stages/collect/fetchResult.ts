import type { IBinaryData } from 'n8n-workflow';
import { codedNameOf } from '../../dashscope/explain';
import { linkExpiryOf } from '../../dashscope/tasks';
import { Failure } from '../../failure/failure';
import type { Output } from '../../form/result';
import { RESULT_LIMITS } from '../../n8n/transferLimits';
import { type FailedDownload, downloadToStore } from '../download';
import { LINK_ADVICE, policyOfResults } from '../linkPolicy';
import type { Run } from '../run';
import { factsOf, type Task } from '../task';

/** HTTP statuses of a link that has expired, or whose file is deleted. */
const GONE: ReadonlySet<number | null> = new Set([403, 404]);

/** Result of the query for a fresh link: no other link, or no response. */
type FreshLink = 'hasNoOther' | { readonly noResponse: string };

/**
 * Downloads the video. If its link has expired, queries the task once more for a fresh one.
 * @param onSlow called when the host is too slow for other items to wait for it
 * @throws Failure `download` with link and task ID
 */
export async function fetchResult(
	task: Task,
	{ allowPrivateHosts = false, fileName }: Pick<Output, 'allowPrivateHosts' | 'fileName'>,
	run: Run,
	onSlow?: () => void,
): Promise<IBinaryData> {
	const wanted = {
		fileName: fileName ?? `wan-${task.operation}-${task.taskId}.mp4`,
		what: `the video of task ${task.taskId}`,
		mustBeVideo: true,
		limits: RESULT_LIMITS,
		reach: policyOfResults(allowPrivateHosts, run.client.baseUrl),
		onSlow,
	};
	const link = task.response.output?.video_url ?? '';
	let result = await downloadToStore(link, wanted, run);
	let freshLink: FreshLink | undefined;
	if (result.kind === 'failed' && (GONE.has(result.httpStatus) || hasExpired(task, run))) {
		const reply = await run.client.getTask(task.taskId);
		freshLink = reply.kind === 'ok' ? 'hasNoOther' : { noResponse: codedNameOf(reply) };
		const fresh = reply.kind === 'ok' ? reply.body.output?.video_url : undefined;
		if (reply.kind === 'ok' && fresh !== undefined && fresh !== link) {
			task.response = reply.body;
			result = await downloadToStore(fresh, wanted, run);
		}
	}
	if (result.kind === 'file') return result.file;
	throw new Failure(
		'download',
		`The finished video could not be downloaded (${result.reason})`,
		howToGetIt(task, result, freshLink, run),
		{ ...videoFactsOf(task), httpStatus: result.httpStatus },
	);
}

/** What is known about a task with a video, for the details of failures. */
export const videoFactsOf = (task: Task) => ({
	...factsOf(task),
	videoUrl: task.response.output?.video_url,
	videoUrlExpiresAt: linkExpiryOf(task.response),
});

/** Where the video is and until when, for the middle of a sentence. */
export const whereItIs = ({ response }: Task): string =>
	`available at ${response.output?.video_url} until ${linkExpiryOf(response) ?? '24 hours after the task ended'}`;

function hasExpired({ response }: Task, { clock }: Run): boolean {
	const expiry = linkExpiryOf(response);
	return expiry !== null && Date.parse(expiry) <= clock.date();
}

const BY_TASK = 'with the resource Task, operation Get, and the task ID';

/** What the user can do. Never points to a link that no longer works. */
function howToGetIt(
	task: Task,
	{ httpStatus, refusal }: FailedDownload,
	freshLink: FreshLink | undefined,
	run: Run,
): string {
	const link = task.response.output?.video_url ?? '';
	const expiry = linkExpiryOf(task.response);
	const isOver = hasExpired(task, run);
	if (isOver || httpStatus === 404 || (httpStatus === 403 && expiry === null)) {
		const what = isOver ? `Its link expired at ${expiry}` : 'Its link no longer works';
		return typeof freshLink === 'object'
			? `${what}, and Alibaba Cloud could not be queried for a fresh one: ${freshLink.noResponse}. Query the task again ${BY_TASK}.`
			: `${what}, and Alibaba Cloud has no other working link: the video is deleted there.`;
	}
	if (!/^https?:/i.test(link)) return `The video is paid for. Fetch it ${BY_TASK}.`;
	if (httpStatus === 403) {
		return `The video is paid for. Its link should work until ${expiry}, so try again: ${link}, or ${BY_TASK}.`;
	}
	const help = refusal === 'blocked' ? ` ${LINK_ADVICE.blocked}` : '';
	return `The video is paid for and ${whereItIs(task)}. Download it there, or ${BY_TASK}.${help}`;
}
