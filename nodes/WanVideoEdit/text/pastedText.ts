import { trimBoth } from './trim';

/** Longer texts are no value of a credential; what is wrong with them is told elsewhere. */
const LONGEST = 2_000;

/** Names that scripts, mails and consoles put in front of a value: `export DASHSCOPE_API_KEY=`, `-H "Authorization: `. */
const LABEL =
	/^(?:export\s|set\s|\$env:|-H\s|--header\s)?\s{0,9}["'`]?[\w-]{0,40}?(?:api[ _-]?key|authorization|access[ _-]?key(?:[ _-]?(?:id|secret))?|secret|region|bucket|endpoint|base[ _-]?url|workspace(?:[ _-]?id)?)["'`]?\s{0,9}[:=](?!\/\/|\d{1,5}(?:\/|$))/i;

const SCHEME = /^bearer(?:[\s:]|(?=sk-)|$)/i;

/** Quotes of any kind, and what separates a value from the next one in a list or in a script. */
const WRAPPING = /[\s"'`´“”„‟‘’‚‛«»‹›「」『』,;]/;

/**
 * A value of a credential without what pasting adds: white space and line breaks, invisible characters, quotes, full-width
 * forms, the name of a variable or header in front, `Bearer`. What is left may still be wrong.
 */
export function cleanPasted(value: unknown): string {
	const text = typeof value === 'string' ? value : String(value ?? '');
	if (text.length > LONGEST) return text.trim();
	let left = text
		.normalize('NFKC')
		// A PDF or a terminal breaks long values into lines.
		.split(/[\r\n\u2028\u2029]/)
		.map((line) => line.trim())
		.join('')
		.replace(/\p{Cf}|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/gu, '');
	for (let before = ''; before !== left;) {
		before = left;
		left = trimBoth(trimBoth(left, WRAPPING).replace(LABEL, ''), WRAPPING).replace(SCHEME, '');
	}
	return left;
}
