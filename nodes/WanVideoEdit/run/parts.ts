import { COMMON } from '../dashscope/limits';
import type { AnyMode } from '../modes/mode';
import type { SeenSlot } from '../stages/check/seenSlot';
import type { PieceTask, PieceTasks } from '../stages/collect/pieces';
import { requestKeyOf } from '../stages/submit/requestKey';
import type { Task } from '../stages/task';
import { itemName, withNotes } from '../text/itemName';
import type { Edit } from './edit';
import type { ItemRun } from './openRun';

/** What is known about the slots of an edit: see `Edit.look` and `lookForPrice`. */
type Look = (mode: AnyMode, edit: Edit, run: ItemRun) => Promise<readonly SeenSlot[]>;

/**
 * What an item's tasks edit: all of it, or the pieces of its video, in order.
 * @throws Failure `badInput` if the video has to be read and cannot be; `stopped`
 */
export async function partsOf(
	mode: AnyMode,
	edit: Edit,
	run: ItemRun,
	look: Look = async () => await edit.look(run),
): Promise<readonly Edit[]> {
	if (edit.request.fitting.ifTooLong !== 'split') return [edit];
	const seen = await look(mode, edit, run);
	const split = seen.find(({ pieces }) => pieces !== undefined);
	if (split?.pieces === undefined) return [edit];
	// A dry run draws none: the seed of the real run is another one.
	const seed = edit.request.seed ?? (edit.isDryRun ? undefined : drawnSeed(mode, edit, run));
	const { length: count } = split.pieces;
	return split.pieces.map((piece, index): Edit => {
		const { from = 0, to = 0 } = piece.fitted?.part ?? {};
		const files = seen.map((one): SeenSlot => (one === split ? piece : one));
		return {
			...edit,
			request: { ...edit.request, seed, piece: { number: index + 1, count, from, to } },
			files,
			whole: edit,
			look: async () => await Promise.resolve(files),
		};
	});
}

/** The tasks of an item with what each edits, if its video is split. @param parts from `partsOf` */
export function piecesOf(parts: readonly Edit[], tasks: readonly Task[]): PieceTasks | undefined {
	const [first, ...others] = parts.flatMap(({ request: { piece } }, index): PieceTask[] => {
		const task = tasks[index];
		return piece && task ? [{ piece, task }] : [];
	});
	return first && [first, ...others];
}

/**
 * The seed of an item whose video is split: pieces of one look need one seed. Drawn once; every try of this execution,
 * and the executions that retry it, use the same.
 */
function drawnSeed(mode: AnyMode, { request, files }: Edit, { context, account, clock }: ItemRun): number {
	const { item } = request;
	const seeds = (context.getContext('node').seeds ??= {}) as Record<string, number>;
	const key = requestKeyOf(context, mode, item, files, account.id);
	const { min, max } = COMMON.seed;
	seeds[key] ??= min + Math.floor(clock.random() * (max - min + 1));
	return seeds[key];
}

/** Tells the seed of an item's pieces: with it, a piece can be made again in the same look. */
export function hintAtSeed([first]: readonly Edit[], { context }: ItemRun): void {
	if (first?.request.piece === undefined) return;
	const { item, seed } = first.request;
	const name = itemName(item, context.getInputData().length);
	context.addExecutionHints?.({
		message: `${withNotes('The pieces of the video', name)} are made with seed ${seed}, so that they look alike.`,
		location: 'outputPane',
	});
}
