import { statusOf } from '../dashscope/tasks';
import type { AnyMode } from '../modes/mode';
import type { Jobs } from '../stages/operation';
import { notRecovered } from '../stages/submit/crashRecovery';
import { promptPattern } from '../stages/submit/evidence';
import { LostCreate } from '../stages/submit/lostCreate';
import { likenessOf, requestKeyOf } from '../stages/submit/requestKey';
import {
	hasKeptPieces,
	isForgotten,
	pieceKey,
	type Recalled,
	SubmittedTask,
} from '../stages/submit/submittedTasks';
import type { Claim, Finding } from '../stages/submit/taskSearch';
import { noteTask, type Task } from '../stages/task';
import { hasEndedWithoutVideo } from '../stages/wait/wait';
import { itemName, withNotes } from '../text/itemName';
import { EventLoopYield } from '../timing/eventLoop';
import { type Edit, timeoutOf } from './edit';
import type { ItemRun } from './openRun';
import { partsOf } from './parts';

/**
 * The request that an earlier try sent for the item, which this run takes over. Undefined if n8n retries an execution
 * whose task ended free of charge: there is nothing to resume.
 */
export async function earlierCall(memory: SubmittedTask, run: ItemRun): Promise<Recalled | undefined> {
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
export async function recovered(
	mode: AnyMode,
	edit: Edit,
	edits: Jobs<Edit>,
	run: ItemRun,
): Promise<Recalled | undefined> {
	if (!isForgotten(run.context)) return undefined;
	const { item, piece } = edit.request;
	const finding = await findingOf(mode, edit, edits, run);
	if (finding.kind === 'none') return undefined;
	const claim = claimOf(mode, edit, run);
	if (finding.kind === 'unknown') throw notRecovered(claim, finding.taskIds, finding.why);
	const { taskId, createdAt, response } = finding;
	const sent: Task = {
		...{
			taskId,
			item,
			...(piece && { piece }),
			operation: mode.operation,
			model: finding.model ?? claim.model,
		},
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
export const findingOf = async (
	mode: AnyMode,
	edit: Edit,
	edits: Jobs<Edit>,
	run: ItemRun,
): Promise<Finding> =>
	await run.recovery.findingFor(
		{ item: edit.request.item, piece: edit.request.piece?.number },
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
		// An item whose video cannot be read fails by itself.
		const parts = await partsOf(mode, edit, run).catch((): readonly Edit[] => []);
		for (const part of parts) if (!recalls(mode, part, run)) claims.push(claimOf(mode, part, run));
	}
	return claims;
}

/** Whether the request of an earlier try for the item is known, or of one for a piece of it. */
export function recalls(mode: AnyMode, edit: Edit, run: ItemRun): boolean {
	const { request, whole, files } = edit;
	if (whole === undefined && request.fitting.ifTooLong === 'split') {
		const { context, account } = run;
		if (hasKeptPieces(context, requestKeyOf(context, mode, request.item, files, account.id))) return true;
	}
	const memory = memoryOf(mode, edit, run);
	const recalled = memory.recall();
	memory.release();
	return recalled !== undefined;
}

export function claimOf(mode: AnyMode, { request, files }: Edit, { context }: ItemRun): Claim {
	const { item, model, piece } = request;
	const prompt = request.prompt === undefined ? undefined : promptPattern(context, item, request.prompt);
	return {
		...{ item, ...(piece && { piece: piece.number }), operation: mode.operation, model, prompt },
		echo: mode.echo?.(request, files) ?? {},
		// No piece can take the place of another.
		likeness: `${likenessOf(context, mode, item, prompt, files)}${piece ? ` ${piece.number}` : ''}`,
	};
}

export const memoryOf = (mode: AnyMode, edit: Edit, { context, clock, account }: ItemRun) => {
	const { request, whole = edit } = edit;
	const { item, piece } = request;
	const key = requestKeyOf(context, mode, item, whole.files, account.id);
	return new SubmittedTask(
		context,
		clock,
		{ item, ...(piece && { piece }), operation: mode.operation },
		piece ? pieceKey(key, piece) : key,
	);
};

/** Adopting a task from the list is always reported. */
export const hintAtRecovery = ({ taskId, item }: Task, { context }: ItemRun): void =>
	context.addExecutionHints?.({
		message: `Task ${withNotes(taskId, itemName(item, context.getInputData().length))} was recovered from the task list: it had already been created, and is billed only once.`,
		location: 'outputPane',
	});
