import type { IExecuteFunctions } from 'n8n-workflow';
import { Failure } from '../../failure/failure';
import { readCredential } from '../../n8n/credential';
import type { InputFile } from '../../n8n/files';
import { sizeOf } from '../../n8n/files';
import { uploadLimits } from '../../n8n/transferLimits';
import { retryTransfer } from '../../n8n/retryTransfer';
import { type Bucket, bucketOf, objectUrl, type OssCredential, presignedGet } from '../../oss/bucket';
import { objectKey } from '../../oss/objectKey';
import { factsOf } from '../../oss/refusals';
import { OSS_CREDENTIAL, putObject, type PutOutcome } from '../../oss/put';
import { stoppedFailure } from '../../failure/stopped';
import type { PlacedFile, Placement, Refusal } from './placement';
import { uploadFailure } from './uploadFailure';
import type { RunBase } from '../run';

/** A lifecycle rule of the bucket may delete files, after a day at the earliest: a file is reused for half of that. */
const REUSED_MS = 12 * 3_600_000;

/** A file in the user's bucket. */
export interface KeptFile {
	/** Permanent address of the object; opens only if the bucket is public. */
	readonly archiveUrl: string;
	/** A signed link that opens it without a login until it expires. */
	readonly archiveSignedUrl: string;
}

/** The user's own bucket: a streamed PUT, then a presigned link. */
export class OssPlacement implements Placement {
	private bucket: Promise<Bucket> | undefined;
	private readonly uploads = new Map<string, Promise<string | Refusal>>();

	constructor(
		private readonly run: RunBase,
		private readonly linkHours: number,
	) {}

	async place({ file, extension, mimeType, label, onSlow }: PlacedFile): Promise<string> {
		const bucket = await this.open();
		const name = `${objectUrl(bucket, bucket.prefix)} ${file.identity}`;
		// An item that waits for another item's upload needs no slot of its own.
		if (this.uploads.has(name)) onSlow?.();
		const content = { file, fileName: `input.${extension}`, mimeType, onSlow };
		const upload =
			this.uploads.get(name) ?? this.putOnce(name, content).finally(() => this.uploads.delete(name));
		this.uploads.set(name, upload);
		const key = await upload;
		if (typeof key !== 'string') throw key(`'${label}'`);
		return presignedGet(bucket, key, this.linkHours * 3600, this.run.clock.date());
	}

	/**
	 * Stores a file permanently.
	 * @param onSlow called when the upload is too slow for others to wait for it
	 * @throws Failure `upload`, `credential`, `stopped`
	 */
	async keep(file: InputFile, fileName: string, onSlow?: () => void): Promise<KeptFile> {
		const bucket = await this.open();
		const key = await this.put({ file, fileName, mimeType: file.binary.mimeType, onSlow });
		if (typeof key !== 'string') throw key('The video');
		return {
			archiveUrl: objectUrl(bucket, key),
			archiveSignedUrl: presignedGet(bucket, key, this.linkHours * 3600, this.run.clock.date()),
		};
	}

	/** Loops and n8n's Retry On Fail reuse files that this execution has already uploaded. */
	private async putOnce(name: string, content: Content): Promise<string | Refusal> {
		const { context, clock } = this.run;
		const memory = (context.getContext('node').ossUploads ??= {}) as Record<
			string,
			{ key: string; at: number }
		>;
		const remembered = memory[name];
		if (remembered !== undefined && remembered.at + REUSED_MS > clock.date()) return remembered.key;
		const key = await this.put(content);
		if (typeof key === 'string') memory[name] = { key, at: clock.date() };
		return key;
	}

	private async open(): Promise<Bucket> {
		return await (this.bucket ??= openBucket(this.run.context));
	}

	/** One key for all attempts, so that retries never store a file twice. */
	private async put({ file, fileName, mimeType, onSlow }: Content): Promise<string | Refusal> {
		const { context, signal, lineClock } = this.run;
		const bucket = await this.open();
		const key = objectKey(bucket, fileName);
		const bytes = await sizeOf(context, file);
		const content = {
			body: file.body,
			bytes,
			// An item may have no type, but the signature needs one.
			contentType: mimeType || 'application/octet-stream',
			...{ signal, clock: lineClock, onSlow },
		};
		const outcome = await retryTransfer(
			uploadLimits(bytes),
			this.run,
			async (limits) => await putObject(context, bucket, key, { ...content, limits }),
			(one) => one.kind === 'unclear' || (one.kind === 'refused' && factsOf(one).retryable),
		);
		if (outcome === undefined)
			return () => stoppedFailure('while a file was being uploaded to the OSS bucket');
		return outcome.kind === 'stored' ? key : notStored(bucket, outcome);
	}
}

/** A file to store. */
interface Content {
	readonly file: InputFile;
	readonly fileName: string;
	readonly mimeType: string;
	readonly onSlow?: () => void;
}

const notStored =
	(bucket: Bucket, outcome: Exclude<PutOutcome, { kind: 'stored' }>): Refusal =>
	(subject) => {
		const failed = `${subject} could not be stored in the bucket ${bucket.name}`;
		if (outcome.kind === 'unclear') {
			const advice = "Check 'Endpoint' and 'Region' in the OSS credential.";
			return new Failure('upload', `${failed} (${outcome.reason})`, advice, { retryable: true });
		}
		return uploadFailure(outcome, 'bucket', failed);
	};

/**
 * The bucket of the credential. Sends nothing, so it can be checked before anything is paid.
 * @throws Failure `credential` if there is none, or if one of its fields is not valid
 */
export async function openBucket(context: IExecuteFunctions): Promise<Bucket> {
	if (context.getNode().credentials?.[OSS_CREDENTIAL] === undefined) {
		throw new Failure(
			'credential',
			"'Use OSS Bucket' needs a credential of the type Wan Alibaba Cloud OSS API",
			"Select one at the top of the node's form, or turn 'Use OSS Bucket' off.",
		);
	}
	return bucketOf(await readCredential<OssCredential>(context, OSS_CREDENTIAL));
}
