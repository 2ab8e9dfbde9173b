import { asFailure } from '../failure/failure';
import { type FileHandling, readFileHandling } from '../form/fileHandling';
import { type Output, readOutput } from '../form/result';
import { readConcurrency, readWaiting } from '../form/waiting';
import { fieldsOf, takesInline } from '../modes/form';
import type { AnyMode } from '../modes/mode';
import { isRetried } from '../n8n/executionMode';
import { check } from '../stages/check/check';
import { inspectFiles } from '../stages/check/inspect';
import type { SeenSlot } from '../stages/check/seenSlot';
import { collect, type Extras } from '../stages/collect/collect';
import type { Operation } from '../stages/operation';
import { openBucket } from '../stages/place/ossBucket';
import { read } from '../stages/read';
import { hasKept, isForgotten } from '../stages/submit/submittedTasks';
import { once } from '../timing/once';
import { findingOf, memoryOf, recalls } from './earlierTask';
import { type Edit, lookOnce, mostFetchMs } from './edit';
import type { ItemRun } from './openRun';
import { produceTask } from './produceTask';
import { demandPlaceForSound, demandSoundInFiles, demandSoundInLinks, soundOf } from './sound';

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
		const checked = { request, waiting, output, handling, concurrency, files };
		return { ...checked, look: lookOnce(mode, checked) };
	},

	async perform(edit, run, edits) {
		const { request, handling, output } = edit;
		const sound = once(
			async () => await soundOf(request, await edit.look(run), handling, run, mostFetchMs(edit)),
		);
		const demand = async () => await demandSoundInLinks(request, await sound());
		const memory = memoryOf(mode, edit, run);
		try {
			const task = await produceTask(mode, edit, edits, memory, run, { demand });
			const extras: Extras = {
				...(request.sound && { sound }),
				...(output.outputMask && { mask: async () => maskIn(await edit.look(run)) }),
			};
			const collected = await collect(task, { ...output, ...wishesOf(handling) }, run, extras);
			memory.close();
			run.handedOn.add(task.taskId);
			if (isRetried(run.context)) run.account.leave(task.taskId, 'delivered');
			return [collected];
		} catch (cause) {
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

const maskIn = (seen: readonly SeenSlot[]) => seen.find(({ slot }) => slot.name === 'mask')?.file;

/** The file options that apply to the result. */
const wishesOf = ({ archiveResult, ossLinkHours, allowPrivateHosts }: FileHandling): Partial<Output> => ({
	archiveHours: archiveResult ? ossLinkHours : undefined,
	allowPrivateHosts,
});
