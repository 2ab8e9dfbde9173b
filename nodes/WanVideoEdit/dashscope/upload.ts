import { quoted } from '../failure/quoted';
import { isPrivateHost } from '../text/privateHosts';
import { hostAlone } from '../text/hostOf';
import { trimEnd } from '../text/trim';
import type { UploadPolicy, UploadPolicyResponse } from './wire';

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
	{ data }: UploadPolicyResponse,
	baseUrl: string,
	now: number,
): UploadPermission | NoPermission {
	if (!isComplete(data)) return { fault: 'is not complete', mayPass: true };
	for (const [field, most] of Object.entries(MOST_CHARACTERS) as Array<[Needed, number]>) {
		const { length } = data[field];
		if (length > most)
			return { fault: `has ${length} characters as ${field}; it takes up to ${most}`, mayPass: false };
	}
	const host = hostOf(data.upload_host, baseUrl);
	if (host === undefined) {
		const fault = `names ${quoted(hostAlone(data.upload_host))} to upload to; it takes the address of a public host that begins with https, without user, path and query`;
		return { fault, mayPass: false };
	}
	return {
		host,
		directory: trimEnd(data.upload_dir, /\//),
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
	// Where the API is within reach of n8n alone, its storage may be so too.
	if (isPrivateHost(url.hostname) && !(base && isPrivateHost(base.hostname))) return undefined;
	if (url.protocol !== 'https:' && !(isStandIn && url.protocol === 'http:')) return undefined;
	if (url.pathname === '/') return url.origin;
	return isStandIn && url.origin === base.origin ? url.origin + url.pathname : undefined;
}

/** Fields that an upload cannot do without, with the most characters of each: OSS takes keys of 1,023 bytes. */
const MOST_CHARACTERS = {
	policy: 16_384,
	signature: 1_024,
	upload_dir: 1_024,
	upload_host: 2_000,
	oss_access_key_id: 1_024,
} as const;
type Needed = keyof typeof MOST_CHARACTERS;

type Complete = UploadPolicy & Record<Needed, string>;

const isComplete = (data: UploadPolicy | undefined): data is Complete =>
	(Object.keys(MOST_CHARACTERS) as Needed[]).every((field) => {
		const value: unknown = data?.[field];
		return typeof value === 'string' && value !== '';
	});

function positive(value: number | string | undefined, otherwise: number): number {
	const number = Number(value);
	return Number.isFinite(number) && number > 0 ? number : otherwise;
}
