import type { IExecuteFunctions } from 'n8n-workflow';
import { hasEnded } from '../../dashscope/tasks';
import type { TaskResponse, TaskOutput } from '../../dashscope/wire';
import { isExpression, templateOf } from '../../form/expressions';
import type { Echo } from '../../modes/mode';

/**
 * A text of which only parts are known, in their order: anything may stand between two of them. One part is the whole
 * text.
 */
export type TextPattern = readonly string[];

/** What tells the task of an item from others, of what Alibaba Cloud repeats about a task that has ended. */
export interface Evidence {
	/** Undefined where none was sent. */
	readonly prompt: TextPattern | undefined;
	readonly echo: Echo;
}

/**
 * How a task fits: `fits` has everything that is known, `differs` is another one's, `open` cannot be told, or not yet.
 */
export type Fit = 'fits' | 'differs' | 'open';

/** The length of a video may be told in whole seconds. */
const SECONDS_APART = 1;

/** What an expression takes that is another one in each execution. */
const CHANGING =
	/\$(?:now|today|execution|runIndex|secrets|vars)\b|\bMath\s*\.\s*random\b|\bDate\b|\bDateTime\b|\bperformance\b|\bcrypto\b/;

/** Whether an expression gives something else in each execution. */
export const isChanging = (expression: string): boolean => CHANGING.test(expression);

/**
 * What can be known of a prompt that an earlier execution sent: what the person typed, and what the expressions give that
 * are the same each time.
 * @param prompt as it is in this execution
 */
export function promptPattern(
	context: Pick<IExecuteFunctions, 'getNode' | 'evaluateExpression'>,
	item: number,
	prompt: string,
): TextPattern {
	const written = context.getNode().parameters.prompt;
	if (!isExpression(written) || !isChanging(written)) return [prompt];
	const parts = [''];
	const add = (text: string): unknown => (parts[parts.length - 1] += text);
	let end = 1;
	for (const expression of templateOf(written).expressions) {
		const start = written.indexOf(expression, end);
		add(written.slice(end, start));
		end = start + expression.length;
		const value = isChanging(expression) ? undefined : context.evaluateExpression(expression, item);
		if (typeof value === 'string' || typeof value === 'number') add(String(value));
		else parts.push('');
	}
	add(written.slice(end));
	const last = parts.length - 1;
	return parts.map((part, index) => {
		const begun = index === 0 ? part.trimStart() : part;
		return index === last ? begun.trimEnd() : begun;
	});
}

/** Whether a text has the parts of a pattern, in time that grows with its length only. */
function hasParts(text: string, parts: TextPattern): boolean {
	const [first = '', ...others] = parts;
	if (others.length === 0) return text === first;
	const last = others.pop() ?? '';
	if (!text.startsWith(first)) return false;
	let from = first.length;
	for (const part of others) {
		const at = text.indexOf(part, from);
		if (at < 0) return false;
		from = at + part.length;
	}
	return text.length - last.length >= from && text.endsWith(last);
}

/** What shows that the task of an answer is another one's. Undefined where nothing does. */
export function differenceIn(
	{ prompt, echo }: Evidence,
	{ output = {}, usage = {} }: TaskResponse,
): 'prompt' | 'length' | 'resolution' | undefined {
	const told = promptIn(output);
	if (told !== '' && (prompt === undefined || !hasParts(told, prompt))) return 'prompt';
	const { input_video_duration: seconds, SR } = usage;
	if (typeof seconds === 'number' && Math.abs(seconds - (echo.inputSeconds ?? seconds)) > SECONDS_APART)
		return 'length';
	if (
		SR !== undefined &&
		echo.resolution !== undefined &&
		Number.parseInt(String(SR), 10) !== Number.parseInt(echo.resolution, 10)
	)
		return 'resolution';
	return undefined;
}

/** How the task of an answer fits an item. What is repeated is named in ALI-27 and ALI-VACE: `orig_prompt`, `usage`. */
export function fitOf(evidence: Evidence, answer: TaskResponse): Fit {
	if (differenceIn(evidence, answer) !== undefined) return 'differs';
	const { prompt, echo } = evidence;
	const { output = {}, usage } = answer;
	if (!hasEnded(output.task_status)) return 'open';
	const isLengthTold = echo.inputSeconds !== undefined && typeof usage?.input_video_duration === 'number';
	const isPromptTold = promptIn(output) !== '' && prompt?.some((part) => part.trim() !== '');
	return (prompt === undefined ? isLengthTold : isPromptTold) ? 'fits' : 'open';
}

const promptIn = ({ orig_prompt: prompt }: TaskOutput): string => prompt?.trim() ?? '';
