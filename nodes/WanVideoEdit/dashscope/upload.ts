import type { UploadPolicy, UploadPolicyAnswer } from './wire';

/** A permission to upload, with every field that the form needs. */
export interface UploadPermission {
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

/** Reads the answer of getPolicy; undefined where a field is missing. @param now epoch milliseconds */
export function permissionOf({ data }: UploadPolicyAnswer, now: number): UploadPermission | undefined {
	if (!isComplete(data) || !/^https?:\/\//.test(data.upload_host)) return undefined;
	return {
		host: data.upload_host,
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
