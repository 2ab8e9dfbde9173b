/**
 * What can go wrong at Alibaba Cloud, in plain English.
 *
 * Sources: ALI-ERR (error-code page, 2026) unless a comment says otherwise; SEED for what is billed.
 * A code that is absent is not retryable below HTTP 500 and retryable from there on, see `isRetryable`.
 */

/** What a task or request that ends with a code costs. Failed tasks and requests are free (SEED), with two exceptions. */
export type Billed =
	/** Nothing: no task exists, or it ended without a video. */
	| 'no'
	/** Nothing when it ends a task. In response to a create request it is unclear whether a task exists; if one does and succeeds, it is billed. */
	| 'ifAccepted'
	/** Nothing for the request itself. The task it was about keeps running and is billed if it succeeds. */
	| 'taskGoesOn';

/** The cause that a response proves, in n8n's terms (`failure.cause`, since n8n-workflow 2.37). */
export type Cause =
	| 'rate-limited'
	| 'quota-exhausted'
	| 'temporarily-unavailable'
	| 'credential-invalid'
	| 'configuration-invalid';

export interface Facts {
	/** One sentence. It opens the error message, see `meaningOf` and `rejectionOf`. */
	readonly meaning: string;
	/** What to do about it. */
	readonly advice: string;
	/** Whether the same request can succeed later, unchanged. */
	readonly retryable: boolean;
	readonly billed: Billed;
	/** Absent if the response proves no cause. */
	readonly cause?: Cause;
}

export interface ErrorFacts extends Facts {
	/** A code or its beginning: `InvalidFile` covers `InvalidFile.Duration`. */
	readonly code: string;
}

/** A message from Alibaba Cloud that says more than its code. */
export interface KnownMessage extends Facts {
	readonly message: RegExp;
}

const KEY_ADVICE =
	"Each API key works in one region only: check 'API Key' and 'Region' in the credential. A Beijing key does not work in Singapore, and vice versa.";
const WORKSPACE_ADVICE =
	"Check 'Workspace ID' in the credential, and that the API key belongs to that workspace.";
const MODEL_ADVICE =
	"Check the spelling in 'Model'. Not every region offers every model: check that 'Region' or 'Base URL' in the credential is one that offers this model.";
const BILLING_ADVICE = 'Check the balance and unpaid bills of the account in the Alibaba Cloud console.';
const FREE_QUOTA_ADVICE =
	"To continue with paid usage, turn off 'Use free tier only' in the Model Studio console, or add funds.";
const PACE_ADVICE = 'Run fewer items at the same time, or run it again in a minute.';
const CONTENT_ADVICE = 'Change the prompt or the files; the same request will be rejected again.';
const FETCH_ADVICE =
	"Alibaba Cloud downloads every link itself: each link must be public, still valid, and fast to reach from the region in the credential. Turn on 'Rehost URLs' in the advanced options to have n8n download the files and upload them to Alibaba Cloud.";
const FILE_ADVICE =
	"Change the file: the documentation of the operation lists the supported formats, sizes and lengths. 'Check URL Media' in the advanced options checks linked files before a task is created.";
const WORDS_ADVICE = "Alibaba Cloud's message says which one: change it in the node.";
const GATEWAY_ADVICE = "The node always sends it: check whether the gateway at 'Base URL' removes it.";
const WAIT_ADVICE = 'This is usually temporary: wait a few minutes, then run it again.';

/** The request must change before it can succeed. */
const lasting = (code: string, meaning: string, advice: string, cause?: Cause): ErrorFacts => ({
	code,
	meaning,
	advice,
	retryable: false,
	billed: 'no',
	cause,
});

/** Rejected for a temporary reason. */
const passing = (code: string, meaning: string, advice: string, cause?: Cause): ErrorFacts => ({
	...lasting(code, meaning, advice, cause),
	retryable: true,
});

/** A server error (HTTP 5xx). It leaves open whether a create request was accepted. */
const fault = (code: string, meaning: string, advice = WAIT_ADVICE, cause?: Cause): ErrorFacts => ({
	...passing(code, meaning, advice, cause),
	billed: 'ifAccepted',
});

/** Code, meaning, advice, cause. A longer code comes before the shorter one that it begins with. */
export const ERROR_CODES: readonly ErrorFacts[] = [
	// Key, workspace, permissions
	lasting(
		'InvalidApiKey',
		'The API key is wrong, or belongs to another region.',
		KEY_ADVICE,
		'credential-invalid',
	),
	lasting(
		'NOT AUTHORIZED',
		'The API key has no access to this workspace.',
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
		'The account or the API key has no access to this model or request.',
		'In the Model Studio console, check the permissions of the key, and that its region is the one in the credential.',
	),
	lasting(
		'Model.AccessDenied',
		'The API key has no access to this model.',
		'Give the key or its workspace access to this model in the Model Studio console.',
		'configuration-invalid',
	),
	lasting(
		'Workspace.AccessDenied',
		'The API key has no access to this workspace.',
		WORKSPACE_ADVICE,
		'configuration-invalid',
	),
	lasting(
		'Endpoint.AccessDenied',
		'The API key has no access to this address.',
		"Check 'Region', or 'Base URL', in the credential.",
		'configuration-invalid',
	),

	// Names
	lasting(
		'ModelNotFound',
		'This model does not exist, or is not offered in this region.',
		MODEL_ADVICE,
		'configuration-invalid',
	),
	lasting(
		'WorkSpaceNotFound',
		'Alibaba Cloud has no such workspace here.',
		WORKSPACE_ADVICE,
		'configuration-invalid',
	),
	lasting(
		'NotFound',
		'Alibaba Cloud found nothing at the requested address.',
		"Check the ID, and 'Region' or 'Base URL' in the credential.",
	),
	lasting(
		'Conflict',
		'The request conflicts with another one, or with the status of the task.',
		'Check the task with the resource Task, operation Get, before you try again.',
	),
	{
		...lasting(
			'UnsupportedOperation',
			'The task has a status that does not allow this.',
			'Only a task that is still PENDING can be removed from the queue. A running task continues and is billed if it succeeds.',
		),
		billed: 'taskGoesOn',
	},

	// Money. Unlike a quota, a bill does not renew by itself: no cause.
	lasting('Arrearage', 'The account has an unpaid bill or no balance.', BILLING_ADVICE),
	lasting('CommodityNotPurchased', 'The account has not purchased this service.', BILLING_ADVICE),
	lasting('PrepaidBillOverdue', 'The account has an overdue prepaid bill.', BILLING_ADVICE),
	lasting('PostpaidBillOverdue', 'The account has an overdue bill.', BILLING_ADVICE),
	lasting(
		'AllocationQuota.FreeTierOnly',
		'The free quota is used up, and the account allows free usage only.',
		FREE_QUOTA_ADVICE,
		'quota-exhausted',
	),

	// Pace
	passing(
		'Throttling.AllocationQuota',
		'The per-minute quota of the account is used up.',
		'Run it again in a minute, or request a higher quota in the console.',
		'quota-exhausted',
	),
	passing(
		'Throttling.BurstRate',
		'Too many requests were sent at once.',
		"Start fewer items at the same time: lower 'Max Concurrent Tasks'.",
		'rate-limited',
	),
	passing('Throttling', 'The account sent too many requests.', PACE_ADVICE, 'rate-limited'),
	passing('LimitRequests', 'The account sent too many requests.', PACE_ADVICE, 'rate-limited'),

	// Content
	lasting('DataInspectionFailed', 'Content moderation rejected the prompt or a file.', CONTENT_ADVICE),
	lasting('data_inspection_failed', 'Content moderation rejected the prompt or a file.', CONTENT_ADVICE),
	lasting(
		'IPInfringementSuspect',
		"The content may infringe someone's intellectual property.",
		'Change the prompt or the files.',
	),
	lasting(
		'CustomRoleBlocked',
		'A content rule of the account blocked the request.',
		'Change the prompt or the files, or the rule in the console.',
	),
	lasting(
		'FaqRuleBlocked',
		'A question-and-answer rule of the account blocked the request.',
		'Change the prompt, or the rule in the console.',
	),

	// Links
	passing(
		'InvalidParameter.DataInspection',
		'Alibaba Cloud could not download a file in time to check its content.',
		FETCH_ADVICE,
	),
	passing('BadRequest.InputDownloadFailed', 'Alibaba Cloud could not download a file.', FETCH_ADVICE),
	passing('InvalidURL.Timeout', 'A link was too slow: the download timed out.', FETCH_ADVICE),
	lasting(
		'InvalidURL.ConnectionRefused',
		'The host of a link refused the connection from Alibaba Cloud.',
		FETCH_ADVICE,
	),
	lasting('InvalidURL', 'A link is malformed, or Alibaba Cloud cannot reach it.', FETCH_ADVICE),
	lasting('InvalidFile.DownloadFailed', 'Alibaba Cloud could not download a file.', FETCH_ADVICE),

	// Files
	lasting('InvalidFile.Resolution', 'A file has too few or too many pixels.', FILE_ADVICE),
	lasting('InvalidFile.FPS', 'The frame rate of a video is not supported.', FILE_ADVICE),
	lasting('InvalidFile.Size', 'A file is too large in bytes.', FILE_ADVICE),
	lasting('InvalidFile.Duration', 'A video is too short or too long.', FILE_ADVICE),
	lasting('InvalidFile.AspectRatio', 'The aspect ratio of a file is too wide or too tall.', FILE_ADVICE),
	lasting('InvalidFile.Format', 'The format of a file is not supported.', FILE_ADVICE),
	lasting('InvalidFile.Openerror', 'A file could not be opened and may be damaged.', FILE_ADVICE),
	lasting('InvalidFile', 'A file exceeds a limit of this operation.', FILE_ADVICE),
	lasting('InvalidImageResolution', 'An image has too few or too many pixels.', FILE_ADVICE),
	lasting('InvalidImageFormat', 'The format of an image is not supported.', FILE_ADVICE),
	lasting('InvalidImage.ImageSize', 'An image is too small or too large.', FILE_ADVICE),
	lasting('InvalidImage', 'An image exceeds a limit of this operation.', FILE_ADVICE),
	lasting('BadRequest.UnsupportedFileFormat', 'The format of a file is not supported.', FILE_ADVICE),
	lasting(
		'BadRequest.TooLarge',
		'The request or a file in it is too large.',
		"Use smaller files, or choose another 'File Transfer' in the advanced options.",
	),

	// The request
	lasting('BadRequest.EmptyInput', 'The request arrived without its input.', GATEWAY_ADVICE),
	lasting('BadRequest.EmptyModel', 'The request arrived without the name of a model.', GATEWAY_ADVICE),
	lasting(
		'BadRequest.EmptyParameters',
		'This model needs at least one parameter.',
		"Set one in the options, e.g. 'Watermark'.",
	),
	lasting('BadRequest.IllegalInput', 'A part of the input is not allowed.', WORDS_ADVICE),
	lasting('BadRequest', 'A part of the request is not valid for this model.', WORDS_ADVICE),
	lasting('InvalidParameter', 'A parameter is not valid for this model.', WORDS_ADVICE),
	// ALI-UP: also the code for a temporary-storage link that was not resolved.
	lasting('invalid_parameter_error', 'A parameter is not valid for this model.', WORDS_ADVICE),

	// Server errors. One that ends a task proves nothing about the service as a whole: only some codes prove a cause.
	fault(
		'RewriteFailed',
		'Alibaba Cloud could not rewrite the prompt.',
		"Turn off 'Rewrite Prompt', or wait a few minutes and run it again.",
	),
	// Only ends a task, so it never leaves open whether one exists.
	passing(
		'InternalError.Timeout',
		'The task did not finish within three hours.',
		'Run the item again to create a new task.',
	),
	// FIELD (QwenLM/qwen-code #3145, agentscope-java #2700): named like server errors, but caused by the request.
	lasting(
		'InternalError.Algo.DataInspectionFailed',
		'Content moderation rejected the prompt or a file.',
		CONTENT_ADVICE,
	),
	lasting('InternalError.Algo.InvalidParameter', 'A parameter is not valid for this model.', WORDS_ADVICE),
	fault('InternalError.Algo', 'Something went wrong while the model was running.'),
	fault('InternalError.FileUpload', 'Alibaba Cloud could not store a file.'),
	fault('InternalError.Upload', 'Alibaba Cloud could not store the result.'),
	fault('InternalError', 'Something went wrong inside Alibaba Cloud.'),
	fault('SystemError', 'Something went wrong inside Alibaba Cloud.'),
	fault('RequestTimeOut', 'Alibaba Cloud took more than five minutes to respond.'),
	fault('ModelServiceFailed', 'Something went wrong in the model service.'),
	fault(
		'ModelServingError',
		'The model is overloaded or temporarily unavailable.',
		WAIT_ADVICE,
		'temporarily-unavailable',
	),
	fault('ModelUnavailable', 'The model is temporarily unavailable.', WAIT_ADVICE, 'temporarily-unavailable'),
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

/** Checked before the code: Alibaba Cloud uses one code for several causes, and one message with several codes. */
export const KNOWN_MESSAGES: readonly KnownMessage[] = [
	// InvalidURL or InvalidParameter. Causes: ALI-ERR; spring-ai-alibaba #2213, #4355; bisheng #1990.
	known(
		/url error,? *please check/i,
		'A link, the model or the address is wrong.',
		"Alibaba Cloud sends this message for three causes. (1) The model is not available at this address: check 'Model', and 'Region' or 'Base URL' in the credential. (2) 'Base URL' has the path of another API, such as /compatible-mode/v1: remove the path. (3) A link is a local path or cannot be reached from the internet: check every URL field of the node.",
	),
	known(
		MODEL_UNKNOWN,
		'This model does not exist, or is not offered in this region.',
		MODEL_ADVICE,
		'configuration-invalid',
	),
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
		'The request arrived without an API key.',
		"Fill in 'API Key' in the credential. A gateway at 'Base URL' must forward the Authorization header.",
		'credential-invalid',
	),
	known(
		/does not support synchronous calls/i,
		'The request arrived without the header that makes it asynchronous.',
		"The node always sends it: a gateway at 'Base URL' must forward the X-DashScope-Async header.",
	),
	known(
		/does not support asynchronous calls/i,
		'This account or model does not support asynchronous requests here.',
		MODEL_ADVICE,
	),
	known(
		/\binput (\w+ )?data may contain inappropriate/i,
		'Content moderation rejected the prompt or a file.',
		CONTENT_ADVICE,
	),
	known(
		/(?<!\bor )\boutput (\w+ )?data may contain inappropriate/i,
		'Content moderation rejected the finished video.',
		"Change the prompt, the files or 'Seed'.",
	),
	{
		...known(
			/media resource\b.{0,40}\bdata inspection|unable to download the media|failed to download multimodal/i,
			'Alibaba Cloud could not download a file in time to check its content.',
			FETCH_ADVICE,
		),
		retryable: true,
	},
];

/** The facts about an error response, from its message or else its code. */
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

/** What to do about an error response. */
export const adviceFor = (code: string | undefined, message?: string): string | undefined =>
	errorFacts(code, message)?.advice;

/** Whether the same request can succeed later, unchanged. */
export const isRetryable = (
	code: string | undefined,
	httpStatus: number | undefined,
	message?: string,
): boolean =>
	errorFacts(code, message)?.retryable ??
	((httpStatus ?? 0) >= 500 || httpStatus === 429 || httpStatus === 408);

/** Alibaba Cloud does not know the model (ALI-ERR: InvalidParameter "Model not exist.", or ModelNotFound). No task exists then. */
export const isModelUnknown = (code: string | undefined, message: string | undefined): boolean =>
	code === 'ModelNotFound' || MODEL_UNKNOWN.test(message ?? '');
