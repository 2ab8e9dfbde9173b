import { existsSync } from 'node:fs';
import path from 'node:path';
import { FAMILIES } from '../../nodes/WanVideoEdit/dashscope/models';
import type { AnyMode } from '../../nodes/WanVideoEdit/modes/mode';
import { editing } from '../../nodes/WanVideoEdit/run/editing';
import type { AnyTaskOperation } from '../../nodes/WanVideoEdit/tasks/task';
import type { Language } from './language';
import { mediaList } from './mediaList';
import { blocks, code, GENERATED } from './markdown';
import { parameterLists } from './parameterList';
import { askedBy } from './rulesAsked';

const IMAGES = path.join(__dirname, '../../docs/images');

/** The page of an edit mode. */
export async function modePage(mode: AnyMode, language: Language): Promise<string> {
	const { words, text, sentences } = language;
	const operation = editing(mode);
	const asked = await askedBy(operation);
	const { defaultModel, names, billedSeconds } = FAMILIES[mode.family];
	const otherNames = names.filter((name) => name !== defaultModel).map(code);
	const { intro, result, together, tips } = language.prose[mode.operation] ?? {};
	return blocks(
		GENERATED,
		`# ${words.title(mode.operation, mode.label)}`,
		`${words.resource('Video', mode.operation)}${sentences([text(mode.description)])}`,
		intro,
		picture(mode, language),
		words.model(code(defaultModel), otherNames, billedSeconds),
		result,
		`## ${words.parameters}`,
		form(mode, language),
		...parameterLists(notForTools(operation.fields), asked, language),
		`## ${words.files}`,
		words.filesIntro,
		mediaList(asked.slots, language),
		together,
		words.sources,
		tips && `## ${words.tips}\n\n${tips}`,
	);
}

/** Fields that the form shows to people. */
const notForTools = <Field extends { displayOptions?: { show?: object } }>(
	fields: readonly Field[],
): Field[] => fields.filter(({ displayOptions }) => !('@tool' in (displayOptions?.show ?? {})));

function picture({ operation, label }: AnyMode, { words, toDocs }: Language): string | undefined {
	const file = `operations/${operation}.jpg`;
	if (!existsSync(path.join(IMAGES, file))) return undefined;
	return `![${words.picture(label)}](../${toDocs}images/${file})\n\n${words.pictureNote}`;
}

/** The screenshot of the form before anything is filled in. */
function form(
	{ operation, label }: Pick<AnyMode, 'operation' | 'label'>,
	{ words, toDocs }: Language,
): string | undefined {
	const file = `editor/${operation}-light.webp`;
	if (!existsSync(path.join(IMAGES, file))) return undefined;
	return `![${words.form(label)}](../${toDocs}images/${file})`;
}

/** The page of an operation on tasks. */
export async function taskPage(task: AnyTaskOperation, language: Language): Promise<string> {
	const { words, text, sentences } = language;
	const { intro, result, tips } = language.prose[task.operation] ?? {};
	return blocks(
		GENERATED,
		`# ${words.title(task.operation, `Task: ${task.label}`)}`,
		`${words.resource('Task', task.operation)}${sentences([text(task.description)])}`,
		intro,
		`## ${words.parameters}`,
		form(task, language),
		...parameterLists(notForTools(task.fields), await askedBy(task), language),
		result && `## ${words.output}\n\n${result}`,
		tips && `## ${words.tips}\n\n${tips}`,
	);
}
