import type { AnyMode } from '../../nodes/WanVideoEdit/modes/mode';
import { MODES } from '../../nodes/WanVideoEdit/modes';
import { TASK_OPERATIONS } from '../../nodes/WanVideoEdit/tasks';
import { errorsPage } from './errorsPage';
import { blocks, GENERATED, table } from './markdown';
import { modePage, taskPage } from './operationPage';

/** Every generated page by its path below `docs/`. */
export async function generatedPages(
	modes: readonly AnyMode[] = MODES,
): Promise<ReadonlyMap<string, string>> {
	const pages = new Map<string, string>([
		['errors.md', errorsPage()],
		['operations/README.md', overview(modes)],
	]);
	for (const mode of modes) pages.set(`operations/${mode.operation}.md`, await modePage(mode));
	for (const task of TASK_OPERATIONS) pages.set(`operations/${task.operation}.md`, await taskPage(task));
	return pages;
}

const overview = (modes: readonly AnyMode[]): string =>
	blocks(
		GENERATED,
		'# Operations',
		table(
			['Resource', 'Operation', 'What it does'],
			[
				...modes.map((mode) => ['Video', link(mode), mode.description]),
				...TASK_OPERATIONS.map((task) => ['Task', link(task), task.description.replace(/\.$/, '')]),
			],
		),
	);

const link = ({ label, operation }: { label: string; operation: string }): string =>
	`[${label}](${operation}.md)`;
