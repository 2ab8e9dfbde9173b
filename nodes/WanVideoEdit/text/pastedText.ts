import { trimBoth } from './trim';

/** Longer texts are not the value of a credential: they are left unchanged, and rejected elsewhere. */
const LONGEST = 2_000;

/** Invisible characters: format and control characters, fillers, the Braille blank. */
const INVISIBLE = /\p{Cf}|\p{Default_Ignorable_Code_Point}|[\u2800\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/gu;

/** Word processors replace hyphens by these. */
const DASHES = /[\u2010-\u2015\u2212]/g;

/**
 * Names that scripts, e-mails and consoles put before a value: `export DASHSCOPE_API_KEY=`, `-H "Authorization: `.
 * A key itself does not match, although another name may follow it.
 */
const LABEL =
	/^(?!sk-)(?:export\s|set\s|\$env:|-H\s|--header\s)?\s{0,9}["'`]?[\w-]{0,40}?(?:api[ _-]?key|authorization|access[ _-]?key(?:[ _-]?(?:id|secret))?|secret|region|bucket|endpoint|base[ _-]?url|workspace(?:[ _-]?id)?)["'`]?\s{0,9}[:=](?!\/\/|\d{1,5}(?:\/|$))/i;

const SCHEME = /^bearer(?:[\s:]|(?=sk-)|$)/i;

/** Quotes of any kind, and separators between values in lists and scripts. */
const WRAPPING = /[\s"'`´“”„‟‘’‚‛«»‹›「」『』,;]/;

const visible = (text: string): string => text.normalize('NFKC').replace(INVISIBLE, '');

/** A text with plain hyphens, for values that have no other dashes. */
export const withHyphens = (text: string): string => text.replace(DASHES, '-');

/** Not preceded or followed by anything that may belong to it. */
const KEY = /(?<![\w.-])sk-[\w.-]{15,}(?<=\w)/g;
const MASK = /\*{3}|[•●]{2}|\.{3}/;

/** The key in a text that has other words around it: a line of a script, JSON, a sentence. Undefined unless there is exactly one. */
export function keyWithin(text: string): string | undefined {
	if (text.length > LONGEST || MASK.test(visible(text))) return undefined;
	const decoded = withHyphens(visible(text)).replace(/%[0-9a-f]{2}/gi, ' ');
	const keys = new Set(decoded.match(KEY));
	return keys.size === 1 ? [...keys][0] : undefined;
}

/**
 * A credential value without what copy and paste adds: white space and line breaks, invisible characters,
 * quotes, full-width forms, the name of a variable or header, `Bearer`. The result may still be invalid.
 */
export function cleanPasted(value: unknown): string {
	const text = typeof value === 'string' ? value : String(value ?? '');
	if (text.length > LONGEST) return text.trim();
	let left = visible(text)
		// PDF files and terminals break long values into lines.
		.split(/[\r\n\u2028\u2029]/)
		.map((line) => line.trim())
		.join('');
	for (let before = ''; before !== left;) {
		before = left;
		left = trimBoth(trimBoth(left, WRAPPING).replace(LABEL, ''), WRAPPING).replace(SCHEME, '');
	}
	return left;
}
