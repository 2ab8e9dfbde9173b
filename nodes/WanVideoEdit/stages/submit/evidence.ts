import type { IExecuteFunctions } from 'n8n-workflow';
import { hasEnded } from '../../dashscope/tasks';
import type { TaskResponse, TaskOutput } from '../../dashscope/wire';
import { isExpression, templateOf } from '../../form/expressions';
import type { Echo } from '../../modes/mode';

/**
 * A text of which only some parts are known, in order: anything may stand between two of them. A single part
 * is the whole text.
 */
export type TextPattern = readonly string[];

/**
 * What distinguishes an item's task from others, among the values that Alibaba Cloud returns for a finished
 * task.
 */
export interface Evidence {
	/** Undefined if no prompt was sent. */
	readonly prompt: TextPattern | undefined;
	readonly echo: Echo;
}

/**
 * How well a task fits an item. `fits`: everything known matches. `differs`: it belongs to something else.
 * `open`: unknown, or not known yet.
 */
export type Fit = 'fits' | 'differs' | 'open';

/** Alibaba Cloud may round the length of a video to whole seconds. */
const SECONDS_APART = 1;

/** Functions and variables whose value differs between executions. */
const CHANGING =
	/\$(?:now|today|execution|runIndex|secrets|vars)\b|\bMath\s*\.\s*random\b|\bDate\b|\bDateTime\b|\bperformance\b|\bcrypto\b/;

/** Whether an expression has another value in each execution. */
export const isChanging = (expression: string): boolean => CHANGING.test(expression);

/**
 * What is known of the prompt that an earlier execution sent: the literal text, and the values of
 * expressions that are the same each time.
 * @param prompt the evaluated prompt of this execution
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

/** Whether a text matches a pattern, in linear time. */
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

/** Which value shows that the task belongs to something else. Undefined if none does. */
export function differenceIn(
	{ prompt, echo }: Evidence,
	{ output = {}, usage = {} }: TaskResponse,
): 'prompt' | 'length' | 'resolution' | undefined {
	const returnedPrompt = promptIn(output);
	if (returnedPrompt !== '' && (prompt === undefined || !hasParts(returnedPrompt, prompt))) return 'prompt';
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

/**
 * How well the task in a response fits an item. ALI-27 and ALI-VACE document the returned values:
 * `orig_prompt`, `usage`.
 */
export function fitOf(evidence: Evidence, response: TaskResponse): Fit {
	if (differenceIn(evidence, response) !== undefined) return 'differs';
	const { prompt, echo } = evidence;
	const { output = {}, usage } = response;
	if (!hasEnded(output.task_status)) return 'open';
	const isLengthReturned = echo.inputSeconds !== undefined && typeof usage?.input_video_duration === 'number';
	const isPromptReturned = promptIn(output) !== '' && prompt?.some((part) => part.trim() !== '');
	return (prompt === undefined ? isLengthReturned : isPromptReturned) ? 'fits' : 'open';
}

const promptIn = ({ orig_prompt: prompt }: TaskOutput): string => prompt?.trim() ?? '';
