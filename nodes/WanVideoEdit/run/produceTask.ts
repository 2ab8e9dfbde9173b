import { isModelUnknown } from '../dashscope/errors';
import { wordsIn } from '../dashscope/explain';
import { otherSpelling } from '../dashscope/models';
import { rememberSpelling, spellingFor } from '../dashscope/modelSpelling';
import type { TaskId } from '../dashscope/taskId';
import { asFailure, Failure } from '../failure/failure';
import { stoppedFailure } from '../failure/stopped';
import type { AnyMode, Placed } from '../modes/mode';
import { isRetried } from '../n8n/executionMode';
import type { Jobs } from '../stages/operation';
import { place } from '../stages/place/place';
import type { TextPattern } from '../stages/submit/evidence';
import { LostCreate } from '../stages/submit/lostCreate';
import { NoTaskListed, proveOwnership, recoverLostTask } from '../stages/submit/recoverLostTask';
import { submit } from '../stages/submit/submit';
import type { SubmittedTask } from '../stages/submit/submittedTasks';
import type { Task } from '../stages/task';
import { wait } from '../stages/wait/wait';
import { claimOf, earlierCall, hintAtRecovery, recovered } from './earlierTask';
import { type Edit, timeoutOf } from './edit';
import type { ItemRun } from './openRun';

/** What concerns a task until it is created. */
export interface Conditions {
	/** Checks before files are placed, and again before the task is created. @throws Failure */
	demand(): Promise<void>;
	/** Waits until the task's turn to take a slot has come. */
	turn?(): Promise<void>;
	/** Called in the moment in which the task is known to fail, before another one takes its slot. */
	onFailure?(): void;
}

/**
 * The task of an edit: that of an earlier try if there is one, otherwise created, exactly once. Waits for it if the user
 * wants that.
 * @throws Failure
 */
export async function produceTask(
	mode: AnyMode,
	edit: Edit,
	edits: Jobs<Edit>,
	memory: SubmittedTask,
	run: ItemRun,
	{ demand, turn, onFailure }: Conditions,
): Promise<Task> {
	const { request, handling, waiting } = edit;
	const timeoutMs = timeoutOf(edit);
	const placeFor = async (model: string) => {
		const seen = await edit.look(run);
		await demand();
		return await place(mode, { ...request, model }, seen, handling, run);
	};
	const watched = async (task: Task) => (waiting ? await wait(task, waiting, run) : task);
	const claim = () => claimOf(mode, edit, run);
	/** Another retry of the same item may use the task too. */
	const claimTask = (taskId: TaskId) => {
		if (isRetried(run.context)) run.account.claim(taskId, claim().likeness);
	};

	const taskOf = async (sent: Task | LostCreate, isRecalled = false): Promise<Task> => {
		memory.keep(sent);
		if (!(sent instanceof LostCreate)) {
			claimTask(sent.taskId);
			return await watched(sent);
		}
		if (isRetried(run.context)) sent.call.request = claim().likeness;
		const task = await recoverLostTask(sent, request, waiting !== undefined, run);
		claimTask(task.taskId);
		const evidence = isRecalled ? claim() : { ...claim(), prompt: exactly(request.prompt) };
		const own = await proveOwnership(task, sent, evidence, watched, run);
		memory.keep(own);
		edit.budget.found(sent, own);
		hintAtRecovery(own, run);
		return own;
	};
	const create = async (placed: Placed<unknown>): Promise<Task> => {
		await demand();
		const seconds = mode.billedSeconds(request, await edit.look(run));
		edit.budget.demand(seconds);
		const sent = await submit(mode, placed, run.clock.now() + timeoutMs, run, placeFor);
		edit.budget.commit(sent, seconds);
		return await taskOf(sent);
	};

	try {
		const task = await run.limits.forTask(
			async () => {
				const ready =
					(await earlierCall(memory, run)) ??
					(await recovered(mode, edit, edits, run)) ??
					(await placeUnderKnownName(request.model, placeFor, run));
				await turn?.();
				return ready;
			},
			async (ready) => {
				if ('slots' in ready) return await create(ready);
				const { sent, isOfAnotherExecution } = ready;
				try {
					return await taskOf(sent, true);
				} catch (cause) {
					// Within one execution, never assume that no task was created.
					if (!isOfAnotherExecution || !(cause instanceof NoTaskListed)) throw asFailure(cause);
				}
				memory.forget();
				return await create(await placeUnderKnownName(request.model, placeFor, run));
			},
			{ started: run.started, onFailure },
		);
		edit.budget.settle(task);
		return task;
	} catch (cause) {
		memory.learnFrom(cause);
		edit.budget.learnFrom(cause);
		throw asFailure(cause);
	}
}

/**
 * Places the files for the model name that the host knows. The request for temporary storage has the model name too and
 * comes first, so it may be the first to be rejected for it.
 */
async function placeUnderKnownName(
	model: string,
	placeFor: (model: string) => Promise<Placed<unknown>>,
	{ client, signal }: ItemRun,
): Promise<Placed<unknown>> {
	if (signal.aborted) throw stoppedFailure('before the task was created');
	const name = spellingFor(client.baseUrl, model);
	return await placeFor(name).catch(async (cause: unknown) => {
		const other = otherSpelling(name);
		if (other === undefined || !saysModelUnknown(cause)) return await Promise.reject(cause);
		const placed = await placeFor(other);
		rememberSpelling(client.baseUrl, model, other);
		return placed;
	});
}

const exactly = (prompt: string | undefined): TextPattern | undefined =>
	prompt === undefined ? undefined : [prompt];

const saysModelUnknown = (cause: unknown): boolean =>
	cause instanceof Failure && isModelUnknown(cause.details.code ?? undefined, wordsIn(cause.description));
