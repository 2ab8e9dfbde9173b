/**
 * The provider's error codes in plain words.
 *
 * `retryable` says whether the same request can work later without a change. A code that is absent is not
 * retryable below HTTP 500 and retryable from there on, see `isRetryable`.
 * Source: ALI-ERR (error-code page, 2026) unless the entry says otherwise.
 */

export interface ErrorFacts {
	/** Begins a code: `InvalidFile.` covers `InvalidFile.Duration`. */
	readonly code: string;
	readonly retryable: boolean;
	/** How to go on. */
	readonly advice: string;
}

const REGION_ADVICE =
	'API keys belong to one region: check the key and the region in the credential. Keys of Beijing do not work in Singapore and the other way round.';
const SAFETY_ADVICE =
	'The content check did not let it pass. Change the prompt or the media; the same request will be turned down again.';
const BILLING_ADVICE = 'Check the balance and the bills of the Alibaba Cloud account in the console.';
const LATER_ADVICE = 'Run the item again later.';
const FETCH_ADVICE =
	'The provider fetches every link itself: it has to be public, alive and fast to reach from the region of the credential.';

/** Longer codes stand before the shorter ones that they begin with. */
export const ERROR_CODES: readonly ErrorFacts[] = [
	{ code: 'InvalidApiKey', retryable: false, advice: REGION_ADVICE },
	{
		code: 'NOT AUTHORIZED',
		retryable: false,
		advice: 'The key has no right to this workspace: check the workspace ID in the credential.',
	},
	{
		code: 'AccessDenied.Unpurchased',
		retryable: false,
		advice: 'Activate Model Studio for this account in the Alibaba Cloud console.',
	},
	{
		code: 'AccessDenied',
		retryable: false,
		advice: 'The account or the key has no right to this model or call.',
	},
	{
		code: 'Model.AccessDenied',
		retryable: false,
		advice: 'Give the key or its workspace access to this model in the console of Model Studio.',
	},
	{
		code: 'Workspace.AccessDenied',
		retryable: false,
		advice: 'Check the workspace ID in the credential, and that the key belongs to it.',
	},
	{
		code: 'Endpoint.AccessDenied',
		retryable: false,
		advice: 'The key has no right to this endpoint: check the region in the credential.',
	},
	{
		code: 'ModelNotFound',
		retryable: false,
		advice: 'Check the spelling of the model, and whether it exists in the region of the credential.',
	},
	{ code: 'WorkSpaceNotFound', retryable: false, advice: 'Check the workspace ID in the credential.' },
	{ code: 'Arrearage', retryable: false, advice: BILLING_ADVICE },
	{
		code: 'AllocationQuota.FreeTierOnly',
		retryable: false,
		advice:
			'The free quota is used up and the account is set to stop then. Switch that setting off in the console to go on paid.',
	},
	{ code: 'CommodityNotPurchased', retryable: false, advice: BILLING_ADVICE },
	{ code: 'PrepaidBillOverdue', retryable: false, advice: BILLING_ADVICE },
	{ code: 'PostpaidBillOverdue', retryable: false, advice: BILLING_ADVICE },
	{
		code: 'Throttling',
		retryable: true,
		advice: 'Too many requests for this account. Run fewer items at once, or run it again in a minute.',
	},
	{
		code: 'LimitRequests',
		retryable: true,
		advice: 'Too many requests for this account. Run fewer items at once, or run it again in a minute.',
	},
	{ code: 'DataInspectionFailed', retryable: false, advice: SAFETY_ADVICE },
	{ code: 'data_inspection_failed', retryable: false, advice: SAFETY_ADVICE },
	{
		code: 'IPInfringementSuspect',
		retryable: false,
		advice: 'The content is suspected to infringe rights of others. Change the prompt or the media.',
	},
	{ code: 'CustomRoleBlocked', retryable: false, advice: SAFETY_ADVICE },
	{ code: 'FaqRuleBlocked', retryable: false, advice: SAFETY_ADVICE },
	// The provider could not fetch an input while inspecting it: often passing.
	{ code: 'InvalidParameter.DataInspection', retryable: true, advice: FETCH_ADVICE },
	{ code: 'BadRequest.InputDownloadFailed', retryable: true, advice: FETCH_ADVICE },
	{ code: 'InvalidURL.Timeout', retryable: true, advice: FETCH_ADVICE },
	{
		code: 'InvalidURL',
		retryable: false,
		advice: `${FETCH_ADVICE} A model that does not exist at this address gives the same answer.`,
	},
	{
		code: 'InvalidFile',
		retryable: false,
		advice:
			'A file breaks a limit of the mode: see length, size and format in the documentation of the operation.',
	},
	{
		code: 'InvalidImage',
		retryable: false,
		advice: 'An image breaks a limit of the mode: see size and format in the documentation of the operation.',
	},
	{
		code: 'InvalidParameter',
		retryable: false,
		advice: 'A parameter does not fit the model. The words of the provider say which.',
	},
	{
		code: 'BadRequest',
		retryable: false,
		advice: 'A part of the request does not fit the model. The words of the provider say which.',
	},
	{
		code: 'UnsupportedOperation',
		retryable: false,
		advice:
			'Only tasks that are still waiting (PENDING) can be canceled. A running task is finished and billed.',
	},
	{ code: 'RewriteFailed', retryable: true, advice: "Switch 'Rewrite Prompt' off, or run the item again." },
	{
		code: 'InternalError.Timeout',
		retryable: true,
		advice: 'The task gave no result within three hours. Run the item again to create a new one.',
	},
	{ code: 'InternalError', retryable: true, advice: LATER_ADVICE },
	{ code: 'SystemError', retryable: true, advice: LATER_ADVICE },
	{ code: 'ModelServiceFailed', retryable: true, advice: LATER_ADVICE },
	{ code: 'ModelServingError', retryable: true, advice: LATER_ADVICE },
	{ code: 'ModelUnavailable', retryable: true, advice: LATER_ADVICE },
	{ code: 'RequestTimeOut', retryable: true, advice: LATER_ADVICE },
];

const factsOf = (code: string | undefined): ErrorFacts | undefined =>
	code === undefined
		? undefined
		: ERROR_CODES.find(
				(facts) =>
					code === facts.code ||
					code.startsWith(`${facts.code}.`) ||
					(facts.code === 'InvalidImage' && code.startsWith('InvalidImage')),
			);

/** How to go on after a code of the provider. */
export const adviceFor = (code: string | undefined): string | undefined => factsOf(code)?.advice;

/** A quota that frees up by itself, unlike the free one (ALI-ERR: same code, told apart by the text). */
const isFreeQuota = (message: string | undefined): boolean => /free allocated quota/i.test(message ?? '');

/** Whether the same request can work later as it is. */
export function isRetryable(
	code: string | undefined,
	httpStatus: number | undefined,
	message?: string,
): boolean {
	if (isFreeQuota(message)) return false;
	return factsOf(code)?.retryable ?? ((httpStatus ?? 0) >= 500 || httpStatus === 429 || httpStatus === 408);
}

/** The provider does not know the model (ALI-ERR: InvalidParameter "Model not exist.", or ModelNotFound). No task exists then. */
export const isModelUnknown = (code: string | undefined, message: string | undefined): boolean =>
	code === 'ModelNotFound' || /model.{0,60}\bnot[ _-]?(exist|found)/i.test(message ?? '');
