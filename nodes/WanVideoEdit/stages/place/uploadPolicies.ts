import type { Reply } from '../../dashscope/client';
import { isRetryable } from '../../dashscope/errors';
import { explain, nameOf } from '../../dashscope/explain';
import { type NoPermission, permissionOf, type UploadPermission } from '../../dashscope/upload';
import type { UploadPolicyResponse } from '../../dashscope/wire';
import { Failure } from '../../failure/failure';
import { stoppedFailure } from '../../failure/stopped';
import { retry } from '../../timing/retry';
import type { Refusal } from './placement';
import type { RunBase } from '../run';

/** A permission is used up to this time before it ends: the upload itself takes a while to begin. */
const MARGIN_MS = 30_000;
/** However long the provider asks to wait. */
const LONGEST_PAUSE_MS = 30_000;

/** The permissions to upload of an execution, one for each model, shared by all items. */
export class UploadPolicies {
	/** As soon as one is asked for, so that items which begin together ask once. */
	private readonly asked = new Map<string, Promise<UploadPermission | Refusal>>();

	constructor(private readonly run: RunBase) {}

	async for(model: string): Promise<UploadPermission | Refusal> {
		const known = this.asked.get(model);
		if (known === undefined) return await this.askAnew(model);
		const permission = await known;
		if (typeof permission === 'function' || this.lives(permission)) return permission;
		// Of several who waited for it only the first asks.
		if (this.asked.get(model) === known) this.asked.delete(model);
		return await this.for(model);
	}

	/** The storage turned it down: the next one who wants to upload asks anew. */
	drop(model: string): void {
		this.asked.delete(model);
	}

	private lives({ expiresAt }: UploadPermission): boolean {
		return expiresAt - MARGIN_MS > this.run.clock.now();
	}

	private async askAnew(model: string): Promise<UploadPermission | Refusal> {
		const asked = this.ask(model);
		this.asked.set(model, asked);
		const permission = await asked;
		if (typeof permission === 'function' && this.asked.get(model) === asked) this.asked.delete(model);
		return permission;
	}

	private async ask(model: string): Promise<UploadPermission | Refusal> {
		const { client, clock } = this.run;
		const reply = await retry(
			async () => await client.getUploadPolicy(model),
			(one) => one.kind !== 'ok' && mayPass(one),
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

const mayPass = (reply: NotOk): boolean =>
	reply.kind === 'unclear' || isRetryable(reply.code, reply.httpStatus, reply.message);

/** For the description of what happens before a task is created. */
export const NO_TASK = 'No task was created.';

const ELSEWHERE =
	"Not every region and host has temporary storage: give the file as a link, or choose another 'File Transfer' in the options.";

const unusable =
	({ fault, mayPass: retryable }: NoPermission, requestId: string | undefined): Refusal =>
	(subject) =>
		new Failure('upload', `${subject}: the provider's permission ${fault}`, NO_TASK, {
			requestId: requestId ?? null,
			retryable,
		});

function notPermitted(reply: NotOk): Refusal {
	const { code, message, requestId, httpStatus, retryAfterSeconds } = reply;
	const isKeyRefused = reply.kind === 'refused' && httpStatus === 401;
	const retryable = mayPass(reply);
	const advice = retryable || isKeyRefused ? NO_TASK : ELSEWHERE;
	return (subject) =>
		new Failure(
			isKeyRefused ? 'credential' : 'upload',
			`${subject}: the provider gave no permission (${nameOf(reply)})`,
			[advice, explain(code, message)].filter(Boolean).join(' '),
			{
				code: code ?? null,
				requestId: requestId ?? null,
				httpStatus: httpStatus ?? null,
				retryable,
			},
			retryAfterSeconds === undefined ? undefined : retryAfterSeconds * 1000,
		);
}
