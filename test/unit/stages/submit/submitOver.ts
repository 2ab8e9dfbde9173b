import type { CreateTaskBody } from '../../../../nodes/WanVideoEdit/dashscope/wire';
import { spellingFor } from '../../../../nodes/WanVideoEdit/dashscope/modelSpelling';
import { LostCreate } from '../../../../nodes/WanVideoEdit/stages/submit/lostCreate';
import type { Task } from '../../../../nodes/WanVideoEdit/stages/task';
import { submit } from '../../../../nodes/WanVideoEdit/stages/submit/submit';
import { modeNamed, placedOf, form, rejectionOf } from '../../drafts';
import { answer, runOver, type Script, type VirtualClock } from '../../standIns';

export const ID = '7f0c2c1e-5d0b-4b60-9a53-2a1f3f1f9c01';
export const ACCEPTED = answer(200, { request_id: 'r-ok', output: { task_id: ID, task_status: 'PENDING' } });
export const THROTTLED = answer(429, { code: 'Throttling.RateQuota', message: 'later', request_id: 'r-429' });
export const NO_SUCH_MODEL = answer(400, {
	code: 'InvalidParameter',
	message: 'Model not exist.',
	request_id: 'r-m',
});
export const MINUTES = 60_000;

/** Submits an item of Outpaint (VACE), or of another operation, to a scripted API. */
export function submitOver(
	script: Script,
	{
		operation = 'outpaint',
		item = 0,
		minutes = 30,
		...more
	}: Partial<{
		operation: string;
		item: number;
		minutes: number;
		clock: VirtualClock;
		host: string;
	}> = {},
) {
	const world = runOver(script, more);
	const drafted = placedOf(operation, form(operation), item);
	// As in the previous stage.
	const request = { ...drafted, model: spellingFor(world.run.client.baseUrl, drafted.model) };
	const deadline = world.clock.now() + minutes * MINUTES;
	const work = submit(modeNamed(operation), request, deadline, world.run).then(orReject);
	work.catch(() => undefined);
	return { ...world, work };
}

/** A lost request is not an error of this stage: the next one searches for its task. */
const orReject = async (sent: Task | LostCreate): Promise<Task> =>
	sent instanceof LostCreate ? await Promise.reject(sent) : sent;

/** The lost create request of a submit. */
export async function lostCallOf(work: Promise<unknown>): Promise<LostCreate> {
	const failure = await rejectionOf(work);
	if (!(failure instanceof LostCreate)) throw failure;
	return failure;
}

export const modelsOf = ({ provider }: Pick<ReturnType<typeof submitOver>, 'provider'>): string[] =>
	provider.requests.map(({ json }) => (json as CreateTaskBody).model);
