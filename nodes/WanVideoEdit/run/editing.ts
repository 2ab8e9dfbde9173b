import { asFailure } from '../failure/failure';
import { type FileHandling, readFileHandling } from '../form/fileHandling';
import { type Output, readOutput } from '../form/result';
import { readSpending } from '../form/spending';
import { readConcurrency, readWaiting } from '../form/waiting';
import { fieldsOf, takesInline } from '../modes/form';
import type { AnyMode } from '../modes/mode';
import { isRetried } from '../n8n/executionMode';
import { isTool } from '../n8n/tool';
import { check } from '../stages/check/check';
import { inspectFiles } from '../stages/check/inspect';
import { collect, type Extras } from '../stages/collect/collect';
import { collectPieces } from '../stages/collect/collectPieces';
import { sentMask } from '../stages/collect/sentMask';
import type { Operation } from '../stages/operation';
import { openBucket } from '../stages/place/ossBucket';
import { read } from '../stages/read';
import { Budget } from '../stages/submit/budget';
import { hasKept, isForgotten } from '../stages/submit/submittedTasks';
import { once } from '../timing/once';
import { findingOf, memoryOf, recalls } from './earlierTask';
import { dryRun } from './dryRun';
import { type Edit, lookForPrice, lookOnce, mostFetchMs } from './edit';
import type { ItemRun } from './openRun';
import { hintAtSeed, partsOf, piecesOf } from './parts';
import { produceAll } from './produceAll';
import { demandPlaceForSound, demandSoundInFiles, demandSoundInLinks, soundOf } from './sound';
import { withinLimit } from './withinLimit';

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
		const { limit, dryRun: isDryRun } = readSpending(parameters, isTool(context));
		const budget = new Budget(context, limit);
		const checked = { request, waiting, output, handling, concurrency, isDryRun, budget, files };
		return { ...checked, look: lookOnce(mode, checked) };
	},

	admit: async (jobs, run) => await withinLimit(mode, jobs, run),

	async perform(edit, run, edits) {
		const { request, handling } = edit;
		const fetchMs = mostFetchMs(edit);
		const look = async () => await (edit.isDryRun ? lookForPrice(mode, edit, run) : edit.look(run));
		const sound = once(async () => await soundOf(request, await look(), handling, run, fetchMs));
		const demand = once(async () => await demandSoundInLinks(request, await sound()));
		if (edit.isDryRun) return [await dryRun(mode, edit, run, demand)];
		const output = { ...edit.output, ...wishesOf(handling) };
		const extras: Extras = {
			...(request.sound && { sound }),
			...(output.outputMask && {
				mask: async () =>
					await sentMask(request, await edit.look(run), { mode, handling, withinMs: fetchMs }, run),
			}),
		};

		const parts = await partsOf(mode, edit, run);
		const memories = parts.map((part) => memoryOf(mode, part, run));
		try {
			const tasks = await produceAll(mode, parts, edits, memories, run, demand);
			const [task, pieces] = [tasks[0], piecesOf(parts, tasks)];
			const item = pieces
				? await collectPieces(pieces, output, run, extras)
				: await collect(task, output, run, extras);
			hintAtSeed(parts, run);
			if (tasks.every(({ status }) => status === 'SUCCEEDED')) run.totals.addEstimate(edit.budget.estimate);
			for (const memory of memories) memory.close();
			for (const { taskId } of tasks) {
				run.handedOn.add(taskId);
				if (isRetried(run.context)) run.account.leave(taskId, 'delivered');
			}
			return [item];
		} catch (cause) {
			throw asFailure(cause);
		} finally {
			for (const memory of memories) memory.release();
			edit.budget.release();
		}
	},

	async goesOn(edit, run, edits) {
		if (edit.isDryRun) return false;
		const isKept = hasKept(run.context) && recalls(mode, edit, run);
		if (isKept || !isForgotten(run.context)) return isKept;
		try {
			const parts = await partsOf(mode, edit, run);
			const findings = parts.map(async (part) => await findingOf(mode, part, edits, run));
			return (await Promise.all(findings)).some(({ kind }) => kind === 'own');
		} catch {
			// The item itself reports a Stop, and a video that cannot be read.
			return false;
		}
	},

	tasksAtOnce: ({ concurrency }) => concurrency,
	cancelsOnStop: ({ waiting }) => waiting?.cancelOnStop ?? false,
});

/** The file options that apply to the result. */
const wishesOf = ({ archiveResult, ossLinkHours, allowPrivateHosts }: FileHandling): Partial<Output> => ({
	archiveHours: archiveResult ? ossLinkHours : undefined,
	allowPrivateHosts,
});
