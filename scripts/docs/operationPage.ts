import { existsSync } from 'node:fs';
import path from 'node:path';
import { FAMILIES } from '../../nodes/WanVideoEdit/dashscope/models';
import type { AnyMode } from '../../nodes/WanVideoEdit/modes/mode';
import { editing } from '../../nodes/WanVideoEdit/run/editing';
import type { AnyTaskOperation } from '../../nodes/WanVideoEdit/tasks/task';
import { mediaTable } from './mediaTable';
import { blocks, code, GENERATED } from './markdown';
import { parameterTables } from './parameterTable';
import { type Prose, PROSE } from './prose';
import { askedBy } from './rulesAsked';

const PICTURES = path.join(__dirname, '../../docs/images/operations');

const SCREENSHOTS = path.join(__dirname, '../../docs/images/editor');

/** Sources of the limits. The tables in the code name the source of each one. */
const SOURCES =
	'Sources: Alibaba Cloud’s guide “General video editing”, its API references of Wan 2.7 video editing and of VACE, and its page “Manage asynchronous tasks” (Model Studio help center, 2026).';

/** The page of an edit mode. */
export async function modePage(mode: AnyMode): Promise<string> {
	const operation = editing(mode);
	const asked = await askedBy(operation);
	const { defaultModel, names, billedSeconds } = FAMILIES[mode.family];
	const otherNames = names.filter((name) => name !== defaultModel).map(code);
	const { intro, result, together, tips }: Prose = PROSE[mode.operation] ?? {};
	return blocks(
		GENERATED,
		`# ${mode.label}`,
		`Resource **Video**, operation ${code(mode.operation)}. ${mode.description}.`,
		intro,
		picture(mode),
		`Model: ${code(defaultModel)}${otherNames.length > 0 ? `, also called ${otherNames.join(', ')}` : ''}. Billed: ${billedSeconds} seconds, see [costs](../costs.md).`,
		result,
		'## Parameters',
		form(mode),
		...parameterTables(operation.fields, asked),
		'## Files',
		'Files from earlier nodes are always checked before anything is uploaded; links are checked with **Check URL Media**. 1 MB is 1,048,576 bytes.',
		mediaTable(asked.slots),
		together,
		SOURCES,
		tips && `## Tips\n\n${tips}`,
	);
}

function picture({ operation, label }: AnyMode): string | undefined {
	const file = `${operation}.jpg`;
	if (!existsSync(path.join(PICTURES, file))) return undefined;
	return `![${label}: input on the left, output on the right](../images/operations/${file})\n\n_Made by \`npm run demo\` with the local DashScope emulator, which filters and composes the inputs with ffmpeg. It shows what the mode changes, not the quality of the real models._`;
}

/** The screenshot of the form before anything is filled in. */
function form({ operation, label }: Pick<AnyMode, 'operation' | 'label'>): string | undefined {
	const file = `${operation}-light.webp`;
	if (!existsSync(path.join(SCREENSHOTS, file))) return undefined;
	return `![The form of ${label} in n8n](../images/editor/${file})`;
}

/** The page of an operation on tasks. */
export async function taskPage(task: AnyTaskOperation): Promise<string> {
	const { intro, result, tips }: Prose = PROSE[task.operation] ?? {};
	return blocks(
		GENERATED,
		`# Task: ${task.label}`,
		`Resource **Task**, operation ${code(task.operation)}. ${task.description.replace(/\.$/, '')}.`,
		intro,
		'## Parameters',
		form(task),
		...parameterTables(task.fields, await askedBy(task)),
		result && `## Output\n\n${result}`,
		tips && `## Tips\n\n${tips}`,
	);
}
