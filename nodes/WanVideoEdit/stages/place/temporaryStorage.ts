import { randomUUID } from 'crypto';
import type { IHttpRequestOptions } from 'n8n-workflow';
import { type UploadPermission, UPLOAD_LIFE_MS } from '../../dashscope/upload';
import { Failure } from '../../failure/failure';
import { megabytes } from '../../media/units';
import { StreamedForm, StreamedPart } from '../../n8n/multipart';
import { networkCodeOf } from '../../n8n/requests';
import { type Transfer, TransferEnded, transferWithin } from '../../n8n/transfer';
import { type TransferLimits, uploadLimits } from '../../n8n/transferLimits';
import { retryTransfer } from '../../n8n/retryTransfer';
import { refusalIn } from '../../oss/refusal';
import { factsOf } from '../../oss/refusals';
import { stoppedFailure } from '../../failure/stopped';
import { TRY_AGAIN, UploadPolicies } from './uploadPolicies';
import type { PlacedFile, Placement, Refusal } from './placement';
import { uploadFailure } from './uploadFailure';
import type { RunBase } from '../run';

/** A file that expires sooner than this is not reused: the task may wait in the queue. */
const LINK_MARGIN_MS = 6 * 3_600_000;

/**
 * Alibaba Cloud's temporary storage (ALI-UP): an upload policy for model and host, then a form POST without the key.
 * One policy serves many files; each file is uploaded once per execution.
 */
export class TemporaryStorage implements Placement {
	private readonly permissions: UploadPolicies;
	private readonly uploads = new Map<string, Promise<string | Refusal>>();

	constructor(private readonly run: RunBase) {
		this.permissions = new UploadPolicies(run);
	}

	async place(placed: PlacedFile): Promise<string> {
		const { file, model, label } = placed;
		const name = `${this.run.client.baseUrl} ${model} ${file.identity}`;
		const remembered = this.memory[name];
		if (remembered !== undefined && remembered.at + UPLOAD_LIFE_MS - LINK_MARGIN_MS > this.run.clock.date()) {
			return remembered.url;
		}
		// An item that waits for another item's upload needs no slot of its own.
		if (this.uploads.has(name)) placed.onSlow?.();
		const upload = this.uploads.get(name) ?? this.upload(placed).finally(() => this.uploads.delete(name));
		this.uploads.set(name, upload);
		const outcome = await upload;
		if (typeof outcome !== 'string') throw outcome(`'${label}' could not be uploaded`);
		this.memory[name] = { url: outcome, at: this.run.clock.date() };
		return outcome;
	}

	/** Files that this execution has already uploaded: kept across loops and n8n's Retry On Fail. */
	private get memory(): Record<string, { url: string; at: number }> {
		const context = this.run.context.getContext('node');
		return (context.uploads ??= {}) as Record<string, { url: string; at: number }>;
	}

	private async upload(placed: PlacedFile): Promise<string | Refusal> {
		const outcome = await retryTransfer(
			uploadLimits(placed.bytes),
			this.run,
			async (limits) => await this.uploadOnce(placed, limits),
			(one) => typeof one === 'object' && one.isPassing,
		);
		if (outcome === undefined) return () => stoppedFailure('while a file was being uploaded');
		return typeof outcome === 'object' ? outcome.refusal : outcome;
	}

	private async uploadOnce(placed: PlacedFile, limits: TransferLimits): Promise<string | Refusal | NotTaken> {
		const permission = await this.permissions.for(placed.model);
		if (typeof permission === 'function') return permission;
		if (placed.bytes > permission.maxBytes) return tooLarge(placed.bytes, permission.maxBytes);
		const outcome = await this.post(permission, placed, limits);
		// The permission may have expired during the upload.
		if (typeof outcome === 'object') this.permissions.drop(placed.model);
		return outcome;
	}

	private async post(
		permission: UploadPermission,
		{ file, extension, bytes, onSlow }: PlacedFile,
		limits: TransferLimits,
	): Promise<string | NotTaken> {
		// Unique, because storage rejects an existing name, and ASCII, because links must be.
		const fileName = `${randomUUID()}.${extension}`;
		const key = `${permission.directory}/${fileName}`;
		const send = async (transfer: Transfer, part: StreamedPart): Promise<string | NotTaken> => {
			const options: IHttpRequestOptions = {
				method: 'POST',
				url: permission.host,
				body: new StreamedForm({ ...permission.fields, key }, 'file', part) as unknown as FormData,
				// Otherwise the whole body is kept in memory for a redirect.
				disableFollowRedirect: true,
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
				encoding: 'stream',
				abortSignal: transfer.signal,
				timeout: transfer.deadlineMs,
			};
			const { statusCode, body } = (await this.run.context.helpers.httpRequest(options)) as StorageAnswer;
			const text = await transfer.textOf(body);
			if (statusCode >= 200 && statusCode < 300) return `oss://${key}`;
			const said = refusalIn(statusCode, {}, text);
			return {
				refusal: (subject) => uploadFailure(said, 'temporary', subject),
				isPassing: factsOf(said, 'temporary').retryable,
			};
		};
		const { lineClock: clock, signal } = this.run;
		try {
			return await transferWithin(limits, { clock, signal, onSlow }, async (transfer) => {
				const open = async () => transfer.sent(await file.open());
				const part = new StreamedPart(fileName, 'application/octet-stream', bytes, open);
				return await send(transfer, part).finally(() => part.close());
			});
		} catch (thrown) {
			const reason = thrown instanceof TransferEnded ? thrown.message : networkCodeOf(thrown);
			return { refusal: unanswered(reason), isPassing: true };
		}
	}
}

interface StorageAnswer {
	readonly statusCode: number;
	readonly body: unknown;
}

/** A rejection by the storage. */
interface NotTaken {
	readonly refusal: Refusal;
	readonly isPassing: boolean;
}

const tooLarge =
	(bytes: number, maxBytes: number): Refusal =>
	(subject) =>
		new Failure(
			'badInput',
			`${subject}: it is ${megabytes(bytes)} large; temporary storage takes up to ${megabytes(maxBytes)}`,
			"Use a smaller file, or choose another 'File Transfer' in the advanced options.",
		);

const unanswered =
	(reason: string): Refusal =>
	(subject) =>
		new Failure('upload', `${subject}: no response from the storage (${reason})`, TRY_AGAIN, {
			retryable: true,
		});
