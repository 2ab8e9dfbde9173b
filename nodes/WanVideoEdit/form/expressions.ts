import { Failure } from '../failure/failure';
import { quoted } from '../failure/quoted';
import { traceIn, traceInLink } from '../text/expressionTraces';

/** Whether the raw value of a parameter is an expression. */
export const isExpression = (written: unknown): written is string =>
	typeof written === 'string' && written.startsWith('=');

/** A text with expressions in it, before they are evaluated. */
export interface Template {
	/** The text between the expressions. */
	readonly typed: string;
	/** Including their braces. */
	readonly expressions: readonly string[];
}

/** Splits a text as n8n does: the first closing braces end an expression, and a backslash escapes opening braces. */
export function templateOf(written: string): Template {
	const expressions: string[] = [];
	let typed = '';
	let end = 1;
	for (let start = 1; (start = written.indexOf('{{', start)) >= 0;) {
		if (written.charAt(start - 1) === '\\') {
			start += 2;
			continue;
		}
		const close = written.indexOf('}}', start + 2);
		if (close < 0) break;
		typed += `${written.slice(end, start)}\n`;
		end = close + 2;
		expressions.push(written.slice(start, end));
		start = end;
	}
	return { typed: typed + written.slice(end), expressions };
}

/** An unclosed string runs to the end of the text. Searching again from each quote would take quadratic time. */
const STRINGS = /'(?:[^'\\]|\\.)*(?:'|$)|"(?:[^"\\]|\\.)*(?:"|$)|`(?:[^`\\]|\\.)*(?:`|$)/gs;

/** The parts of a text that were typed by hand, including sentences inside expressions: `{{ 'Paint ' + $json.what }}`. */
export function typedIn({ typed, expressions }: Template): string {
	const sentences = expressions
		.flatMap((one) => one.match(STRINGS) ?? [])
		.map((sentence) => sentence.replace(/\$\{[^}]*\}/g, '\n'));
	// A single word is a value to compare with or to fall back to, not typed text.
	return [typed, ...sentences.filter((sentence) => /\s/.test(sentence.slice(1, -1).trim()))].join('\n');
}

/** Origin of a value, for the check and its message. */
export interface Origin {
	/** The raw parameter, before its expressions are evaluated. */
	readonly written: unknown;
	/** Name of the parameter in the form. */
	readonly label: string;
	readonly isLink: boolean;
	/** Names of the fields of the input item. */
	fields(): readonly string[];
	/** Evaluates one expression of the text by itself. */
	evaluate(expression: string): unknown;
}

/**
 * Rejects a value whose expression went wrong: it found nothing, or left something like `undefined` in a text. Nobody
 * intends that, and a video without a prompt or of the wrong length is billed like any other.
 * @throws Failure `badInput`
 */
export function demandFound(value: unknown, origin: Origin): void {
	const { written } = origin;
	if (!isExpression(written)) return;
	const template = templateOf(written);
	const [hole] = holesIn(value);
	if (hole) throw foundNothing('has no value', hole.value, template.expressions[0] ?? written, origin);
	const isWhole = template.expressions[0]?.length === written.length - 1;
	// In a text, n8n replaces what an expression did not find with an empty string.
	for (const expression of isWhole ? [] : template.expressions) {
		const [gap] = holesIn(origin.evaluate(expression)).slice(0, 1);
		if (gap) throw foundNothing('is incomplete', gap.value, expression, origin);
	}
	const typed = typedIn(template);
	for (const text of textsIn(value)) {
		const trace = origin.isLink ? traceInLink(text, typed) : traceIn(text, typed);
		if (trace !== undefined) throw leftTrace(trace, text, written, origin);
	}
}

/** Missing values, in a value or in a list of values. */
const holesIn = (value: unknown): Array<{ readonly value: unknown }> =>
	Array.isArray(value)
		? value.flatMap(holesIn)
		: value === undefined || value === null || Number.isNaN(value)
			? [{ value }]
			: [];

const textsIn = (value: unknown): string[] =>
	Array.isArray(value) ? value.flatMap(textsIn) : typeof value === 'string' ? [value] : [];

/** Maximum number of fields that a message names. */
const MOST_NAMED = 20;

function foundNothing(problem: string, value: unknown, expression: string, origin: Origin): Failure {
	const { label } = origin;
	const fields = origin.fields();
	const named = fields.slice(0, MOST_NAMED).map(quoted).join(', ');
	const more = fields.length > MOST_NAMED ? ` and ${fields.length - MOST_NAMED} more` : '';
	return new Failure(
		'badInput',
		`'${label}' ${problem}: the expression ${quoted(expression)} returned ${String(value)}`,
		[
			'Check the expression for a misspelled or missing field.',
			fields.length === 0 ? 'The item has no fields.' : `The item has the fields ${named}${more}.`,
			"If the value may be missing, make the expression return an empty text: {{ … ?? '' }}.",
		].join(' '),
	);
}

const leftTrace = (trace: string, text: string, written: string, { label }: Origin): Failure =>
	new Failure(
		'badInput',
		`'${label}' contains "${trace}", which comes from its expression: ${quoted(text)}`,
		`Check ${quoted(written.slice(1))} for a field that is missing, a list or an object. If you mean the word itself, type it into '${label}' outside of {{ }}, or spell it another way.`,
	);
