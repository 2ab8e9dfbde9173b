/**
 * What can go wrong at the provider, in plain words.
 *
 * Sources: ALI-ERR (error-code page, 2026) unless a comment says otherwise; SEED for what is billed.
 * A code that is absent is not retryable below HTTP 500 and retryable from there on, see `isRetryable`.
 */

/** What a task or call that ends with a code costs. Failed and abnormal calls are free (SEED); two cases are not that simple. */
export type Billed =
	/** Nothing: no task exists, or it ended without a video. */
	| 'no'
	/** Nothing as the end of a task. As the answer to a create call it leaves open whether a task exists, which is billed when it succeeds. */
	| 'ifAccepted'
	/** The call itself nothing. The task that it was about goes on, and is billed when it succeeds. */
	| 'taskGoesOn';

/** What an answer proves about its cause, in the words of n8n (`failure.cause`, since n8n-workflow 2.37). */
export type Cause =
	| 'rate-limited'
	| 'quota-exhausted'
	| 'temporarily-unavailable'
	| 'credential-invalid'
	| 'configuration-invalid';

export interface Facts {
	/** What it means: one sentence. */
	readonly meaning: string;
	/** How to go on. */
	readonly advice: string;
	/** Whether the same request can work later without a change. */
	readonly retryable: boolean;
	readonly billed: Billed;
	/** Absent where the answer proves none. */
	readonly cause?: Cause;
}

export interface ErrorFacts extends Facts {
	/** Begins a code: `InvalidFile` covers `InvalidFile.Duration`. */
	readonly code: string;
}

/** A text of the provider that says more than the code it comes with. */
export interface KnownMessage extends Facts {
	readonly message: RegExp;
}

const KEY_ADVICE =
	"API keys belong to one region: check 'API Key' and 'Region' in the credential. Keys of Beijing do not work in Singapore and the other way round.";
const WORKSPACE_ADVICE =
	"Check 'Workspace ID' in the credential, and that the key belongs to that workspace.";
const MODEL_ADVICE =
	"Check the spelling in 'Model'. Each region has its own models: check that 'Region' or 'Base URL' in the credential is one that serves this model.";
const BILLING_ADVICE = 'Check the balance and the bills of the Alibaba Cloud account in the console.';
const FREE_QUOTA_ADVICE =
	"To go on paid, switch 'Use free tier only' off in the console of Model Studio, or add funds.";
const PACE_ADVICE = 'Run fewer items at once, or run it again in a minute.';
const CONTENT_ADVICE = 'Change the prompt or the media; the same request will be turned down again.';
const FETCH_ADVICE =
	"The provider fetches every link itself: it has to be public, alive and fast to reach from the region of the credential. With 'Rehost URLs' in the options n8n fetches the links and hands the files on.";
const FILE_ADVICE =
	"Change the file: the documentation of the operation lists format, size and length. 'Check URL Media' in the options looks at links before a task is created.";
const WORDS_ADVICE = 'The words of the provider say which.';
const GATEWAY_ADVICE = "The node always sends it: check what a gateway behind 'Base URL' leaves out.";
const WAIT_ADVICE = 'This passes by itself as a rule: wait some minutes before the next try.';

/** The request has to change first. */
const lasting = (code: string, meaning: string, advice: string, cause?: Cause): ErrorFacts => ({
	code,
	meaning,
	advice,
	retryable: false,
	billed: 'no',
	cause,
});

/** Turned down for a reason that passes. */
const passing = (code: string, meaning: string, advice: string, cause?: Cause): ErrorFacts => ({
	...lasting(code, meaning, advice, cause),
	retryable: true,
});

/** The provider's own fault (HTTP 5xx), after which it is open whether a create call was accepted. */
const fault = (code: string, meaning: string, advice = WAIT_ADVICE, cause?: Cause): ErrorFacts => ({
	...passing(code, meaning, advice, cause),
	billed: 'ifAccepted',
});

/** Code, meaning, advice, cause. Longer codes stand before the shorter ones that they begin with. */
export const ERROR_CODES: readonly ErrorFacts[] = [
	// Key, workspace, rights
	lasting('InvalidApiKey', 'The key is not known at this address.', KEY_ADVICE, 'credential-invalid'),
	lasting(
		'NOT AUTHORIZED',
		'The key has no right to this workspace.',
		WORKSPACE_ADVICE,
		'configuration-invalid',
	),
	lasting(
		'AccessDenied.Unpurchased',
		'Model Studio is not activated for this account.',
		'Activate Model Studio for this account in the Alibaba Cloud console.',
	),
	// Also stands for a missing header: it proves neither a bad key nor a bad model.
	lasting(
		'AccessDenied',
		'The account or the key has no right to this model or call.',
		'Check in the console of Model Studio what the key may use, and that its region is the one in the credential.',
	),
	lasting(
		'Model.AccessDenied',
		'The key has no right to this model.',
		'Give the key or its workspace access to this model in the console of Model Studio.',
		'configuration-invalid',
	),
	lasting(
		'Workspace.AccessDenied',
		'The key has no right to this workspace.',
		WORKSPACE_ADVICE,
		'configuration-invalid',
	),
	lasting(
		'Endpoint.AccessDenied',
		'The key has no right to this address.',
		"Check 'Region', or 'Base URL', in the credential.",
		'configuration-invalid',
	),

	// Names
	lasting('ModelNotFound', 'The provider has no such model here.', MODEL_ADVICE, 'configuration-invalid'),
	lasting(
		'WorkSpaceNotFound',
		'The provider has no such workspace here.',
		WORKSPACE_ADVICE,
		'configuration-invalid',
	),
	lasting(
		'NotFound',
		'The provider has nothing at the address that was asked.',
		"Check the ID, and 'Region' or 'Base URL' in the credential.",
	),
	lasting(
		'Conflict',
		'The request clashes with another one, or with the state of the task.',
		'Look at the task with the resource Task, operation Get, before the next try.',
	),
	{
		...lasting(
			'UnsupportedOperation',
			'The task is in a state in which this cannot be done.',
			'Only a task that is still PENDING can be taken out of the queue. A running one is finished and billed.',
		),
		billed: 'taskGoesOn',
	},

	// Money. A bill is no quota that comes back by itself: no cause.
	lasting('Arrearage', 'The account has an unpaid bill or no balance.', BILLING_ADVICE),
	lasting('CommodityNotPurchased', 'The account has not bought this service.', BILLING_ADVICE),
	lasting('PrepaidBillOverdue', 'A prepaid bill of the account is overdue.', BILLING_ADVICE),
	lasting('PostpaidBillOverdue', 'A bill of the account is overdue.', BILLING_ADVICE),
	lasting(
		'AllocationQuota.FreeTierOnly',
		'The free quota is used up and the account is set to stop then.',
		FREE_QUOTA_ADVICE,
		'quota-exhausted',
	),

	// Pace
	passing(
		'Throttling.AllocationQuota',
		'The quota per minute of this account is used up.',
		'Run it again in a minute, or ask for a higher quota in the console.',
		'quota-exhausted',
	),
	passing(
		'Throttling.BurstRate',
		'The number of requests grew too fast for the provider.',
		"Start fewer items at once: lower 'Max Concurrent Tasks'.",
		'rate-limited',
	),
	passing('Throttling', 'Too many requests for this account.', PACE_ADVICE, 'rate-limited'),
	passing('LimitRequests', 'Too many requests for this account.', PACE_ADVICE, 'rate-limited'),

	// Content
	lasting('DataInspectionFailed', 'The content check did not let it pass.', CONTENT_ADVICE),
	lasting('data_inspection_failed', 'The content check did not let it pass.', CONTENT_ADVICE),
	lasting(
		'IPInfringementSuspect',
		'The content is suspected to infringe rights of others.',
		'Change the prompt or the media.',
	),
	lasting(
		'CustomRoleBlocked',
		'A content rule of the account did not let it pass.',
		'Change the prompt or the media, or the rule in the console.',
	),
	lasting(
		'FaqRuleBlocked',
		'A rule of the account for questions and answers did not let it pass.',
		'Change the prompt, or the rule in the console.',
	),

	// Links
	passing(
		'InvalidParameter.DataInspection',
		'The provider could not fetch a file in time to check its content.',
		FETCH_ADVICE,
	),
	passing('BadRequest.InputDownloadFailed', 'The provider could not fetch a file.', FETCH_ADVICE),
	passing('InvalidURL.Timeout', 'A link was too slow for the provider.', FETCH_ADVICE),
	lasting('InvalidURL.ConnectionRefused', 'The host of a link turned the provider away.', FETCH_ADVICE),
	lasting('InvalidURL', 'A link is malformed, or the provider cannot reach it.', FETCH_ADVICE),
	lasting('InvalidFile.DownloadFailed', 'The provider could not fetch a file.', FETCH_ADVICE),

	// Files
	lasting('InvalidFile.Resolution', 'A file is too small or too large in pixels.', FILE_ADVICE),
	lasting('InvalidFile.FPS', 'A video has a frame rate that the mode does not take.', FILE_ADVICE),
	lasting('InvalidFile.Size', 'A file has more bytes than the mode takes.', FILE_ADVICE),
	lasting('InvalidFile.Duration', 'A video is shorter or longer than the mode takes.', FILE_ADVICE),
	lasting('InvalidFile.AspectRatio', 'A file is too wide or too tall in its shape.', FILE_ADVICE),
	lasting('InvalidFile.Format', 'A file has a format that the mode does not take.', FILE_ADVICE),
	lasting('InvalidFile.Openerror', 'A file cannot be opened: it may be damaged.', FILE_ADVICE),
	lasting('InvalidFile', 'A file breaks a limit of the mode.', FILE_ADVICE),
	lasting('InvalidImageResolution', 'An image is too small or too large in pixels.', FILE_ADVICE),
	lasting('InvalidImageFormat', 'An image has a format that the mode does not take.', FILE_ADVICE),
	lasting('InvalidImage.ImageSize', 'An image is too small or too large.', FILE_ADVICE),
	lasting('InvalidImage', 'An image breaks a limit of the mode.', FILE_ADVICE),
	lasting(
		'BadRequest.UnsupportedFileFormat',
		'A file has a format that the mode does not take.',
		FILE_ADVICE,
	),
	lasting(
		'BadRequest.TooLarge',
		'The request or a file in it is too large.',
		"Use smaller files, or another 'File Transfer' in the options.",
	),

	// The request
	lasting('BadRequest.EmptyInput', 'The request arrived without its input.', GATEWAY_ADVICE),
	lasting('BadRequest.EmptyModel', 'The request arrived without the name of a model.', GATEWAY_ADVICE),
	lasting(
		'BadRequest.EmptyParameters',
		'The provider wants at least one parameter for this model.',
		"Set one in the options, e.g. 'Watermark'.",
	),
	lasting('BadRequest.IllegalInput', 'The provider does not take a part of the input.', WORDS_ADVICE),
	lasting('BadRequest', 'A part of the request does not fit the model.', WORDS_ADVICE),
	lasting('InvalidParameter', 'A parameter does not fit the model.', WORDS_ADVICE),
	// ALI-UP: one of the names for a link to temporary storage that was not resolved.
	lasting('invalid_parameter_error', 'A parameter does not fit the model.', WORDS_ADVICE),

	// Faults of the provider. One that ends a task proves nothing about the service: a cause only where the code does.
	fault(
		'RewriteFailed',
		'The provider could not rewrite the prompt.',
		"Switch 'Rewrite Prompt' off, or wait some minutes before the next try.",
	),
	// Only ever the end of a task, so nothing is open.
	passing(
		'InternalError.Timeout',
		'The task gave no result within three hours.',
		'Run the item again to create a new one.',
	),
	// FIELD (QwenLM/qwen-code #3145, agentscope-java #2700): named like faults, but about the request.
	lasting(
		'InternalError.Algo.DataInspectionFailed',
		'The content check did not let it pass.',
		CONTENT_ADVICE,
	),
	lasting('InternalError.Algo.InvalidParameter', 'A parameter does not fit the model.', WORDS_ADVICE),
	fault('InternalError.Algo', 'The model had a fault of its own while it worked.'),
	fault('InternalError.FileUpload', 'The provider could not store a file.'),
	fault('InternalError.Upload', 'The provider could not store the result.'),
	fault('InternalError', 'The provider had a fault of its own.'),
	fault('SystemError', 'The provider had a fault of its own.'),
	fault('RequestTimeOut', 'The provider took more than five minutes to answer.'),
	fault('ModelServiceFailed', 'The service of the model had a fault of its own.'),
	fault(
		'ModelServingError',
		'The model is overloaded or not available right now.',
		WAIT_ADVICE,
		'temporarily-unavailable',
	),
	fault('ModelUnavailable', 'The model is not available right now.', WAIT_ADVICE, 'temporarily-unavailable'),
];

const MODEL_UNKNOWN = /model.{0,60}\bnot[ _-]?(exist|found)/i;

const known = (message: RegExp, meaning: string, advice: string, cause?: Cause): KnownMessage => ({
	message,
	meaning,
	advice,
	retryable: false,
	billed: 'no',
	cause,
});

/** Looked at before the code: the provider uses one code for different things, and one text with different codes. */
export const KNOWN_MESSAGES: readonly KnownMessage[] = [
	// InvalidURL or InvalidParameter. Causes: ALI-ERR; spring-ai-alibaba #2213, #4355; bisheng #1990.
	known(
		/url error,? *please check/i,
		'The provider says the same for three causes.',
		"(1) The model is not served at this address: check 'Model', and 'Region' or 'Base URL' in the credential. (2) 'Base URL' has a path of another API, such as /compatible-mode/v1: leave it out. (3) A link is a local path or cannot be reached from outside: check every URL field of the node.",
	),
	known(MODEL_UNKNOWN, 'The provider has no such model here.', MODEL_ADVICE, 'configuration-invalid'),
	known(
		/\bfree (allocated )?quota\b|\bfree tier of\b/i,
		'The free quota is used up.',
		FREE_QUOTA_ADVICE,
		'quota-exhausted',
	),
	// Arrearage, and seen with AccessDenied.
	known(/account is in good standing/i, 'The account has an unpaid bill or no balance.', BILLING_ADVICE),
	known(
		/no api-?key provided/i,
		'The call arrived without a key.',
		"Fill in 'API Key' in the credential. A gateway behind 'Base URL' has to pass the header Authorization on.",
		'credential-invalid',
	),
	known(
		/does not support synchronous calls/i,
		'The call arrived without the header that makes it asynchronous.',
		"The node always sends it: a gateway behind 'Base URL' has to pass the header X-DashScope-Async on.",
	),
	known(
		/does not support asynchronous calls/i,
		'This account or model takes no asynchronous calls here.',
		MODEL_ADVICE,
	),
	known(
		/\binput (\w+ )?data may contain inappropriate/i,
		'The content check did not let the prompt or a file pass.',
		CONTENT_ADVICE,
	),
	known(
		/(?<!\bor )\boutput (\w+ )?data may contain inappropriate/i,
		'The content check did not let the finished video pass.',
		"Change the prompt, the media or 'Seed'.",
	),
	{
		...known(
			/media resource\b.{0,40}\bdata inspection|unable to download the media|failed to download multimodal/i,
			'The provider could not fetch a file in time to check its content.',
			FETCH_ADVICE,
		),
		retryable: true,
	},
];

/** What is known of an answer, from its text and its code. */
export function errorFacts(code: string | undefined, message?: string): Facts | undefined {
	const said = message ?? '';
	return KNOWN_MESSAGES.find((one) => one.message.test(said)) ?? factsOfCode(code);
}

const factsOfCode = (code: string | undefined): ErrorFacts | undefined =>
	code === undefined
		? undefined
		: ERROR_CODES.find(
				(facts) =>
					code === facts.code ||
					code.startsWith(`${facts.code}.`) ||
					(facts.code === 'InvalidImage' && code.startsWith('InvalidImage')),
			);

/** How to go on after an answer of the provider. */
export const adviceFor = (code: string | undefined, message?: string): string | undefined =>
	errorFacts(code, message)?.advice;

/** Whether the same request can work later as it is. */
export const isRetryable = (
	code: string | undefined,
	httpStatus: number | undefined,
	message?: string,
): boolean =>
	errorFacts(code, message)?.retryable ??
	((httpStatus ?? 0) >= 500 || httpStatus === 429 || httpStatus === 408);

/** The provider does not know the model (ALI-ERR: InvalidParameter "Model not exist.", or ModelNotFound). No task exists then. */
export const isModelUnknown = (code: string | undefined, message: string | undefined): boolean =>
	code === 'ModelNotFound' || MODEL_UNKNOWN.test(message ?? '');
