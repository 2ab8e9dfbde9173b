import { Failure } from '../failure/failure';
import { cleanPasted, keyWithin, withHyphens } from '../text/pastedText';
import type { DashScopeCredential } from './hosts';

/** Keys have about 35 characters, those of gateways a few hundred at most. */
const LONGEST = 1_000;

/** What stands in a key, of Alibaba Cloud or of a gateway (RFC 6750, 2.1, and separators). */
const IN_ONE_PIECE = /^[\w.~+/:|-]{1,1000}={0,2}$/;

/**
 * The key of a credential as it goes into the header: without what pasting added to it.
 * @throws Failure `credential` if it cannot be a key. The message does not repeat it.
 */
export function apiKeyOf({ apiKey }: Pick<DashScopeCredential, 'apiKey'>): string {
	const cleaned = withHyphens(cleanPasted(apiKey));
	const key = IN_ONE_PIECE.test(cleaned)
		? cleaned.replace(/(?<!\.)\.$/, '')
		: (keyWithin(String(apiKey)) ?? cleaned);
	if (key === '') {
		throw new Failure(
			'credential',
			"'API Key' of the credential is empty",
			'Create a key in the Model Studio console.',
		);
	}
	const fault = faultOf(key);
	if (fault === undefined) return key;
	throw new Failure(
		'credential',
		`'API Key' of the credential ${fault}`,
		'Copy only the key. The Model Studio console shows it once, when it is created. It starts with sk-.',
	);
}

function faultOf(key: string): string | undefined {
	if (key.length > LONGEST) return `is not a key: it has ${key.length} characters`;
	if (/\*{2}|•{2}|●{2}|\.{3}|x{6}/i.test(key)) return 'is masked: its middle is hidden';
	if (/\s/.test(key)) return 'is not a key: it contains spaces';
	if (/^<.*>$|^\{.*\}$|^\$|^%.*%$|(?:^|[_-])your[_-]/i.test(key)) return 'is a placeholder for a key';
	if (/^LTAI\w+$/.test(key)) return 'is an AccessKey ID, which is for other services of Alibaba Cloud';
	if (/^https?:\/\//i.test(key)) return 'is not a key: it is an address';
	const [foreign] = /[^\x21-\x7e]/u.exec(key) ?? [];
	if (foreign === undefined) return undefined;
	const code = foreign.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0');
	return `is not a key: it contains the character U+${code}`;
}

/** A request with the credential's key in its header, and no other. @throws Failure `credential`, see `apiKeyOf` */
export function authorized<Request extends { headers?: object }>(
	request: Request,
	credential: Pick<DashScopeCredential, 'apiKey'>,
): Request {
	const others = Object.entries(request.headers ?? {}).filter(
		([name]) => name.toLowerCase() !== 'authorization',
	);
	const headers = { ...Object.fromEntries(others), Authorization: `Bearer ${apiKeyOf(credential)}` };
	return { ...request, headers };
}
