/**
 * The single vocabulary for everything that can go wrong. Stages throw a `Failure`; `n8n/errors.ts` turns it into
 * n8n's thrown error or into an item of the error output, so that both always have the same facts.
 */

export type FailureKind =
	/** A parameter violates a rule. Nothing was sent. */
	| 'badInput'
	/** The credential is incomplete or was not accepted. */
	| 'credential'
	/** Alibaba Cloud rejected the request. No task exists, or the task is unchanged. */
	| 'refused'
	/** No response, or an unreadable one, and nothing paid depends on it. */
	| 'unreachable'
	/** The create request may or may not have been accepted: a retry could pay twice. */
	| 'uncertain'
	/** A file could not be uploaded. No task exists. */
	| 'upload'
	/** The task ended without a video. Such tasks are not billed. */
	| 'taskFailed'
	| 'taskCanceled'
	/** Alibaba Cloud does not know the task, or no longer. */
	| 'taskUnknown'
	/** The timeout was reached; the task keeps running. */
	| 'timedOut'
	/** The run was stopped. */
	| 'stopped'
	/** The video exists but could not be downloaded. */
	| 'download'
	/** The video exists but could not be stored in the user's bucket. */
	| 'archive';

/** The facts about a failure. `null` means not known. */
export interface FailureDetails {
	readonly taskId: string | null;
	/** The task's last known status. */
	readonly status: string | null;
	/** Alibaba Cloud's error code. */
	readonly code: string | null;
	readonly requestId: string | null;
	readonly httpStatus: number | null;
	/** Whether the same item can succeed later, unchanged. */
	readonly retryable: boolean;
	readonly operation: string | null;
	readonly model: string | null;
	/** Index of the input item, as in `pairedItem`. Set where the failure leaves the node. */
	readonly item?: number;
	/** Only if a video exists that could not be downloaded. */
	readonly videoUrl?: string;
	readonly videoUrlExpiresAt?: string | null;
	/** Only if the item's video is split: what has become of each piece, in order. */
	readonly pieces?: readonly PieceFacts[];
}

/** What is known about a piece of a video that is split, and about its task. `null` means not known, or none. */
export interface PieceFacts {
	readonly taskId: string | null;
	readonly status: string | null;
	/** In seconds of the video. */
	readonly from: number | null;
	readonly to: number | null;
	/** Link to its result. Expires after 24 hours. */
	readonly videoUrl: string | null;
	readonly billedSeconds: number | null;
}

const NOTHING_KNOWN: FailureDetails = {
	taskId: null,
	status: null,
	code: null,
	requestId: null,
	httpStatus: null,
	retryable: false,
	operation: null,
	model: null,
};

export class Failure extends Error {
	readonly details: FailureDetails;

	/**
	 * @param message what happened and to which parameter: the reason first, in plain words, without IDs, codes and items
	 * @param description what to do, and Alibaba Cloud's own message. The known facts are added where the failure leaves
	 *   the node, see `n8n/errors.ts`
	 * @param retryAfterMs from Retry-After. Not part of the details, which items show
	 */
	constructor(
		readonly kind: FailureKind,
		message: string,
		readonly description?: string,
		details: Partial<FailureDetails> = {},
		readonly retryAfterMs?: number,
	) {
		super(message);
		this.name = 'Failure';
		this.details = { ...NOTHING_KNOWN, ...details };
	}

	/** The same failure with more facts. Known facts are kept. */
	with(facts: Partial<FailureDetails>): Failure {
		const known = Object.fromEntries(Object.entries(this.details).filter(([, value]) => value !== null));
		const details = { ...this.details, ...facts, ...known };
		return new Failure(this.kind, this.message, this.description, details, this.retryAfterMs);
	}

	/** The same failure with a sentence at the end of its message. */
	saying(sentence: string | undefined): Failure {
		if (sentence === undefined) return this;
		const message = `${this.message}. ${sentence}`;
		return new Failure(this.kind, message, this.description, this.details, this.retryAfterMs);
	}

	/** The same failure with sentences added to its description. */
	adding(...sentences: readonly string[]): Failure {
		if (sentences.length === 0) return this;
		const description = [this.description, ...sentences].filter(Boolean).join(' ');
		return new Failure(this.kind, this.message, description, this.details, this.retryAfterMs);
	}
}

/**
 * Converts anything thrown to a `Failure`. Other errors come from n8n or from a bug here: their message is kept.
 */
export function asFailure(thrown: unknown): Failure {
	if (thrown instanceof Failure) return thrown;
	const message = thrown instanceof Error ? thrown.message : String(thrown);
	const description =
		thrown instanceof Error && 'description' in thrown && typeof thrown.description === 'string'
			? thrown.description
			: undefined;
	return new Failure('refused', message, description);
}
