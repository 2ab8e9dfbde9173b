import { billedSecondsOf } from '../../dashscope/tasks';
import type { PieceFacts } from '../../failure/failure';
import { type Piece, rounded } from '../../media/piece';
import type { Task } from '../task';

/** A piece of a video that is split, with its task. */
export interface PieceTask {
	/** Undefined if nothing but its task is known. */
	readonly piece?: Pick<Piece, 'from' | 'to'>;
	readonly task: Task;
}

/** A piece as output items and errors show it. @param task undefined if none was created */
export const pieceFactsOf = ({
	piece,
	task,
}: Pick<PieceTask, 'piece'> & { readonly task: Task | undefined }): PieceFacts => ({
	taskId: task?.taskId ?? null,
	status: task?.status ?? null,
	from: piece ? rounded(piece.from) : null,
	to: piece ? rounded(piece.to) : null,
	videoUrl: task?.response.output?.video_url ?? null,
	billedSeconds: billedSecondsOf(task?.response.usage),
});

/** The pieces of an item, of which there is at least one. */
export type PieceTasks = readonly [PieceTask, ...PieceTask[]];
