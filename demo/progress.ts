import type { Emulator, TaskRecord } from '../emulator';

export type StopWatching = () => void;

/** Node name of a task by the `function` of its request; wan2.7 has none. */
const NAMES: Readonly<Record<string, string>> = {
	image_reference: 'Generate From References',
	video_repainting: 'Repaint',
	video_edit: 'Edit Region',
	video_extension: 'Extend',
	video_outpainting: 'Outpaint',
};

const LOOK_EVERY_MS = 50;
const BEAT_EVERY_MS = 15_000;

/** Prints a line for each change in the emulator's records. */
export function follow(emulator: Emulator): StopWatching {
	const elapsed = stopwatch();
	const printed = new Map<string, string>();
	const look = () => {
		for (const task of emulator.tasks) {
			const state = stateOf(task, emulator);
			if (printed.get(task.id) === state) continue;
			// A file counts as downloaded only after its task was seen as finished.
			const news = printed.has(task.id) ? state : `submitted, ${state}`;
			printed.set(task.id, state);
			print(elapsed(), NAMES[task.function ?? ''] ?? 'Edit', news);
		}
	};
	const timer = setInterval(look, LOOK_EVERY_MS);
	return () => {
		clearInterval(timer);
		look();
	};
}

function stateOf(task: TaskRecord, { requests }: Emulator): string {
	const isFetched = requests.some(
		({ endpoint, path, status }) => endpoint === 'result' && path.includes(task.id) && status === 200,
	);
	return isFetched ? 'downloaded' : task.status;
}

/** Prints a sign of life: only the node polls the tasks of the real service. */
export function beat(): StopWatching {
	const elapsed = stopwatch();
	const timer = setInterval(() => print(elapsed(), 'All modes', 'the workflow is running'), BEAT_EVERY_MS);
	return () => clearInterval(timer);
}

const print = (seconds: number, who: string, what: string): void =>
	console.log(`${seconds.toFixed(1).padStart(6)} s  ${who.padEnd(26)}${what}`);

function stopwatch(): () => number {
	const started = performance.now();
	return () => (performance.now() - started) / 1000;
}
