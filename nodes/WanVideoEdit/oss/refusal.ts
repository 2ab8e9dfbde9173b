/** The storage answered and said no. */
export interface Refusal {
	readonly kind: 'refused';
	readonly httpStatus: number;
	/** E.g. SignatureDoesNotMatch; null where the answer is not that of OSS. */
	readonly code: string | null;
	/** In the words of OSS, shortened. Never holds a signature or a secret. */
	readonly message: string | null;
	readonly requestId: string | null;
}

/**
 * Reads the XML of an answer other than 2xx.
 * Of the elements only three are taken: others repeat the request that was signed. (OSS guide, "Error responses")
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
	};
}

const LONGEST = 300;

function element(xml: string, name: string): string | null {
	const raw = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1]?.trim();
	if (!raw) return null;
	const text = raw
		.replace(/&lt;/g, '<')
		.replace(/&gt;/g, '>')
		.replace(/&quot;/g, '"')
		.replace(/&apos;/g, "'")
		.replace(/&amp;/g, '&');
	return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
