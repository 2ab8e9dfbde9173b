import { randomBytes, randomUUID } from 'node:crypto';
import { FAMILIES } from '../../nodes/WanVideoEdit/dashscope/models';
import { VACE_MEDIA, WAN27_MEDIA } from '../../nodes/WanVideoEdit/media/limits';
import type { Clock } from '../clock';
import { StorageError } from '../http/apiError';
import { formatDay } from '../providerTime';
import { ACCESS_KEY_ID, type Signer } from './signature';

/** Lifetime of a policy and of an upload (ALI-UP). */
const POLICY_SECONDS = 300;
const UPLOAD_MS = 48 * 3600_000;
const CAPACITY_MB = 999999999;
const MB = 1024 * 1024;

/** `data` of the getPolicy response (ALI-UP). */
export interface UploadPolicy {
	policy: string;
	signature: string;
	upload_dir: string;
	upload_host: string;
	expire_in_seconds: number;
	max_file_size_mb: number;
	capacity_limit_mb: number;
	oss_access_key_id: string;
	x_oss_object_acl: string;
	x_oss_forbid_overwrite: string;
}

interface PolicyDocument {
	expiration: string;
	conditions: Array<Record<string, string> | [string, string | number, string | number]>;
}

/** What a form may upload where, after its fields have been checked. */
export interface Permit {
	readonly key: string;
	readonly model: string;
	readonly maxBytes: number;
	/** Status of the response, from `success_action_status`. */
	readonly status: number;
}

const denied = (message: string) => new StorageError(403, 'AccessDenied', message);

/** The object storage for `oss://` links: policies and uploads. */
export class Uploads {
	private readonly modelOfFolder = new Map<string, string>();
	private readonly objects = new Map<string, { file: string; model: string; at: number }>();

	constructor(
		private readonly clock: Clock,
		private readonly signer: Signer,
	) {}

	policyFor(model: string, host: string): UploadPolicy {
		const now = this.clock.now();
		const folder = `dashscope-instant/${randomBytes(16).toString('hex')}/${formatDay(now)}/${randomUUID()}`;
		this.modelOfFolder.set(folder, model);
		const wan27 = FAMILIES['wan2.7-videoedit'].names.includes(model);
		const maxBytes = wan27 ? WAN27_MEDIA.video.maxBytes : VACE_MEDIA.video.maxBytes;
		const document: PolicyDocument = {
			expiration: new Date(now + POLICY_SECONDS * 1000).toISOString(),
			conditions: [
				['content-length-range', 0, maxBytes],
				['starts-with', '$key', folder],
				{ 'x-oss-object-acl': 'private' },
				{ 'x-oss-forbid-overwrite': 'true' },
			],
		};
		const policy = Buffer.from(JSON.stringify(document)).toString('base64');
		return {
			policy,
			signature: this.signer.sign(policy),
			upload_dir: folder,
			upload_host: host,
			expire_in_seconds: POLICY_SECONDS,
			max_file_size_mb: maxBytes / MB,
			capacity_limit_mb: CAPACITY_MB,
			oss_access_key_id: ACCESS_KEY_ID,
			x_oss_object_acl: 'private',
			x_oss_forbid_overwrite: 'true',
		};
	}

	/** Checks the fields before the file. Throws the object storage's error. */
	permit(fields: ReadonlyMap<string, string>): Permit {
		const [policy, signature, id] = ['policy', 'Signature', 'OSSAccessKeyId'].map((name) => fields.get(name));
		if (!policy || !signature || !id)
			throw denied('You have no right to access this object because of bucket acl.');
		const key = fields.get('key');
		if (!key) throw new StorageError(400, 'InvalidArgument', 'Bucket POST must contain a field named "key".');
		if (id !== ACCESS_KEY_ID) {
			throw new StorageError(403, 'InvalidAccessKeyId', 'The OSS Access Key Id you provided does not exist.');
		}
		if (!this.signer.verifies(policy, signature)) {
			throw new StorageError(
				403,
				'SignatureDoesNotMatch',
				'The request signature we calculated does not match the signature you provided.',
			);
		}
		const document = JSON.parse(Buffer.from(policy, 'base64').toString()) as PolicyDocument;
		if (this.clock.now() >= Date.parse(document.expiration))
			throw denied('Invalid according to Policy: Policy expired.');
		const maxBytes = this.meet(document, fields, key);
		if (this.objects.has(key)) {
			throw new StorageError(
				409,
				'FileAlreadyExists',
				'The object you specified already exists and can not be overwritten.',
			);
		}
		const folder = [...this.modelOfFolder.keys()].find((name) => key.startsWith(`${name}/`));
		if (!folder)
			throw denied('Invalid according to Policy: Policy Condition failed: ["starts-with", "$key"]');
		const status = Number(fields.get('success_action_status') ?? 204);
		return {
			key,
			model: this.modelOfFolder.get(folder) ?? '',
			maxBytes,
			status: [200, 201].includes(status) ? status : 204,
		};
	}

	private meet(document: PolicyDocument, fields: ReadonlyMap<string, string>, key: string): number {
		let maxBytes = 0;
		for (const condition of document.conditions) {
			if (Array.isArray(condition)) {
				if (condition[0] === 'content-length-range') maxBytes = Number(condition[2]);
				else if (!key.startsWith(String(condition[2]))) {
					throw denied(`Invalid according to Policy: Policy Condition failed: ${JSON.stringify(condition)}`);
				}
				continue;
			}
			for (const [name, value] of Object.entries(condition)) {
				if (fields.get(name) === value) continue;
				throw denied(`Invalid according to Policy: Policy Condition failed: ["eq", "$${name}", "${value}"]`);
			}
		}
		return maxBytes;
	}

	put(permit: Permit, file: string): void {
		this.objects.set(permit.key, { file, model: permit.model, at: this.clock.now() });
	}

	/** The file of an `oss://` link, for the model of its policy, within 48 hours. */
	find(url: string, model: string): string | undefined {
		const object = this.objects.get(url.slice('oss://'.length));
		if (!object || object.model !== model || this.clock.now() - object.at >= UPLOAD_MS) return undefined;
		return object.file;
	}
}
