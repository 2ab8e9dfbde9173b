import { timingSafeEqual } from 'node:crypto';
// Imported as a namespace: its functions call each other through `this`.
import * as sdk from 'ali-oss/lib/common/signUtils';
import { StorageError } from '../http/apiError';
import type { BucketOptions } from '../options';

/**
 * Verifies OSS Signature V4 with the helpers of the official SDK: the node has its own implementation, whose
 * mistakes must not be repeated here.
 */
const ALGORITHM = 'OSS4-HMAC-SHA256';
const SKEW_MS = 15 * 60_000;
const MAX_LINK_SECONDS = 7 * 24 * 3600;

/** A request as received. */
export interface WireRequest {
	readonly method: string;
	readonly bucket: string;
	readonly key: string;
	/** As parsed, with an empty value for a bare name. */
	readonly query: ReadonlyMap<string, string>;
	readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

const denied = (message: string) => new StorageError(403, 'AccessDenied', message);
const invalid = (message: string) => new StorageError(400, 'InvalidArgument', message);

/**
 * Admits requests signed by the owner of the bucket. Throws the storage's error for others.
 * @param realNow epoch milliseconds. Headers are signed when the request is sent, by a real clock
 * @param providerNow epoch milliseconds. Links expire by API time, like tasks
 */
export function checkSignature(
	request: WireRequest,
	owner: BucketOptions,
	realNow: number,
	providerNow: number,
): void {
	const { authorization } = request.headers;
	const inQuery = request.query.has('x-oss-signature');
	if (authorization !== undefined && inQuery) {
		throw invalid('Authorization header and signature must not be used together.');
	}
	if (typeof authorization === 'string') checkHeader(request, authorization, owner, realNow);
	else if (inQuery) checkLink(request, owner, providerNow);
	else throw denied('You have no right to access this object because of bucket acl.');
}

function checkHeader(request: WireRequest, authorization: string, owner: BucketOptions, now: number): void {
	const [, algorithm, list = ''] = /^(\S+) (\S+)$/.exec(authorization) ?? [];
	if (algorithm !== ALGORITHM)
		throw invalid('Only the signature version OSS4-HMAC-SHA256 is supported here.');
	const fields = new Map(list.split(',').map((part) => part.split(/=(.*)/s, 2) as [string, string]));
	const additional = namesIn(fields.get('AdditionalHeaders'));
	const date = request.headers['x-oss-date'];
	if (typeof date !== 'string') throw denied('OSS authentication requires a valid Date.');
	if (request.headers['x-oss-content-sha256'] !== 'UNSIGNED-PAYLOAD') {
		throw invalid('x-oss-content-sha256 must be UNSIGNED-PAYLOAD.');
	}
	checkCredential(fields.get('Credential'), date, owner);
	const expected = sdk.authorizationV4(
		owner.accessKeyId,
		owner.accessKeySecret,
		owner.region,
		request.method,
		{ headers: request.headers, queries: queriesOf(request) },
		request.bucket,
		request.key,
		additional,
	);
	checkEqual(expected, authorization);
	if (Math.abs(timeOf(date) - now) > SKEW_MS) {
		throw new StorageError(
			403,
			'RequestTimeTooSkewed',
			'The difference between the request time and the current time is too large.',
		);
	}
}

function checkLink(request: WireRequest, owner: BucketOptions, now: number): void {
	const field = (name: string): string => {
		const value = request.query.get(name);
		if (!value) throw invalid(`The query parameter ${name} is missing.`);
		return value;
	};
	if (field('x-oss-signature-version') !== ALGORITHM) {
		throw invalid('Only the signature version OSS4-HMAC-SHA256 is supported here.');
	}
	const date = field('x-oss-date');
	const expires = Number(field('x-oss-expires'));
	if (!Number.isInteger(expires) || expires < 1 || expires > MAX_LINK_SECONDS) {
		throw invalid('x-oss-expires must be between 1 and 604800.');
	}
	checkCredential(field('x-oss-credential'), date, owner);
	const { 'x-oss-signature': given = '', ...queries } = queriesOf(request);
	const additional = namesIn(request.query.get('x-oss-additional-headers'));
	const canonical = sdk.getCanonicalRequest(
		request.method,
		{ headers: request.headers, queries },
		request.bucket,
		request.key,
		additional,
	);
	const stringToSign = sdk.getStringToSign(owner.region, date, canonical);
	checkEqual(
		sdk.getSignatureV4(owner.accessKeySecret, date.slice(0, 8), owner.region, stringToSign),
		given ?? '',
	);
	if (timeOf(date) > now + SKEW_MS) throw denied('Request is not yet valid.');
	if (timeOf(date) + expires * 1000 <= now) throw denied('Request has expired.');
}

/** `{id}/{day}/{region}/oss/aliyun_v4_request` */
function checkCredential(credential: string | undefined, date: string, owner: BucketOptions): void {
	const [id, day, region, product, type, ...more] = (credential ?? '').split('/');
	if (product !== 'oss' || type !== 'aliyun_v4_request' || more.length > 0) {
		throw invalid('Invalid Credential in the signature.');
	}
	if (id !== owner.accessKeyId) {
		throw new StorageError(
			403,
			'InvalidAccessKeyId',
			'The OSS Access Key Id you provided does not exist in our records.',
		);
	}
	if (day !== date.slice(0, 8)) throw invalid('Invalid signing date in Authorization header.');
	if (region !== owner.region) throw invalid('Invalid signing region in Authorization header.');
}

/** The list has one valid form: lower case, sorted, without empty names and those that are always signed. */
function namesIn(list: string | undefined): string[] {
	if (list === undefined) return [];
	const names = sdk.fixAdditionalHeaders(list.split(';'));
	if (list === '' || names.includes('') || names.join(';') !== list)
		throw invalid('Invalid AdditionalHeaders.');
	return names;
}

/** OSS signs a name without a value as a bare name, with or without an equals sign. */
const queriesOf = ({ query }: WireRequest): Record<string, string | null> =>
	Object.fromEntries([...query].map(([name, value]) => [name, value === '' ? null : value]));

function timeOf(date: string): number {
	const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date)?.slice(1).map(Number);
	if (!parts) throw invalid('Invalid x-oss-date.');
	const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
	return Date.UTC(year, month - 1, day, hour, minute, second);
}

function checkEqual(expected: string, given: string): void {
	const [one, other] = [Buffer.from(expected), Buffer.from(given)];
	if (one.length === other.length && timingSafeEqual(one, other)) return;
	throw new StorageError(
		403,
		'SignatureDoesNotMatch',
		'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
	);
}
