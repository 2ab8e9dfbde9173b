import { Failure } from '../failure/failure';
import { quoted } from '../failure/quoted';
import { trimBoth } from '../text/trim';
import { cleanPasted } from '../text/pastedText';
import { hostOf } from './endpoint';
import { encodedKey, encodedQuery, presignedQuery, type SigningKey } from './signature';

/** The fields of the credential `wanOssApi`. */
export interface OssCredential {
	accessKeyId?: string;
	accessKeySecret?: string;
	/** `cn-beijing`, or as the console writes it, `oss-cn-beijing`. */
	region?: string;
	bucket?: string;
	/** Empty for the public host of the bucket. */
	endpoint?: string;
	/** Folder for every key. */
	prefix?: string;
}

/** A bucket whose fields have been checked. Nothing in it shows the secret when it is printed. */
export interface Bucket {
	readonly name: string;
	/** E.g. `cn-beijing`. */
	readonly region: string;
	/** Address of the bucket without a trailing slash; in path style it ends with the bucket name. */
	readonly baseUrl: string;
	/** Whether the bucket name is in the path instead of the host. */
	readonly pathStyle: boolean;
	/** Without slashes at its ends; empty for none. */
	readonly prefix: string;
	readonly signingKey: () => SigningKey;
}

/**
 * Reads the credential.
 * @throws Failure `credential` that names the invalid field
 */
export function bucketOf(credential: OssCredential): Bucket {
	demandShort(credential);
	const name = cleanPasted(credential.bucket);
	// OSS guide, "Bucket naming conventions". It becomes part of a host name.
	if (!/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(name)) {
		throw unusable(
			'Bucket',
			name,
			'a bucket name has 3 to 63 lowercase letters, digits and hyphens',
			'Enter only the name of the bucket, without region or address.',
		);
	}
	const region = regionOf(cleanPasted(credential.region));
	const host = hostOf(cleanPasted(credential.endpoint), name, region);
	const signingKey = signingKeyOf(credential, region);
	return {
		name,
		region,
		baseUrl: host.pathStyle ? `${host.origin}/${name}` : host.origin,
		pathStyle: host.pathStyle,
		prefix: prefixOf(cleanPasted(credential.prefix)),
		signingKey: () => signingKey,
	};
}

/** Address of an object without any signature. An empty key means the bucket itself. */
export const objectUrl = (bucket: Bucket, key: string): string => `${bucket.baseUrl}/${encodedKey(key)}`;

/**
 * A link that opens the object without a login until it expires. It is created locally: no request is sent, and nothing
 * checks whether the object exists.
 * @param secondsToLive 1 to `MAX_LINK_SECONDS`
 * @param now epoch milliseconds
 */
export function presignedGet(bucket: Bucket, key: string, secondsToLive: number, now: number): string {
	const request = { method: 'GET', bucket: bucket.name, key };
	return `${objectUrl(bucket, key)}?${encodedQuery(presignedQuery(request, secondsToLive, bucket.signingKey(), now))}`;
}

/** Longer fields of the credential are rejected before they are parsed. */
const MOST_CHARACTERS = 1_000;

const FIELDS: Readonly<Record<keyof OssCredential, string>> = {
	accessKeyId: 'Access Key ID',
	accessKeySecret: 'Access Key Secret',
	region: 'Region',
	bucket: 'Bucket',
	endpoint: 'Endpoint',
	prefix: 'Prefix',
};

function demandShort(credential: OssCredential): void {
	for (const [field, label] of Object.entries(FIELDS)) {
		const { length } = String(credential[field as keyof OssCredential] ?? '');
		if (length > MOST_CHARACTERS) {
			throw new Failure(
				'credential',
				`'${label}' of the credential has ${length} characters; the limit is ${MOST_CHARACTERS}`,
				'Check that only this value was pasted.',
			);
		}
	}
}

function regionOf(text: string): string {
	const region = text.trim().toLowerCase().replace(/^oss-/, '') || 'cn-beijing';
	const isRegion = /^[a-z]{2,8}(-[a-z0-9]+)+$/.test(region) && !/^accelerate|-internal$/.test(region);
	if (isRegion) return region;
	throw unusable(
		'Region',
		text,
		'it must be the ID of a region, e.g. cn-beijing',
		'The overview page of the bucket shows it, possibly as oss-cn-beijing.',
	);
}

const COPY_KEY = 'Copy the ID of the access key from the RAM console.';

function signingKeyOf(credential: OssCredential, region: string): SigningKey {
	const accessKeyId = cleanPasted(credential.accessKeyId);
	const accessKeySecret = cleanPasted(credential.accessKeySecret);
	if (!/^[\w.-]+$/.test(accessKeyId)) {
		throw unusable('Access Key ID', accessKeyId, 'it can contain only letters and digits', COPY_KEY);
	}
	// Such an ID works only with a security token, for which this credential has no field.
	if (accessKeyId.startsWith('STS.')) {
		throw unusable(
			'Access Key ID',
			accessKeyId,
			'temporary access keys (STS) are not supported',
			'Create a permanent access key for a RAM user.',
		);
	}
	const fault = secretFault(accessKeySecret);
	if (fault !== undefined) {
		throw new Failure(
			'credential',
			`'Access Key Secret' of the credential ${fault}`,
			'The secret is shown once, when the access key is created.',
		);
	}
	return { accessKeyId, accessKeySecret, region };
}

function secretFault(secret: string): string | undefined {
	if (secret === '') return 'is empty';
	if (/\s/.test(secret)) return 'is not a secret: it contains spaces';
	if (/\*{2}|\.{3}/.test(secret)) return 'is masked: its middle is hidden';
	return /[^\x21-\x7e]/.test(secret) ? 'is not a secret: it contains non-ASCII characters' : undefined;
}

/** Object keys are ASCII, so that every model can read the links. */
function prefixOf(text: string): string {
	const prefix = trimBoth(text.trim(), /\//);
	const parts = prefix.split('/');
	const fits = prefix.length <= 500 && parts.every((part) => /^[\w.-]+$/.test(part) && !/^\.+$/.test(part));
	if (prefix === '' || fits) return prefix;
	throw unusable(
		'Prefix',
		text,
		'it can contain letters, digits, hyphens, underscores, dots, and slashes between folders',
		'E.g. n8n/wan.',
	);
}

const unusable = (field: string, value: string, rule: string, description: string): Failure =>
	new Failure(
		'credential',
		value.trim() === ''
			? `'${field}' of the credential is empty`
			: `'${field}' of the credential is ${quoted(value)}; ${rule}`,
		description,
	);
