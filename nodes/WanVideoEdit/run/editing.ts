import { isModelUnknown } from '../dashscope/errors';
import { wordsIn } from '../dashscope/explain';
import { otherSpelling } from '../dashscope/models';
import { rememberSpelling, spellingFor } from '../dashscope/modelSpelling';
import type { TaskId } from '../dashscope/taskId';
import { asFailure, Failure } from '../failure/failure';
import { LostCreate } from '../stages/submit/lostCreate';
import { stoppedFailure } from '../failure/stopped';
import { type Output, readOutput } from '../form/result';
import { type FileHandling, readFileHandling } from '../form/fileHandling';
import { readConcurrency, readWaiting } from '../form/waiting';
import { fieldsOf, takesInline } from '../modes/form';
import type { AnyMode, Checked, Placed } from '../modes/mode';
import { openBucket } from '../stages/place/ossBucket';
import { recoverLostTask, NoTaskListed, proveOwnership } from '../stages/submit/recoverLostTask';
import { check } from '../stages/check/check';
import { collect, type Extras } from '../stages/collect/collect';
import { inspectFiles } from '../stages/check/inspect';
import type { SeenSlot } from '../stages/check/seenSlot';
import type { Operation } from '../stages/operation';
import { inspectLinks } from '../stages/place/inspectLinks';
import { place } from '../stages/place/place';
import { read } from '../stages/read';
import type { TextPattern } from '../stages/submit/evidence';
import { isRetried } from '../n8n/executionMode';
import { hasKept, isForgotten } from '../stages/submit/submittedTasks';
import { claimOf, earlierCall, findingOf, hintAtRecovery, memoryOf, recalls, recovered } from './earlierTask';
import { type Edit, timeoutOf } from './edit';
import type { ItemRun } from './openRun';
import { demandPlaceForSound, demandSoundInFiles, demandSoundInLinks, soundOf } from './sound';
import type { Task } from '../stages/task';
import { once } from '../timing/once';
import { submit } from '../stages/submit/submit';
import { wait } from '../stages/wait/wait';

/** Timeout (Minutes) also limits the download of a linked file, but never below this: it may be 0. */
const LEAST_FETCH_MS = 60_000;

/** Processes an item from parameters to video, for any edit mode. */
export const editing = (mode: AnyMode): Operation<Edit, ItemRun> => ({
	operation: mode.operation,
	fields: fieldsOf(mode),

	async prepare(parameters, context) {
		const request = check(mode, read(mode, parameters));
		const handling = readFileHandling(parameters, takesInline(mode));
		if (handling.archiveResult || handling.fileTransfer === 'oss') await openBucket(context);
		const waiting = readWaiting(parameters);
		const output = readOutput(parameters);
		if (request.sound) demandPlaceForSound(waiting, output, handling);
		const files = await inspectFiles(mode, request, context);
		if (request.sound) await demandSoundInFiles(request, files, context);
		const concurrency = readConcurrency(parameters, mode.family);
		return { request, waiting, output, handling, concurrency, files };
	},

	async perform(edit, run, edits) {
		const { request, files, handling, waiting, output } = edit;
		const memory = memoryOf(mode, edit, run);
		const timeoutMs = timeoutOf(edit);
		const fetchMs = Math.max(timeoutMs, LEAST_FETCH_MS);
		const seen = once(async () => await inspectLinks(mode, request, files, handling, run, fetchMs));
		const sound = once(async () => await soundOf(request, await seen(), handling, run, fetchMs));
		const placeFor = async (model: string) => {
			const known = await seen();
			await demandSoundInLinks(request, await sound());
			return await place(mode, { ...request, model }, known, handling, run);
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
			hintAtRecovery(own, run);
			return own;
		};
		const create = async (placed: Placed<unknown>): Promise<Task> =>
			await taskOf(await submit(mode, placed, run.clock.now() + timeoutMs, run, placeFor));

		const edited = run.limits.forTask(
			async () =>
				(await earlierCall(memory, run)) ??
				(await recovered(mode, edit, edits, run)) ??
				(await placeUnderKnownName(request, placeFor, run)),
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
				return await create(await placeUnderKnownName(request, placeFor, run));
			},
			run.started,
		);
		try {
			const task = await edited;
			const extras: Extras = {
				...(request.sound && { sound }),
				...(output.outputMask && { mask: async () => maskIn(await seen()) }),
			};
			const collected = await collect(task, { ...output, ...wishesOf(handling) }, run, extras);
			memory.close();
			run.handedOn.add(task.taskId);
			if (isRetried(run.context)) run.account.leave(task.taskId, 'delivered');
			return [collected];
		} catch (cause) {
			memory.learnFrom(cause);
			throw asFailure(cause);
		} finally {
			memory.release();
		}
	},

	async goesOn(edit, run, edits) {
		const isKept = hasKept(run.context) && recalls(mode, edit, run);
		if (isKept || !isForgotten(run.context)) return isKept;
		const finding = findingOf(mode, edit, edits, run);
		// The item itself reports a Stop.
		return await finding.then(({ kind }) => kind === 'own').catch(() => false);
	},

	tasksAtOnce: ({ concurrency }) => concurrency,
	cancelsOnStop: ({ waiting }) => waiting?.cancelOnStop ?? false,
});

/**
 * Places the files for the model name that the host knows. The request for temporary storage has the model name too and
 * comes first, so it may be the first to be rejected for it.
 */
async function placeUnderKnownName(
	{ model }: Checked<unknown>,
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

const maskIn = (seen: readonly SeenSlot[]) => seen.find(({ slot }) => slot.name === 'mask')?.file;

const exactly = (prompt: string | undefined): TextPattern | undefined =>
	prompt === undefined ? undefined : [prompt];

const saysModelUnknown = (cause: unknown): boolean =>
	cause instanceof Failure && isModelUnknown(cause.details.code ?? undefined, wordsIn(cause.description));

/** The file options that apply to the result. */
const wishesOf = ({ archiveResult, ossLinkHours, allowPrivateHosts }: FileHandling): Partial<Output> => ({
	archiveHours: archiveResult ? ossLinkHours : undefined,
	allowPrivateHosts,
});
