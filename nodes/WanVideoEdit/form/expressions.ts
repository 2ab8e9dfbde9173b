import { Failure } from '../failure/failure';
import { quoted } from '../failure/quoted';
import { traceIn, traceInLink } from '../text/expressionTraces';

/** Whether a parameter, as it was written, is one that n8n evaluates. */
export const isExpression = (written: unknown): written is string =>
	typeof written === 'string' && written.startsWith('=');

/** A text with expressions in it, as the form has it. */
export interface Template {
	/** Between the expressions. */
	readonly typed: string;
	/** With their braces. */
	readonly expressions: readonly string[];
}

/** Takes a text apart as n8n does: the first closing braces end an expression, and a backslash makes braces text. */
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

/** One that does not end goes to the end of the text: a search that began anew behind each quote would take its square. */
const STRINGS = /'(?:[^'\\]|\\.)*(?:'|$)|"(?:[^"\\]|\\.)*(?:"|$)|`(?:[^`\\]|\\.)*(?:`|$)/gs;

/** What of a text was typed by hand, the sentences within its expressions included: `{{ 'Paint ' + $json.what }}`. */
export function typedIn({ typed, expressions }: Template): string {
	const sentences = expressions
		.flatMap((one) => one.match(STRINGS) ?? [])
		.map((sentence) => sentence.replace(/\$\{[^}]*\}/g, '\n'));
	// A word alone is what the expression compares with, or falls back to.
	return [typed, ...sentences.filter((sentence) => /\s/.test(sentence.slice(1, -1).trim()))].join('\n');
}

/** Where a value comes from, for the check and for its message. */
export interface Origin {
	/** The parameter as it was written, before its expressions are evaluated. */
	readonly written: unknown;
	/** Its name in the form. */
	readonly label: string;
	readonly isLink: boolean;
	readonly item: number;
	/** Fields of the input item, which expressions read. */
	fields(): readonly string[];
	/** What one of its expressions gives by itself. */
	evaluate(expression: string): unknown;
}

/**
 * Refuses a value whose expression slipped: it found nothing, or left a trace in a text. Nobody means that, and a video
 * without a prompt or of the wrong length is billed like any other.
 * @throws Failure `badInput`
 */
export function demandFound(value: unknown, origin: Origin): void {
	const { written } = origin;
	if (!isExpression(written)) return;
	const template = templateOf(written);
	const [hole] = holesIn(value);
	if (hole) throw foundNothing('is', hole.value, template.expressions[0] ?? written, origin);
	const isWhole = template.expressions[0]?.length === written.length - 1;
	// In a text n8n puts a blank in the place of what it did not find.
	for (const expression of isWhole ? [] : template.expressions) {
		const [gap] = holesIn(origin.evaluate(expression)).slice(0, 1);
		if (gap) throw foundNothing('has a gap:', gap.value, expression, origin);
	}
	const typed = typedIn(template);
	for (const text of textsIn(value)) {
		const trace = origin.isLink ? traceInLink(text, typed) : traceIn(text, typed);
		if (trace !== undefined) throw leftTrace(trace, text, written, origin);
	}
}

/** What was not found, in a value or in a list of them. */
const holesIn = (value: unknown): Array<{ readonly value: unknown }> =>
	Array.isArray(value)
		? value.flatMap(holesIn)
		: value === undefined || value === null || Number.isNaN(value)
			? [{ value }]
			: [];

const textsIn = (value: unknown): string[] =>
	Array.isArray(value) ? value.flatMap(textsIn) : typeof value === 'string' ? [value] : [];

/** How many fields of an item a message names. */
const MOST_NAMED = 20;

function foundNothing(verb: string, value: unknown, expression: string, origin: Origin): Failure {
	const { label, item } = origin;
	const fields = origin.fields();
	const named = fields.slice(0, MOST_NAMED).map(quoted).join(', ');
	const more = fields.length > MOST_NAMED ? ` and ${fields.length - MOST_NAMED} more` : '';
	return new Failure(
		'badInput',
		`'${label}' of item ${item} ${verb} ${String(value)}, given by the expression ${quoted(expression)}`,
		[
			'Check it for a field that is misspelt or missing.',
			fields.length === 0 ? 'The item has no fields.' : `The item has the fields ${named}${more}.`,
			"Where it may be blank, let the expression give an empty text: {{ … ?? '' }}.",
		].join(' '),
	);
}

const leftTrace = (trace: string, text: string, written: string, { label, item }: Origin): Failure =>
	new Failure(
		'badInput',
		`'${label}' of item ${item} has "${trace}" in it, which comes from its expression: ${quoted(text)}`,
		`Check ${quoted(written.slice(1))} for a field that is missing, or that is a list or an object. If the word is meant, type it into '${label}' outside of {{ }}, or write it another way.`,
	);
