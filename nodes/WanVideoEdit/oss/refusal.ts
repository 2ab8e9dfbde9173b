/** The storage rejected a request. */
export interface Refusal {
	readonly kind: 'refused';
	readonly httpStatus: number;
	/** E.g. SignatureDoesNotMatch; null if the response is not from OSS. */
	readonly code: string | null;
	/** OSS's own message, shortened. Never contains a signature or a secret. */
	readonly message: string | null;
	readonly requestId: string | null;
	/** The bucket's correct address, if the request was sent to another one. */
	readonly endpoint: string | null;
}

/**
 * Parses the XML of a response other than 2xx. Only four elements are read: others repeat the signed
 * request. (OSS guide, "Error responses")
 * @param headers with names in lower case
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

/** Error responses of OSS have less than 2 kB; a gateway may send a whole page. */
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
