import { quoted } from '../failure/quoted';
import type { UploadPolicy, UploadPolicyAnswer } from './wire';

/** A permission to upload, with every field that the form needs. */
export interface UploadPermission {
	/** Address that the form is posted to. */
	readonly host: string;
	/** Directory of the object keys. */
	readonly directory: string;
	readonly maxBytes: number;
	/** Epoch milliseconds. */
	readonly expiresAt: number;
	/** Form fields that do not depend on the file. */
	readonly fields: Readonly<Record<string, string>>;
}

/** Files put into temporary storage live this long (ALI-UP). */
export const UPLOAD_LIFE_MS = 48 * 3_600_000;

const MB = 1024 * 1024;

/** Why an answer permits nothing. */
export interface NoPermission {
	/** The end of a sentence. */
	readonly fault: string;
	/** Whether the next answer may be another one. */
	readonly mayPass: boolean;
}

/**
 * Reads the answer of getPolicy.
 * @param baseUrl of the host that gave it
 * @param now epoch milliseconds
 */
export function permissionOf(
	{ data }: UploadPolicyAnswer,
	baseUrl: string,
	now: number,
): UploadPermission | NoPermission {
	if (!isComplete(data)) return { fault: 'is not complete', mayPass: true };
	const host = hostOf(data.upload_host, baseUrl);
	if (host === undefined) {
		const fault = `names ${quoted(withoutSecrets(data.upload_host))} to upload to; it takes the address of a host that begins with https, without user, path and query`;
		return { fault, mayPass: false };
	}
	return {
		host,
		directory: data.upload_dir.replace(/\/+$/, ''),
		maxBytes: positive(data.max_file_size_mb, Infinity) * MB,
		expiresAt: now + positive(data.expire_in_seconds, 0) * 1000,
		fields: {
			OSSAccessKeyId: data.oss_access_key_id,
			Signature: data.signature,
			policy: data.policy,
			'x-oss-object-acl': data.x_oss_object_acl ?? 'private',
			'x-oss-forbid-overwrite': data.x_oss_forbid_overwrite ?? 'true',
			success_action_status: '200',
		},
	};
}

/**
 * A file goes where the answer says, so that it says no more than a storage (ALI-UP). An API at an http address is
 * a stand-in for tests: it may have its storage at http as well, and in a folder of its own.
 */
function hostOf(address: string, baseUrl: string): string | undefined {
	const [url, base] = [address, baseUrl].map((text) => (URL.canParse(text) ? new URL(text) : undefined));
	if (!url || url.username !== '' || url.password !== '' || /[?#]/.test(address)) return undefined;
	const isStandIn = base?.protocol === 'http:';
	if (url.protocol !== 'https:' && !(isStandIn && url.protocol === 'http:')) return undefined;
	if (url.pathname === '/') return url.origin;
	return isStandIn && url.origin === base.origin ? url.origin + url.pathname : undefined;
}

const withoutSecrets = (address: string): string =>
	address.replace(/^([a-z]+:\/\/)?([^/?#]*@)?([^/?#]*).*$/is, '$1$3');

type Complete = UploadPolicy &
	Record<'policy' | 'signature' | 'upload_dir' | 'upload_host' | 'oss_access_key_id', string>;

const isComplete = (data: UploadPolicy | undefined): data is Complete =>
	[data?.policy, data?.signature, data?.upload_dir, data?.upload_host, data?.oss_access_key_id].every(
		(value) => typeof value === 'string' && value !== '',
	);

function positive(value: number | string | undefined, otherwise: number): number {
	const number = Number(value);
	return Number.isFinite(number) && number > 0 ? number : otherwise;
}
