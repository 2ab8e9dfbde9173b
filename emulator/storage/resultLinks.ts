import { randomBytes } from 'node:crypto';
import { RETENTION_HOURS } from '../../nodes/WanVideoEdit/dashscope/models';
import type { Clock } from '../clock';
import { StorageError } from '../http/apiError';
import type { TaskRecord } from '../tasks/task';
import { ACCESS_KEY_ID, type Signer } from './signature';

/** Signed links to finished videos, valid for 24 hours from the end of the task. */
export class ResultLinks {
	/** File by path of the link. */
	private readonly files = new Map<string, string>();
	private readonly pathOf = new Map<string, string>();

	constructor(
		private readonly clock: Clock,
		private readonly signer: Signer,
	) {}

	/** Path and query of the link to a finished task's video; the same each time. */
	of(task: TaskRecord): string | undefined {
		if (task.status !== 'SUCCEEDED' || !task.outputPath || task.endedAt === undefined) return undefined;
		const known = this.pathOf.get(task.id);
		const path = known ?? `/result/${randomBytes(4).toString('hex')}/${task.id}.mp4`;
		this.pathOf.set(task.id, path);
		this.files.set(path, task.outputPath);
		const expires = Math.floor(task.endedAt / 1000) + RETENTION_HOURS * 3600;
		const query = new URLSearchParams({
			Expires: String(expires),
			OSSAccessKeyId: ACCESS_KEY_ID,
			Signature: this.signer.sign(`${path}\n${expires}`),
		});
		return `${path}?${query.toString()}`;
	}

	/** The file of a link. Throws the object storage's error if it is invalid or expired. */
	open(path: string, query: Readonly<Record<string, string | undefined>>): string {
		const { Expires = '', OSSAccessKeyId, Signature = '' } = query;
		if (!Expires || !Signature || !OSSAccessKeyId) {
			throw new StorageError(403, 'AccessDenied', 'You have no right to access this object.');
		}
		if (OSSAccessKeyId !== ACCESS_KEY_ID) {
			throw new StorageError(403, 'InvalidAccessKeyId', 'The OSS Access Key Id you provided does not exist.');
		}
		if (!this.signer.verifies(`${path}\n${Expires}`, Signature)) {
			throw new StorageError(
				403,
				'SignatureDoesNotMatch',
				'The request signature we calculated does not match the signature you provided.',
			);
		}
		if (this.clock.now() >= Number(Expires) * 1000) {
			throw new StorageError(403, 'AccessDenied', 'Request has expired.');
		}
		const file = this.files.get(path);
		if (!file) throw new StorageError(404, 'NoSuchKey', 'The specified key does not exist.');
		return file;
	}
}
