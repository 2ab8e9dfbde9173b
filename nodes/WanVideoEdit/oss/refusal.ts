/** The storage answered and said no. */
export interface Refusal {
	readonly kind: 'refused';
	readonly httpStatus: number;
	/** E.g. SignatureDoesNotMatch; null where the answer is not that of OSS. */
	readonly code: string | null;
	/** In the words of OSS, shortened. Never holds a signature or a secret. */
	readonly message: string | null;
	readonly requestId: string | null;
	/** The address that the bucket has, where another one was asked. */
	readonly endpoint: string | null;
}

/**
 * Reads the XML of an answer other than 2xx.
 * Of the elements only four are taken: others repeat the request that was signed. (OSS guide, "Error responses")
 * @param headers names in lower case
 */
export function refusalIn(
	httpStatus: number,
	headers: Readonly<Record<string, string>>,
	body: string,
): Refusal {
	return {
		kind: 'refused',
		httpStatus,
		code: element(body, 'Code'),
		message: element(body, 'Message'),
		requestId: element(body, 'RequestId') ?? headers['x-oss-request-id'] ?? null,
		endpoint: hostIn(element(body, 'Endpoint')),
	};
}

const hostIn = (text: string | null): string | null =>
	text !== null && /^[a-z0-9][a-z0-9.-]{2,99}$/.test(text) ? text : null;

const LONGEST = 300;

/** Answers of OSS have less than 2 kB; a gateway may send a whole page. */
const MOST_READ = 16_384;

function element(xml: string, name: string): string | null {
	const [open, close] = [`<${name}>`, `</${name}>`];
	const start = xml.slice(0, MOST_READ).indexOf(open);
	const end = start < 0 ? -1 : xml.indexOf('<', start + open.length);
	if (end < 0 || !xml.startsWith(close, end)) return null;
	const raw = xml
		.slice(start + open.length, Math.min(end, start + MOST_READ))
		.replace(/\s+/g, ' ')
		.trim();
	if (raw === '') return null;
	const text = raw
		.replace(/&lt;/g, '<')
		.replace(/&gt;/g, '>')
		.replace(/&quot;/g, '"')
		.replace(/&apos;/g, "'")
		.replace(/&amp;/g, '&');
	return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
