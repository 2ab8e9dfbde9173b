import { isModelUnknown } from '../dashscope/errors';
import { wordsIn } from '../dashscope/explain';
import { otherSpelling } from '../dashscope/models';
import { rememberSpelling, spellingFor } from '../dashscope/modelSpelling';
import { statusOf } from '../dashscope/tasks';
import type { TaskId } from '../dashscope/taskId';
import { asFailure, Failure } from '../failure/failure';
import { LostCreate } from '../stages/submit/lostCreate';
import { stoppedFailure } from '../failure/stopped';
import { type Output, readOutput } from '../form/result';
import { type FileHandling, readFileHandling } from '../form/fileHandling';
import { DEFAULT_TIMEOUT_MINUTES, readConcurrency, readWaiting, type Waiting } from '../form/waiting';
import { fieldsOf, takesInline } from '../modes/form';
import type { AnyMode, Checked, Placed } from '../modes/mode';
import { EventLoopYield } from '../timing/eventLoop';
import { openBucket } from '../stages/place/ossBucket';
import { recoverLostTask, NoTaskListed, proveOwnership } from '../stages/submit/recoverLostTask';
import { check } from '../stages/check/check';
import { collect } from '../stages/collect/collect';
import { inspectFiles } from '../stages/check/inspect';
import type { SeenSlot } from '../stages/check/seenSlot';
import type { Jobs, Operation } from '../stages/operation';
import { place } from '../stages/place/place';
import { read } from '../stages/read';
import { promptPattern, type TextPattern } from '../stages/submit/evidence';
import { isRetried } from '../n8n/executionMode';
import { hasKept, isForgotten, type Recalled, SubmittedTask } from '../stages/submit/submittedTasks';
import { notRecovered } from '../stages/submit/crashRecovery';
import type { Claim, Finding } from '../stages/submit/taskSearch';
import { likenessOf, requestKeyOf } from '../stages/submit/requestKey';
import type { ItemRun } from './openRun';
import { noteTask, type Task } from '../stages/task';
import { submit } from '../stages/submit/submit';
import { hasEndedWithoutVideo, wait } from '../stages/wait/wait';

/** An item that has passed every check. */
interface Edit {
	readonly request: Checked<unknown>;
	readonly files: readonly SeenSlot[];
	readonly handling: FileHandling;
	readonly waiting: Waiting | undefined;
	readonly output: Output;
	readonly concurrency: number;
}

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
		return {
			request,
			waiting: readWaiting(parameters),
			output: readOutput(parameters),
			handling,
			concurrency: readConcurrency(parameters, mode.family),
			files: await inspectFiles(mode, request, context),
		};
	},

	async perform(edit, run, edits) {
		const { request, files, handling, waiting, output } = edit;
		const memory = memoryOf(mode, edit, run);
		const timeoutMs = timeoutOf(edit);
		const fetchMs = Math.max(timeoutMs, LEAST_FETCH_MS);
		const placeFor = async (model: string) =>
			await place(mode, { ...request, model }, files, handling, run, fetchMs);
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
			const collected = await collect(task, { ...output, ...wishesOf(handling) }, run);
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
	{ item, model }: Checked<unknown>,
	placeFor: (model: string) => Promise<Placed<unknown>>,
	{ client, signal }: ItemRun,
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
 * The request that an earlier try sent for the item, which this run takes over. Undefined if n8n retries an execution
 * whose task ended free of charge: there is nothing to resume.
 */
async function earlierCall(memory: SubmittedTask, run: ItemRun): Promise<Recalled | undefined> {
	const recalled = memory.recall();
	if (recalled === undefined) return undefined;
	const { sent, isOfAnotherExecution } = recalled;
	if (sent instanceof LostCreate) return recalled;
	if (isOfAnotherExecution && (await hasEndedWithoutVideo(sent, run))) {
		memory.forget();
		return undefined;
	}
	run.created.push(sent);
	run.account.own(sent.taskId, sent.submittedAt ?? run.clock.now());
	return recalled;
}

/**
 * The task of an item in a retried execution of which n8n saved no data, if the task list identifies it.
 * @throws Failure `uncertain` if it may have one but it is unclear which; `stopped`
 */
async function recovered(
	mode: AnyMode,
	edit: Edit,
	edits: Jobs<Edit>,
	run: ItemRun,
): Promise<Recalled | undefined> {
	if (!isForgotten(run.context)) return undefined;
	const { item } = edit.request;
	const finding = await findingOf(mode, edit, edits, run);
	if (finding.kind === 'none') return undefined;
	const claim = claimOf(mode, edit, run);
	if (finding.kind === 'unknown') throw notRecovered(claim, finding.taskIds, finding.why);
	const { taskId, createdAt, response } = finding;
	const sent: Task = {
		...{ taskId, item, operation: mode.operation, model: finding.model ?? claim.model },
		submittedAt: createdAt,
		resumed: true,
		recovered: true,
		status: statusOf(response.output?.task_status) ?? null,
		response,
	};
	run.account.own(taskId, createdAt);
	noteTask(run, sent, 'recovered');
	hintAtRecovery(sent, run);
	return { sent, isOfAnotherExecution: true };
}

/** What the task list says about an item of which n8n saved no data. It is searched once for all of them. */
const findingOf = async (mode: AnyMode, edit: Edit, edits: Jobs<Edit>, run: ItemRun): Promise<Finding> =>
	await run.recovery.findingFor(
		edit.request.item,
		async () => await claimsOf(mode, edits(), run),
		timeoutOf(edit),
		run,
	);

/** The claims of the items of which n8n saved no data. */
async function claimsOf(mode: AnyMode, edits: readonly Edit[], run: ItemRun): Promise<Claim[]> {
	const eventLoop = new EventLoopYield(run.clock);
	const claims: Claim[] = [];
	for (const edit of edits) {
		await eventLoop.yieldIfDue();
		if (!recalls(mode, edit, run)) claims.push(claimOf(mode, edit, run));
	}
	return claims;
}

/** Whether the request of an earlier try for the item is known. */
function recalls(mode: AnyMode, edit: Edit, run: ItemRun): boolean {
	const memory = memoryOf(mode, edit, run);
	const recalled = memory.recall();
	memory.release();
	return recalled !== undefined;
}

function claimOf(mode: AnyMode, { request, files }: Edit, { context }: ItemRun): Claim {
	const { item, model } = request;
	const prompt = request.prompt === undefined ? undefined : promptPattern(context, item, request.prompt);
	return {
		...{ item, operation: mode.operation, model, prompt },
		echo: mode.echo?.(request, files) ?? {},
		likeness: likenessOf(context, mode, item, prompt, files),
	};
}

const exactly = (prompt: string | undefined): TextPattern | undefined =>
	prompt === undefined ? undefined : [prompt];

const memoryOf = (mode: AnyMode, { request: { item }, files }: Edit, { context, clock, account }: ItemRun) =>
	new SubmittedTask(
		context,
		clock,
		{ item, operation: mode.operation },
		requestKeyOf(context, mode, item, files, account.id),
	);

const timeoutOf = ({ waiting }: Edit): number => waiting?.timeoutMs ?? DEFAULT_TIMEOUT_MINUTES * 60_000;

/** Adopting a task from the list is always reported. */
const hintAtRecovery = ({ taskId, item }: Task, { context }: ItemRun): void =>
	context.addExecutionHints?.({
		message: `Task ${taskId} of item ${item} was recovered from the task list: it had already been created, and is billed only once.`,
		location: 'outputPane',
	});

const saysModelUnknown = (cause: unknown): boolean =>
	cause instanceof Failure && isModelUnknown(cause.details.code ?? undefined, wordsIn(cause.description));

/** The file options that apply to the result. */
const wishesOf = ({ archiveResult, ossLinkHours, allowPrivateHosts }: FileHandling): Partial<Output> => ({
	archiveHours: archiveResult ? ossLinkHours : undefined,
	allowPrivateHosts,
});
