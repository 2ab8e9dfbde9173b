import { quoted } from '../failure/quoted';
import type { LinkScheme, MediaLimit } from './limits';

const SCHEMES: readonly LinkScheme[] = ['http', 'https', 'oss', 'data'];

/** Servers reject longer links: nginx and OSS limit the request line to 8 kB. Signed links have up to 4,000 characters. */
const LONGEST = 8_000;

/** Problem with a link for a slot, as the end of a sentence, or undefined if there is none. */
export function linkFault(link: string, limit: MediaLimit): string | undefined {
	const scheme = SCHEMES.find((known) => link.toLowerCase().startsWith(`${known}:`));
	if (scheme === undefined || !limit.schemes.includes(scheme)) {
		return `is ${quoted(link)}; it takes a link that starts with ${listed(limit.schemes)}`;
	}
	if (scheme === 'data') return dataLinkFault(link, limit);
	if (link.length > LONGEST) {
		return `is ${quoted(link)}, ${link.length} characters long; it takes up to ${LONGEST}`;
	}
	if (/[\s\x00-\x1f\x7f]/.test(link)) return `is ${quoted(link)}; a link must not contain spaces`;
	if (!hasHost(link)) return `is ${quoted(link)}; the address is incomplete`;
	if (limit.asciiLinks && /[^\x00-\x7f]/.test(link)) {
		return `is ${quoted(link)}; this model takes ASCII links only: percent-encode the other characters`;
	}
	return undefined;
}

/** `oss://` links have a folder instead of a host. */
const hasHost = (link: string): boolean =>
	link.toLowerCase().startsWith('oss:')
		? /^oss:\/\/[^/]+\/.+/i.test(link)
		: /^https?:\/\/[^/?#]+/i.test(link) && URL.canParse(link);

function dataLinkFault(link: string, limit: MediaLimit): string | undefined {
	const comma = link.indexOf(',');
	const [, mimeType] = /^data:([^;,]+);base64$/i.exec(link.slice(0, Math.max(comma, 0))) ?? [];
	const allowed = limit.dataMimeTypes ?? [];
	if (mimeType === undefined || !allowed.includes(mimeType.toLowerCase())) {
		return `is ${quoted(link)}; a data URL must have the form data:{type};base64,… with the type ${listed(allowed)}`;
	}
	const base64 = link.slice(comma + 1);
	const digits = base64.replace(/={1,2}$/, '');
	// Searches for one wrong character: a pattern for the whole text overflows the stack at a few megabytes.
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
