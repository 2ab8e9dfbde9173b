import { isModelUnknown } from '../dashscope/errors';
import { wordsIn } from '../dashscope/explain';
import { otherSpelling } from '../dashscope/models';
import { rememberSpelling, spellingFor } from '../dashscope/spelling';
import { Failure } from '../failure/failure';
import { LostCreate } from '../failure/lostCreate';
import { asFailure } from '../failure/report';
import { stoppedFailure } from '../failure/stopped';
import { type Output, readOutput } from '../form/result';
import { type FileHandling, readFileHandling } from '../form/transfer';
import { DEFAULT_TIMEOUT_MINUTES, readConcurrency, readWaiting, type Waiting } from '../form/waiting';
import { fieldsOf, takesInline } from '../modes/form';
import type { AnyMode, Checked, Placed } from '../modes/mode';
import { openBucket } from '../placement/oss';
import { adopt, NoTaskListed, prove } from './adopt';
import { check } from './check';
import { collect } from './collect';
import { inspectFiles, type SeenSlot } from './inspect';
import type { Operation } from './operation';
import { place } from './place';
import { read } from './read';
import { type Recalled, SubmitMemory } from './memory';
import { requestKeyOf } from './requestKey';
import type { Run, Task } from './run';
import { submit } from './submit';
import { hasEndedFree, wait } from './wait';

/** An item that keeps every rule. */
interface Edit {
	readonly request: Checked<unknown>;
	readonly files: readonly SeenSlot[];
	readonly handling: FileHandling;
	readonly waiting: Waiting | undefined;
	readonly output: Output;
	readonly concurrency: number;
}

/** Timeout (Minutes) bounds the download of a linked file too, but not below this: it may be 0. */
const LEAST_FETCH_MS = 60_000;

/** The way of an item from parameters to video, for any edit mode. */
export const editing = (mode: AnyMode): Operation<Edit> => ({
	operation: mode.operation,
	fields: fieldsOf(mode),

	async prepare(parameters, context) {
		const request = check(mode, read(mode, parameters));
		const handling = readFileHandling(parameters, takesInline(mode));
		if (handling.archiveResult || handling.fileTransfer === 'oss') await openBucket(context);
		return {
			request,
			waiting: readWaiting(parameters),
			output: readOutput(parameters),
			handling,
			concurrency: readConcurrency(parameters, mode.family),
			files: await inspectFiles(mode, request, context),
		};
	},

	async perform({ request, files, handling, waiting, output }, run) {
		const { item } = request;
		const requestKey = requestKeyOf(run.context, mode, item, files, run.account.id);
		const memory = new SubmitMemory(run.context, run.clock, { item, operation: mode.operation }, requestKey);
		const timeoutMs = waiting?.timeoutMs ?? DEFAULT_TIMEOUT_MINUTES * 60_000;
		const fetchMs = Math.max(timeoutMs, LEAST_FETCH_MS);
		const placeFor = async (model: string) =>
			await place(mode, { ...request, model }, files, handling, run, fetchMs);
		const watched = async (task: Task) => (waiting ? await wait(task, waiting, run) : task);

		const taskOf = async (sent: Task | LostCreate): Promise<Task> => {
			memory.keep(sent);
			if (!(sent instanceof LostCreate)) return await watched(sent);
			const task = await adopt(sent, request, waiting !== undefined, run);
			const own = await prove(task, sent, request, watched, run);
			memory.keep(own);
			hintAtRecovery(own, run);
			return own;
		};
		const create = async (placed: Placed<unknown>): Promise<Task> =>
			await taskOf(await submit(mode, placed, run.clock.now() + timeoutMs, run, placeFor));

		const edited = run.lanes.forTask(
			async () => (await earlierCall(memory, run)) ?? (await placeUnderKnownName(request, placeFor, run)),
			async (ready) => {
				if ('slots' in ready) return await create(ready);
				const { sent, isOfAnotherExecution } = ready;
				try {
					return await taskOf(sent);
				} catch (cause) {
					// Within an execution nobody decides for the person that none was created.
					if (!isOfAnotherExecution || !(cause instanceof NoTaskListed)) throw asFailure(cause);
				}
				memory.forget();
				return await create(await placeUnderKnownName(request, placeFor, run));
			},
			run.started,
		);
		try {
			const task = await edited;
			const collected = await collect(task, { ...output, ...wishesOf(handling) }, run);
			memory.close();
			return [collected];
		} catch (cause) {
			memory.learnFrom(cause);
			throw asFailure(cause);
		} finally {
			memory.release();
		}
	},

	tasksAtOnce: ({ concurrency }) => concurrency,
	cancelsOnStop: ({ waiting }) => waiting?.cancelOnStop ?? false,
});

/**
 * Places the files for the model name that the host knows. Temporary storage is asked with a name before any
 * task is, and may be the first to say that it does not know it.
 */
async function placeUnderKnownName(
	{ item, model }: Checked<unknown>,
	placeFor: (model: string) => Promise<Placed<unknown>>,
	{ client, signal }: Run,
): Promise<Placed<unknown>> {
	if (signal.aborted) throw stoppedFailure(`before item ${item} was submitted`);
	const name = spellingFor(client.baseUrl, model);
	return await placeFor(name).catch(async (cause: unknown) => {
		const other = otherSpelling(name);
		if (other === undefined || !saysModelUnknown(cause)) return await Promise.reject(cause);
		const placed = await placeFor(other);
		rememberSpelling(client.baseUrl, model, other);
		return placed;
	});
}

/**
 * What an earlier try sent for the item: it belongs to this run again. Where n8n retries an execution whose task ended
 * free of charge, there is nothing to go on with.
 */
async function earlierCall(memory: SubmitMemory, run: Run): Promise<Recalled | undefined> {
	const recalled = memory.recall();
	if (recalled === undefined) return undefined;
	const { sent, isOfAnotherExecution } = recalled;
	if (sent instanceof LostCreate) return recalled;
	if (isOfAnotherExecution && (await hasEndedFree(sent, run))) {
		memory.forget();
		return undefined;
	}
	run.created.push(sent);
	run.account.own(sent.taskId, sent.submittedAt ?? run.clock.now());
	return recalled;
}

/** A task that was found in the list is never taken over in silence. */
const hintAtRecovery = ({ taskId, item }: Task, { context }: Run): void =>
	context.addExecutionHints?.({
		message: `Task ${taskId} of item ${item} was recovered from the task list, since the response to its create call was lost. It was created once and is billed once.`,
		location: 'outputPane',
	});

const saysModelUnknown = (cause: unknown): boolean =>
	cause instanceof Failure && isModelUnknown(cause.details.code ?? undefined, wordsIn(cause.description));

/** What the file options say of the result. */
const wishesOf = ({ archiveResult, ossLinkHours, allowPrivateHosts }: FileHandling): Partial<Output> => ({
	archiveHours: archiveResult ? ossLinkHours : undefined,
	allowPrivateHosts,
});
