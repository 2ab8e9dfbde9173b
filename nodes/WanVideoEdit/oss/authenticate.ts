import type { IHttpRequestOptions } from 'n8n-workflow';
import { Failure } from '../failure/failure';
import { bucketOf, objectUrl, type Bucket, type OssCredential } from './bucket';
import { encodedQuery, signedHeaders } from './signature';

/**
 * Signs a request to the bucket of the credential. Send the result unchanged: its address has the query
 * exactly as signed. A relative or missing address refers to the bucket.
 * @param now epoch milliseconds
 * @throws Failure `credential` if a field is invalid, or the address is outside the bucket
 */
export function signRequest(
	credential: OssCredential,
	request: IHttpRequestOptions,
	now: number,
): IHttpRequestOptions {
	const bucket = bucketOf(credential);
	const { key, query } = targetIn(bucket, request);
	const headers = withoutSignature(request.headers);
	const signed = signedHeaders(
		{ method: request.method ?? 'GET', bucket: bucket.name, key, query, headers },
		bucket.signingKey(),
		now,
	);
	const search = encodedQuery(query);
	return {
		...request,
		baseURL: undefined,
		qs: undefined,
		url: objectUrl(bucket, key) + (search === '' ? '' : `?${search}`),
		headers: { ...headers, ...signed },
	};
}

function targetIn(bucket: Bucket, request: IHttpRequestOptions) {
	const root = `${bucket.baseUrl}/`;
	const address = /^https?:/i.test(request.url ?? '')
		? request.url
		: `${request.baseURL || bucket.baseUrl}/${(request.url ?? '').replace(/^\/+/, '')}`;
	const url = URL.canParse(address) ? new URL(address) : undefined;
	const inside = url !== undefined && `${url.origin}${url.pathname}`.startsWith(root);
	const key = inside ? decoded(`${url.origin}${url.pathname}`.slice(root.length)) : undefined;
	// A signature grants access for a quarter of an hour: no other host may get one.
	if (url === undefined || key === undefined) {
		throw new Failure(
			'credential',
			`The request does not go to the bucket of the credential, ${root}`,
			'Change the address of the request, or select the credential of its bucket.',
		);
	}
	const query = Object.fromEntries(url.searchParams);
	for (const [name, value] of Object.entries(request.qs ?? {})) {
		if (value !== undefined && value !== null) query[name] = String(value);
	}
	return { key, query };
}

function decoded(path: string): string | undefined {
	try {
		return decodeURIComponent(path);
	} catch {
		return undefined;
	}
}

/** The headers without an earlier signature, regardless of case. */
function withoutSignature(headers: IHttpRequestOptions['headers'] = {}): Record<string, string> {
	const replaced = ['authorization', 'x-oss-date', 'x-oss-content-sha256'];
	return Object.fromEntries(
		Object.entries(headers)
			.filter(([name, value]) => value !== undefined && !replaced.includes(name.toLowerCase()))
			.map(([name, value]) => [name, String(value)]),
	);
}
