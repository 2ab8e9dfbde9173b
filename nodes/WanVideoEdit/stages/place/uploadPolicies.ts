import type { Reply } from '../../dashscope/client';
import { isRetryable } from '../../dashscope/errors';
import { adviceAndWords, explain, nameOf, reasonOf, rejectionOf } from '../../dashscope/explain';
import { type NoPermission, permissionOf, type UploadPermission } from '../../dashscope/upload';
import type { UploadPolicyResponse } from '../../dashscope/wire';
import { Failure } from '../../failure/failure';
import { stoppedFailure } from '../../failure/stopped';
import { retry } from '../../timing/retry';
import type { Refusal } from './placement';
import type { RunBase } from '../run';

/** A permission is not used later than this before it expires: an upload takes a while to start. */
const MARGIN_MS = 30_000;
/** Maximum wait, whatever Retry-After says. */
const LONGEST_PAUSE_MS = 30_000;

/** The upload permissions of an execution, one per model, shared by all items. */
export class UploadPolicies {
	/** Set when the request starts, so that items that start together send one request. */
	private readonly requested = new Map<string, Promise<UploadPermission | Refusal>>();

	constructor(private readonly run: RunBase) {}

	async for(model: string): Promise<UploadPermission | Refusal> {
		const known = this.requested.get(model);
		if (known === undefined) return await this.askAnew(model);
		const permission = await known;
		if (typeof permission === 'function' || this.isValid(permission)) return permission;
		// Only the first of several waiting items requests a new one.
		if (this.requested.get(model) === known) this.requested.delete(model);
		return await this.for(model);
	}

	/** Storage rejected the permission: the next upload requests a new one. */
	drop(model: string): void {
		this.requested.delete(model);
	}

	private isValid({ expiresAt }: UploadPermission): boolean {
		return expiresAt - MARGIN_MS > this.run.clock.now();
	}

	private async askAnew(model: string): Promise<UploadPermission | Refusal> {
		const requested = this.request(model);
		this.requested.set(model, requested);
		const permission = await requested;
		if (typeof permission === 'function' && this.requested.get(model) === requested)
			this.requested.delete(model);
		return permission;
	}

	private async request(model: string): Promise<UploadPermission | Refusal> {
		const { client, clock } = this.run;
		const reply = await retry(
			async () => await client.getUploadPolicy(model),
			(one) => one.kind !== 'ok' && isTemporary(one),
			this.run,
			(one) => (one.kind === 'ok' ? 0 : Math.min((one.retryAfterSeconds ?? 0) * 1000, LONGEST_PAUSE_MS)),
		);
		if (reply === undefined) return () => stoppedFailure('while a file was being uploaded');
		if (reply.kind !== 'ok') return notPermitted(reply);
		const permission = permissionOf(reply.body, client.baseUrl, clock.now());
		return 'fault' in permission ? unusable(permission, reply.body.request_id) : permission;
	}
}

type NotOk = Exclude<Reply<UploadPolicyResponse>, { kind: 'ok' }>;

const isTemporary = (reply: NotOk): boolean =>
	reply.kind === 'unclear' || isRetryable(reply.code, reply.httpStatus, reply.message);

/** For descriptions of errors before a task is created. */
export const NO_TASK = 'No task was created.';

/** The same for errors that may be temporary. */
export const TRY_AGAIN = `${NO_TASK} Run the item again, or choose another 'File Transfer' in the advanced options.`;

const ELSEWHERE =
	"Not every region and host has temporary storage: provide the file as a link, or choose another 'File Transfer' in the advanced options.";

const unusable =
	({ fault, mayPass: retryable }: NoPermission, requestId: string | undefined): Refusal =>
	(subject) =>
		new Failure('upload', `${subject}: the upload permission from Alibaba Cloud ${fault}`, TRY_AGAIN, {
			requestId: requestId ?? null,
			retryable,
		});

function notPermitted(reply: NotOk): Refusal {
	const { code, message, requestId, httpStatus, retryAfterSeconds } = reply;
	const isKeyRefused = reply.kind === 'refused' && httpStatus === 401;
	const retryable = isTemporary(reply);
	const advice = isKeyRefused ? NO_TASK : retryable ? TRY_AGAIN : ELSEWHERE;
	const [why, help] =
		reply.kind === 'refused'
			? [
					reasonOf(code, message) ?? rejectionOf('the request for upload permission', reply),
					adviceAndWords(code, message),
				]
			: [`Alibaba Cloud gave no upload permission (${nameOf(reply)})`, explain(code, message)];
	return (subject) =>
		new Failure(
			isKeyRefused ? 'credential' : 'upload',
			`${subject}: ${why}`,
			[advice, help].filter(Boolean).join(' '),
			{
				code: code ?? null,
				requestId: requestId ?? null,
				httpStatus: httpStatus ?? null,
				retryable,
			},
			retryAfterSeconds === undefined ? undefined : retryAfterSeconds * 1000,
		);
}
