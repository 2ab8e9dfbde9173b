import { asFailure, type Failure, type PieceFacts } from '../failure/failure';
import { openQuestionIn } from '../failure/openQuestion';
import { stoppedFailure } from '../failure/stopped';
import { pieceName } from '../media/piece';
import type { AnyMode } from '../modes/mode';
import { pieceFactsOf } from '../stages/collect/pieces';
import type { Jobs, Outcome } from '../stages/operation';
import type { SubmittedTask } from '../stages/submit/submittedTasks';
import type { Task } from '../stages/task';
import { capitalized } from '../text/itemName';
import type { Edit } from './edit';
import { ownRun, slotToStart } from './items';
import type { ItemRun } from './openRun';
import { produceTask } from './produceTask';

/**
 * The tasks of an item: one, or those of the pieces of its video, in order.
 * @param parts from `partsOf`
 * @param memories of the parts
 * @param demand see `Conditions`
 * @throws Failure
 */
export async function produceAll(
	mode: AnyMode,
	parts: readonly Edit[],
	edits: Jobs<Edit>,
	memories: readonly SubmittedTask[],
	run: ItemRun,
	demand: () => Promise<void>,
): Promise<readonly [Task, ...Task[]]> {
	const [edit, ...others] = parts as [Edit, ...Edit[]];
	const [memory] = memories as [SubmittedTask];
	if (others.length === 0) return [await produceTask(mode, edit, edits, memory, run, { demand })];
	return await producePieces(mode, parts, edits, memories, run, demand);
}

/**
 * The tasks of the pieces of an item. Each piece is an edit of its own: it takes a slot, is created once and has its own
 * deadline. As soon as one fails, no more are created; those that are running are awaited, since they are paid for.
 * @throws Failure of the first piece that failed, with what has become of all
 */
async function producePieces(
	mode: AnyMode,
	pieces: readonly Edit[],
	edits: Jobs<Edit>,
	memories: readonly SubmittedTask[],
	run: ItemRun,
	demand: () => Promise<void>,
): Promise<readonly [Task, ...Task[]]> {
	let hasFailed = false;
	const onFailure = () => {
		hasFailed = true;
	};
	const demandNoFailure = async () => {
		if (hasFailed) throw stoppedFailure('before the task was created, because another piece failed');
		await demand();
	};
	const turns = pieces.map(() => aGate());
	const produce = async (piece: Edit, index: number): Promise<Outcome<Task>> => {
		const memory = memories[index] as SubmittedTask;
		const own = turns[index];
		// Tasks are created in the order of the pieces, as the list of tasks then shows them.
		const turn = async () => {
			await turns[index - 1]?.opened;
			own?.open();
		};
		const conditions = { demand: demandNoFailure, turn, onFailure };
		const started = index === 0 ? run.started : await slotToStart(run);
		try {
			return { done: await produceTask(mode, piece, edits, memory, ownRun(run, started), conditions) };
		} catch (thrown) {
			return { failure: asFailure(thrown) };
		} finally {
			own?.open();
			started();
		}
	};
	const outcomes = await Promise.all(pieces.map(produce));
	const failed = firstFailed(outcomes);
	if (failed !== undefined) throw withPieces(failed, pieces, outcomes, run);
	return outcomes.flatMap((outcome) => ('done' in outcome ? outcome.done : [])) as [Task, ...Task[]];
}

/** Something to wait for. */
function aGate(): { readonly opened: Promise<void>; open(): void } {
	let open = (): void => undefined;
	const opened = new Promise<void>((resolve) => (open = resolve));
	return { opened, open };
}

/** Index of the piece that failed; of one that was only stopped, if there is no other. */
function firstFailed(outcomes: ReadonlyArray<Outcome<Task>>): number | undefined {
	const failed = outcomes.flatMap((outcome, index) => ('failure' in outcome ? [index] : []));
	const isCause = (index: number): boolean => {
		const outcome = outcomes[index];
		return outcome !== undefined && 'failure' in outcome && outcome.failure.kind !== 'stopped';
	};
	return failed.find(isCause) ?? failed[0];
}

/** The failure of a piece as that of its item: which piece it is, and what has become of the others. */
function withPieces(
	failed: number,
	pieces: readonly Edit[],
	outcomes: ReadonlyArray<Outcome<Task>>,
	{ created }: ItemRun,
): Failure {
	const facts = pieces.flatMap(({ request: { item, piece } }, index): PieceFacts[] => {
		if (piece === undefined) return [];
		const outcome = outcomes[index];
		if (outcome && 'done' in outcome) return [pieceFactsOf({ piece, task: outcome.done })];
		const task = created.find((one) => one.item === item && one.piece?.number === piece.number);
		const known = pieceFactsOf({ piece, task });
		const { taskId, status } = outcome?.failure.details ?? {};
		return [{ ...known, taskId: known.taskId ?? taskId ?? null, status: known.status ?? status ?? null }];
	});
	const { failure } = outcomes[failed] as { failure: Failure };
	const questions = outcomes.flatMap((outcome, index) => {
		const question = 'failure' in outcome && index !== failed ? openQuestionIn(outcome.failure) : undefined;
		const piece = pieces[index]?.request.piece;
		return question && piece ? [`${capitalized(pieceName(piece))}: ${question}`] : [];
	});
	// A Stop names every task by itself.
	if (failure.kind === 'stopped') return failure.with({ pieces: facts }).adding(...questions);
	const piece = pieces[failed]?.request.piece;
	const kept = facts.filter(({ taskId }, index) => index !== failed && taskId !== null);
	const named = kept.map(({ taskId, status }) => `${taskId} (${status ?? 'unknown'})`).join(', ');
	const others =
		kept.length === 0
			? []
			: [
					`The tasks of the other pieces are kept: ${named}. n8n's retries go on with them and create only what is missing, or fetch their videos with the resource Task, operation Get.`,
				];
	return failure
		.with({ pieces: facts })
		.saying(piece && `It concerns ${pieceName(piece)}`)
		.adding(...questions, ...others);
}
