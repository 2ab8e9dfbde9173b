import type { AnyMode } from '../../nodes/WanVideoEdit/modes/mode';
import { MODES } from '../../nodes/WanVideoEdit/modes';
import { TASK_OPERATIONS } from '../../nodes/WanVideoEdit/tasks';
import { CHINESE } from './chinese/chinese';
import { ENGLISH } from './english';
import { errorsPage } from './errorsPage';
import type { Language } from './language';
import { blocks, GENERATED, list } from './markdown';
import { modePage, taskPage } from './operationPage';

export const LANGUAGES: readonly Language[] = [ENGLISH, CHINESE];

/** Every generated page by its path below `docs/`. */
export async function generatedPages(
	modes: readonly AnyMode[] = MODES,
	languages: readonly Language[] = LANGUAGES,
): Promise<ReadonlyMap<string, string>> {
	const pages = new Map<string, string>();
	for (const language of languages) {
		const { folder } = language;
		pages.set(`${folder}errors.md`, errorsPage(language));
		pages.set(`${folder}operations/README.md`, overview(modes, language));
		for (const mode of modes) {
			pages.set(`${folder}operations/${mode.operation}.md`, await modePage(mode, language));
		}
		for (const task of TASK_OPERATIONS) {
			pages.set(`${folder}operations/${task.operation}.md`, await taskPage(task, language));
		}
	}
	return pages;
}

const overview = (modes: readonly AnyMode[], { words, text }: Language): string => {
	const entries = (operations: ReadonlyArray<Record<'label' | 'operation' | 'description', string>>) =>
		list(
			operations.map(
				({ label, operation, description }) =>
					`[${label}](${operation}.md)${words.colon}${text(description.replace(/\.$/, ''))}`,
			),
		);
	return blocks(
		GENERATED,
		`# ${words.operations}`,
		'## Video',
		entries(modes),
		'## Task',
		entries(TASK_OPERATIONS),
	);
};
