/**
 * The one vocabulary for everything that can go wrong. Stages throw a `Failure`; `report.ts` turns it into
 * n8n's thrown error or into the item of the error branch, so both always carry the same facts.
 */

export type FailureKind =
	/** A parameter breaks a rule. Nothing was sent. */
	| 'badInput'
	/** The credential is incomplete or was not accepted. */
	| 'credential'
	/** The provider answered and said no. No task exists, or the task is as it was. */
	| 'refused'
	/** No answer, or none that can be read, and nothing paid depends on it. */
	| 'unreachable'
	/** The create call may or may not have been accepted: sending it again could pay twice. */
	| 'uncertain'
	/** A file could not be put where the provider can fetch it. No task exists. */
	| 'upload'
	/** The provider ended the task without a video. Such tasks are not billed. */
	| 'taskFailed'
	| 'taskCanceled'
	/** The provider no longer knows the task. */
	| 'taskUnknown'
	/** The waiting ended, the task did not. */
	| 'timedOut'
	/** The run was stopped. */
	| 'stopped'
	/** The video exists, fetching it did not work. */
	| 'download'
	/** The video exists, putting it into the person's bucket did not work. */
	| 'archive';

/** What is known when something goes wrong. `null` stands for "not known". */
export interface FailureDetails {
	readonly taskId: string | null;
	/** The task's last known state. */
	readonly status: string | null;
	/** The provider's code. */
	readonly code: string | null;
	readonly requestId: string | null;
	readonly httpStatus: number | null;
	/** Whether the same item can be run again as it is with a chance of success. */
	readonly retryable: boolean;
	readonly operation: string | null;
	readonly model: string | null;
	/** Only where a video exists that could not be fetched. */
	readonly videoUrl?: string;
	readonly videoUrlExpiresAt?: string | null;
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
	 * @param message what happened, with the parameter and the item where there is one
	 * @param description how to go on, and the provider's own words
	 * @param retryAfterMs how long the provider asked to wait. Apart from the details, which are what items show
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

	/** The same failure with more facts. Facts that are known already stay. */
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
 * Reads anything thrown as a `Failure`. What is no `Failure` comes from n8n or from a defect here: its
 * message is kept.
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
