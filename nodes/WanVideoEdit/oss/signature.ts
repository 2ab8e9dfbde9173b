import { lowerCased } from '../text/headers';
import { createHash, createHmac } from 'crypto';

/**
 * OSS Signature Version 4. Sources: "Include a V4 signature in the Authorization header" and "… in a URL" of
 * the OSS guide; where they leave gaps, the official SDKs for Go, Java and Python, whose published test
 * vector passes.
 */
const ALGORITHM = 'OSS4-HMAC-SHA256';
const REQUEST_TYPE = 'aliyun_v4_request';
/** A streamed body cannot be hashed before it is sent. */
const UNSIGNED = 'UNSIGNED-PAYLOAD';

/** Maximum lifetime of a presigned link, in seconds: 7 days. */
export const MAX_LINK_SECONDS = 604_800;

/** An access key, and the region that it signs for, e.g. `cn-beijing`. */
export interface SigningKey {
	readonly accessKeyId: string;
	readonly accessKeySecret: string;
	readonly region: string;
}

/** The signed parts of a request. The host is signed only if it is an additional header. */
export interface RequestToSign {
	readonly method: string;
	readonly bucket: string;
	/** Not percent-encoded; empty for requests about the bucket itself. */
	readonly key: string;
	/** Not percent-encoded. An empty value is sent and signed as a bare name. */
	readonly query?: Readonly<Record<string, string>>;
	/** Names in any case. `content-type`, `content-md5` and `x-oss-*` are always signed. */
	readonly headers?: Readonly<Record<string, string>>;
	/** Names of further headers to sign. Each must be in `headers`. */
	readonly additionalHeaders?: readonly string[];
}

/**
 * The three headers that authorize a request. Send them with the signed headers.
 * @param now epoch milliseconds; OSS rejects requests that are 15 minutes off its own clock
 */
export function signedHeaders(
	request: RequestToSign,
	key: SigningKey,
	now: number,
): { 'x-oss-date': string; 'x-oss-content-sha256': string; Authorization: string } {
	const stamp = { 'x-oss-date': compact(now), 'x-oss-content-sha256': UNSIGNED };
	const headers = { ...lowerCased(request.headers), ...stamp };
	const additional = additionalNames(request, headers);
	const signature = signatureOf(request, headers, request.query ?? {}, additional, key, now);
	const parts = [
		`Credential=${key.accessKeyId}/${scopeOf(key, now)}`,
		...(additional.length > 0 ? [`AdditionalHeaders=${additional.join(';')}`] : []),
		`Signature=${signature}`,
	];
	return { ...stamp, Authorization: `${ALGORITHM} ${parts.join(',')}` };
}

/**
 * The complete query of a link that works without further headers.
 * @param secondsToLive 1 to `MAX_LINK_SECONDS`
 * @param now epoch milliseconds from which the link is valid
 */
export function presignedQuery(
	request: RequestToSign,
	secondsToLive: number,
	key: SigningKey,
	now: number,
): Record<string, string> {
	if (!Number.isInteger(secondsToLive) || secondsToLive < 1 || secondsToLive > MAX_LINK_SECONDS) {
		throw new RangeError(
			`A link can expire after 1 to ${MAX_LINK_SECONDS} whole seconds, not ${secondsToLive}`,
		);
	}
	const headers = lowerCased(request.headers);
	const additional = additionalNames(request, headers);
	const query = {
		...request.query,
		...(additional.length > 0 ? { 'x-oss-additional-headers': additional.join(';') } : {}),
		'x-oss-credential': `${key.accessKeyId}/${scopeOf(key, now)}`,
		'x-oss-date': compact(now),
		'x-oss-expires': String(secondsToLive),
		'x-oss-signature-version': ALGORITHM,
	};
	return { ...query, 'x-oss-signature': signatureOf(request, headers, query, additional, key, now) };
}

/** RFC 3986: encodes everything except letters, digits and `-_.~` as %XX of its UTF-8 bytes. */
export const percentEncoded = (text: string): string =>
	encodeURIComponent(text).replace(
		/[!'()*]/g,
		(character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
	);

/** A key as part of a path: slashes are not encoded. */
export const encodedKey = (key: string): string => key.split('/').map(percentEncoded).join('/');

/** The query as it must be signed and sent: sorted by encoded name. */
export const encodedQuery = (query: Readonly<Record<string, string>>): string =>
	Object.entries(query)
		.map(([name, value]) => [percentEncoded(name), percentEncoded(value)] as const)
		.sort(([one], [other]) => (one < other ? -1 : 1))
		.map(([name, value]) => (value === '' ? name : `${name}=${value}`))
		.join('&');

function signatureOf(
	{ method, bucket, key }: RequestToSign,
	headers: Readonly<Record<string, string>>,
	query: Readonly<Record<string, string>>,
	additional: readonly string[],
	{ accessKeySecret, region }: SigningKey,
	now: number,
): string {
	const signed = Object.keys(headers)
		.filter((name) => isSignedAlways(name) || additional.includes(name))
		.sort();
	const canonicalRequest = [
		method.toUpperCase(),
		// The bucket is part of the path even if the host name contains it.
		encodedKey(`/${bucket}/${key}`),
		encodedQuery(query),
		...signed.map((name) => `${name}:${(headers[name] ?? '').trim()}`),
		'',
		additional.join(';'),
		headers['x-oss-content-sha256'] ?? UNSIGNED,
	].join('\n');
	const stringToSign = [
		ALGORITHM,
		compact(now),
		scopeOf({ region }, now),
		createHash('sha256').update(canonicalRequest).digest('hex'),
	].join('\n');
	const signingKey = [day(now), region, 'oss', REQUEST_TYPE].reduce<string | Buffer>(
		hmac,
		`aliyun_v4${accessKeySecret}`,
	);
	return hmac(signingKey, stringToSign).toString('hex');
}

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

const scopeOf = ({ region }: Pick<SigningKey, 'region'>, now: number): string =>
	`${day(now)}/${region}/oss/${REQUEST_TYPE}`;

/** `YYYYMMDDThhmmssZ` */
const compact = (now: number): string =>
	new Date(now).toISOString().replace(/\.\d+/, '').replace(/[-:]/g, '');

const day = (now: number): string => compact(now).slice(0, 8);

const isSignedAlways = (name: string): boolean =>
	name === 'content-type' || name === 'content-md5' || name.startsWith('x-oss-');

/** In lower case, unique, sorted, without those that are always signed: OSS rejects any other list. */
function additionalNames(
	{ additionalHeaders = [] }: RequestToSign,
	headers: Readonly<Record<string, string>>,
): string[] {
	const names = [...new Set(additionalHeaders.map((name) => name.toLowerCase()))]
		.filter((name) => !isSignedAlways(name))
		.sort();
	const missing = names.find((name) => !(name in headers));
	if (missing !== undefined) throw new RangeError(`The header ${missing} to be signed is missing`);
	return names;
}
