import type { INodeExecutionData } from 'n8n-workflow';
import { isModelUnknown } from '../dashscope/errors';
import { otherSpelling } from '../dashscope/models';
import { rememberSpelling, spellingFor } from '../dashscope/spelling';
import { Failure } from '../failure/failure';
import { type Output, readOutput } from '../form/result';
import { type FileHandling, readFileHandling } from '../form/transfer';
import { DEFAULT_TIMEOUT_MINUTES, readConcurrency, readWaiting, type Waiting } from '../form/waiting';
import { fieldsOf, takesInline } from '../modes/form';
import type { AnyMode, Checked, Placed } from '../modes/mode';
import { openBucket } from '../placement/oss';
import { check } from './check';
import { collect } from './collect';
import { inspectFiles, type SeenSlot } from './inspect';
import type { Operation } from './pipeline';
import { place } from './place';
import { read } from './read';
import { SubmitMemory } from './memory';
import type { Run, Task } from './run';
import { submit } from './submit';
import { wait } from './wait';

/** An item that keeps every rule. */
interface Edit {
	readonly request: Checked<unknown>;
	readonly files: readonly SeenSlot[];
	readonly handling: FileHandling;
	readonly waiting: Waiting | undefined;
	readonly output: Output;
	readonly concurrency: number;
}

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
		const deadline = run.clock.now() + (waiting?.timeoutMs ?? DEFAULT_TIMEOUT_MINUTES * 60_000);
		const placeFor = async (model: string) => await place(mode, { ...request, model }, files, handling, run);
		const memory = new SubmitMemory(run.context, mode, request, files);

		const create = async (): Promise<Task> => {
			const placed = await placeUnderKnownName(request.model, placeFor, run);
			return await submit(mode, placed, deadline, run, placeFor);
		};
		const edited = async (): Promise<INodeExecutionData> => {
			const task = resume(memory, run) ?? (await create());
			memory.keep(task);
			const seen = waiting ? await wait(task, waiting, run) : task;
			return await collect(seen, { ...output, archiveHours: archiveHoursOf(handling) }, run);
		};
		return [await edited().catch(noting(memory))];
	},

	concurrency: ({ concurrency }) => concurrency,
	cancelsOnStop: ({ waiting }) => waiting?.cancelOnStop ?? false,
});

/**
 * Places the files for the model name that the host knows. Temporary storage is asked with a name before any
 * task is, and may be the first to say that it does not know it.
 */
async function placeUnderKnownName(
	model: string,
	placeFor: (model: string) => Promise<Placed<unknown>>,
	{ client }: Run,
): Promise<Placed<unknown>> {
	const name = spellingFor(client.baseUrl, model);
	return await placeFor(name).catch(async (cause: unknown) => {
		const other = otherSpelling(name);
		if (other === undefined || !saysModelUnknown(cause)) return await Promise.reject(cause);
		const placed = await placeFor(other);
		rememberSpelling(client.baseUrl, model, other);
		return placed;
	});
}

/** The task of an earlier try, which belongs to this run again. */
function resume(memory: SubmitMemory, run: Run): Task | undefined {
	const task = memory.recall();
	if (task) run.created.push(task);
	return task;
}

/** Lets the memory learn from what went wrong, and hands it on. */
const noting = (memory: SubmitMemory) => async (cause: unknown) => {
	memory.learnFrom(cause);
	return await Promise.reject(cause);
};

const saysModelUnknown = (cause: unknown): boolean =>
	cause instanceof Failure && isModelUnknown(cause.details.code ?? undefined, cause.description);

const archiveHoursOf = ({ archiveResult, ossLinkHours }: FileHandling): number | undefined =>
	archiveResult ? ossLinkHours : undefined;
