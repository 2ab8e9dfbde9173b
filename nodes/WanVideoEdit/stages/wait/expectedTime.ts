import { FAMILIES, familyOf } from '../../dashscope/models';
import type { Task } from '../task';

/**
 * How long a task will probably take, in words for the user: as long as the latest tasks of its kind, or what Alibaba
 * Cloud documents.
 * @param durations seconds that the latest tasks of its kind took
 */
export function expectedTime(task: Pick<Task, 'taskId' | 'model'>, durations: readonly number[]): string {
	const subject = `Waiting for task ${task.taskId}.`;
	if (durations.length > 0) {
		const [shortest, longest] = [Math.min(...durations), Math.max(...durations)].map(inWords);
		const span = shortest === longest ? `about ${longest}` : `${shortest} to ${longest}`;
		return `${subject} The last ${durations.length === 1 ? 'one' : durations.length} took ${span}.`;
	}
	const family = task.model === null ? undefined : familyOf(task.model);
	if (family === undefined) return subject;
	const [from, to] = FAMILIES[family].usualMinutes;
	return `${subject} It usually takes ${from} to ${to} minutes.`;
}

/** Seconds that a task of a model takes at least, as Alibaba Cloud documents it. Undefined for an unknown model. */
export function documentedSeconds(model: string | null): number | undefined {
	const family = model === null ? undefined : familyOf(model);
	return family && FAMILIES[family].usualMinutes[0] * 60;
}

const inWords = (seconds: number): string =>
	seconds < 90 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
