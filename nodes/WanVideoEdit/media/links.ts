import { quoted } from '../failure/quoted';
import type { LinkScheme, MediaLimit } from './limits';

const SCHEMES: readonly LinkScheme[] = ['http', 'https', 'oss', 'data'];

/** Servers refuse longer ones: the request line of nginx and of OSS has 8 kB. Signed links have up to 4,000. */
const LONGEST = 8_000;

/** What is wrong with a link for a slot, as the end of a sentence, or undefined where nothing is. */
export function linkFault(link: string, limit: MediaLimit): string | undefined {
	const scheme = SCHEMES.find((known) => link.toLowerCase().startsWith(`${known}:`));
	if (scheme === undefined || !limit.schemes.includes(scheme)) {
		return `is ${quoted(link)}; it takes a link that begins with ${listed(limit.schemes)}`;
	}
	if (scheme === 'data') return dataLinkFault(link, limit);
	if (link.length > LONGEST) {
		return `is ${quoted(link)} of ${link.length} characters; it takes up to ${LONGEST}`;
	}
	if (/[\s\x00-\x1f\x7f]/.test(link)) return `is ${quoted(link)}; a link has no spaces in it`;
	if (!hasHost(link)) return `is ${quoted(link)}; the address is not complete`;
	if (limit.asciiLinks && /[^\x00-\x7f]/.test(link)) {
		return `is ${quoted(link)}; this model takes links of ASCII characters only, others have to be percent-encoded`;
	}
	return undefined;
}

/** `oss://` links have a folder in the place of the host. */
const hasHost = (link: string): boolean =>
	link.toLowerCase().startsWith('oss:')
		? /^oss:\/\/[^/]+\/.+/i.test(link)
		: /^https?:\/\/[^/?#]+/i.test(link) && URL.canParse(link);

function dataLinkFault(link: string, limit: MediaLimit): string | undefined {
	const comma = link.indexOf(',');
	const [, mimeType] = /^data:([^;,]+);base64$/i.exec(link.slice(0, Math.max(comma, 0))) ?? [];
	const allowed = limit.dataMimeTypes ?? [];
	if (mimeType === undefined || !allowed.includes(mimeType.toLowerCase())) {
		return `is ${quoted(link)}; a data URL has the form data:{type};base64,… with ${listed(allowed)} as type`;
	}
	const base64 = link.slice(comma + 1);
	const digits = base64.replace(/={1,2}$/, '');
	// Looks for one wrong character: a pattern for the whole text overflows the stack at some megabytes.
	if (digits === '' || /[^A-Za-z0-9+/]/.test(digits)) return `is a data URL whose content is not base64`;
	const bytes = Math.floor((digits.length * 3) / 4);
	if (bytes > limit.maxBytes) {
		return `is a data URL of ${megabytes(bytes)} MB; it takes up to ${megabytes(limit.maxBytes)} MB`;
	}
	return undefined;
}

const listed = (words: readonly string[]): string =>
	words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} or ${words[words.length - 1]}`;

const megabytes = (bytes: number): string =>
	(Math.ceil((bytes / 1024 / 1024) * 10) / 10).toFixed(1).replace(/\.0$/, '');
