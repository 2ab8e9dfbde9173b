import { quoted } from '../failure/quoted';
import { isPrivateHost } from '../text/privateHosts';
import { hostAlone } from '../text/hostOf';
import { trimEnd } from '../text/trim';
import type { UploadPolicy, UploadPolicyResponse } from './wire';

/** An upload permission with every field that the form needs. */
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

/** How long files in temporary storage are kept (ALI-UP). */
export const UPLOAD_LIFE_MS = 48 * 3_600_000;

const MB = 1024 * 1024;

/** Why a response gives no permission. */
export interface NoPermission {
	/** The end of a sentence. */
	readonly fault: string;
	/** Whether the next response may be different. */
	readonly mayPass: boolean;
}

/**
 * Reads the response to getPolicy.
 * @param baseUrl of the host that sent it
 * @param now epoch milliseconds
 */
export function permissionOf(
	{ data }: UploadPolicyResponse,
	baseUrl: string,
	now: number,
): UploadPermission | NoPermission {
	if (!isComplete(data)) return { fault: 'is incomplete', mayPass: true };
	for (const [field, most] of Object.entries(MOST_CHARACTERS) as Array<[Needed, number]>) {
		const { length } = data[field];
		if (length > most)
			return { fault: `has ${length} characters in ${field}; the limit is ${most}`, mayPass: false };
	}
	const host = hostOf(data.upload_host, baseUrl);
	if (host === undefined) {
		const fault = `has the upload host ${quoted(hostAlone(data.upload_host))}; it must be an https address of a public host, without user, path or query`;
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
 * The response decides where the file is sent, so the address must be a plain storage host (ALI-UP). An API at an http
 * address is a stand-in for tests: its storage may use http too, and a folder of its own.
 */
function hostOf(address: string, baseUrl: string): string | undefined {
	const [url, base] = [address, baseUrl].map((text) => (URL.canParse(text) ? new URL(text) : undefined));
	if (!url || url.username !== '' || url.password !== '' || /[?#]/.test(address)) return undefined;
	const isStandIn = base?.protocol === 'http:';
	// If the API is on a private host, its storage may be too.
	if (isPrivateHost(url.hostname) && !(base && isPrivateHost(base.hostname))) return undefined;
	if (url.protocol !== 'https:' && !(isStandIn && url.protocol === 'http:')) return undefined;
	if (url.pathname === '/') return url.origin;
	return isStandIn && url.origin === base.origin ? url.origin + url.pathname : undefined;
}

/** Required fields of an upload, with their maximum lengths: OSS accepts keys of 1,023 bytes. */
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
