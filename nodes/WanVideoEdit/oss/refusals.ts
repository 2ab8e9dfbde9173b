import type { Refusal } from './refusal';

/** What a rejection by OSS means, and what to do. */
export interface RefusalFacts {
	/** Its cause, as a sentence without a full stop. */
	readonly meaning: string;
	/** Which field of the OSS credential to change, or what else. */
	readonly advice: string;
	/** Whether the same file can be uploaded later, unchanged. */
	readonly retryable: boolean;
}

interface Row extends RefusalFacts {
	readonly code: string;
	/** A message that distinguishes this cause from others with the same code. */
	readonly message?: RegExp;
	/** What to do for Alibaba Cloud's temporary storage, which has no credential. */
	readonly temporary?: string;
}

const RIGHTS =
	'Give the RAM user of the access key oss:PutObject, oss:GetObject and oss:ListObjects on this bucket.';
const CLOCK = 'Set the clock of the machine that runs n8n, e.g. with NTP. The time zone does not matter.';
const BILLS = 'Check the balance and notices of the account in the Alibaba Cloud console.';
const REGION_ADVICE =
	"Check 'Region', 'Bucket' and 'Endpoint' in the OSS credential against the overview page of the bucket.";
const LATER = 'This is usually temporary: wait a few minutes, then run it again.';
const SMALLER = "Make the file smaller, or provide it as a link with 'Rehost URLs' turned off.";
const FRESH =
	'Run it again to get a new permission. If it happens again, check the clock of the machine that runs n8n.';

const lasting = (
	code: string,
	meaning: string,
	advice: string,
	message?: RegExp,
	temporary?: string,
): Row => ({
	...{ code, meaning, advice, retryable: false },
	...{ message, temporary },
});
const passing = (code: string, meaning: string, message?: RegExp, temporary?: string): Row => ({
	...lasting(code, meaning, LATER, message, temporary),
	retryable: true,
});

/**
 * Alibaba Cloud's pages "HTTP status code 400, 403, 404, 409, 411, 429, 503" of the OSS guide, and the notice on public
 * endpoints of 2025-03-20. Rows with a message come before the row without one.
 */
export const REFUSALS: readonly Row[] = [
	// Address
	lasting(
		'PublicEndpointForbidden',
		'OSS does not let this account transfer files through its public address: this applies in regions of mainland China to accounts that started using OSS on or after 20 March 2025',
		"Bind a domain of your own with an HTTPS certificate to the bucket, and enter it as 'Endpoint' in the OSS credential.",
	),
	lasting(
		'AccessDenied',
		'The bucket is in another region, or has another address',
		REGION_ADVICE,
		/specified endpoint/i,
	),
	lasting(
		'SecondLevelDomainForbidden',
		'The address does not name the bucket',
		"Leave 'Endpoint' in the OSS credential empty, or enter the address of the bucket, e.g. https://my-videos.oss-cn-beijing.aliyuncs.com.",
	),
	lasting(
		'CnameDenied',
		'The domain belongs to another bucket',
		"Check 'Endpoint' and 'Bucket' in the OSS credential.",
	),
	lasting(
		'MethodNotAllowed',
		'The address does not accept files: it may be a website or a CDN',
		"Check 'Endpoint' in the OSS credential.",
	),
	lasting('NoSuchBucket', 'There is no bucket with that name in this region', REGION_ADVICE),
	lasting('InvalidBucketName', 'The bucket name is not valid', "Check 'Bucket' in the OSS credential."),
	lasting('InvalidObjectName', 'The file name is not valid in OSS', "Check 'Prefix' in the OSS credential."),
	lasting(
		'InvalidArgument',
		'The request was signed for another region',
		"Check 'Region' in the OSS credential: it must be the region of the bucket, e.g. cn-beijing.",
		/region/i,
	),

	// Key
	lasting(
		'InvalidAccessKeyId',
		'The access key does not exist, or is disabled',
		"Check 'Access Key ID' in the OSS credential, and check in the console that the key is enabled.",
	),
	lasting(
		'SignatureDoesNotMatch',
		'The secret does not belong to the access key, or the region is wrong',
		"Check 'Access Key Secret' and 'Region' in the OSS credential: both must be complete.",
	),
	lasting(
		'InvalidSecurityToken',
		'The access key is a temporary one (STS)',
		"Enter an access key of a RAM user as 'Access Key ID' and 'Access Key Secret' in the OSS credential.",
	),
	lasting(
		'AccessKeyIdAndSecurityTokenNotMatch',
		'The access key is a temporary one (STS)',
		"Enter an access key of a RAM user as 'Access Key ID' and 'Access Key Secret' in the OSS credential.",
	),

	// Time
	lasting(
		'RequestTimeTooSkewed',
		'The clock of this n8n instance is more than 15 minutes wrong',
		CLOCK,
		undefined,
		CLOCK,
	),
	{
		...passing('AccessDenied', 'The upload permission expired', /policy expired/i, FRESH),
		advice: FRESH,
	},
	lasting('AccessDenied', 'The signature expired', CLOCK, /expired/i, CLOCK),
	{
		...passing('RequestTimeout', 'The upload was too slow'),
		advice: 'Check the network of this n8n instance.',
	},

	// Rights
	lasting(
		'AccessDenied',
		'The upload violates the policy of its permission',
		RIGHTS,
		/according to policy/i,
		"Choose another 'File Transfer'.",
	),
	lasting(
		'AccessDenied',
		'The bucket policy denies the request',
		'In the OSS console, change the bucket policy to allow the access key to put, get and list objects.',
		/bucket policy/i,
	),
	lasting(
		'AccessDenied',
		'A network policy (VPC endpoint) denies the request',
		'Change the policy of the VPC endpoint, or let n8n use the public address of the bucket.',
		/vpc/i,
	),
	lasting(
		'AccessDenied',
		'The access key has no permission to use the encryption key (KMS) of the bucket',
		'Give the RAM user of the access key permission to use that key, or change the encryption of the bucket.',
		/kms/i,
	),
	lasting(
		'AccessDenied',
		'The bucket belongs to another account',
		"Check 'Bucket' and 'Access Key ID' in the OSS credential.",
		/belong/i,
	),
	lasting('AccessDenied', 'The access key has no permission for this in the bucket', RIGHTS),
	lasting(
		'BucketNotBelongTo',
		'The bucket belongs to another account',
		"Check 'Bucket' and 'Access Key ID' in the OSS credential.",
	),
	lasting(
		'KmsServiceNotEnabled',
		'The bucket uses KMS encryption, but KMS is not activated',
		'Activate KMS in the Alibaba Cloud console, or change the encryption of the bucket.',
	),

	// Account
	lasting('UserDisable', 'The account is suspended, or a bill is overdue', BILLS),
	lasting('InDebt', 'The account has an overdue bill', BILLS),
	lasting('InDebtOverdue', 'The account has an overdue bill', BILLS),
	lasting('AbnormalBucketOwnerStatus', 'The account that owns the bucket is suspended', BILLS),
	lasting('BucketDisable', 'The bucket is disabled', BILLS),

	// File
	lasting('EntityTooLarge', 'The file is too large for one upload', SMALLER, undefined, SMALLER),
	lasting(
		'EntityTooSmall',
		'The file is too small for the storage',
		'Check the file.',
		undefined,
		'Check the file.',
	),
	lasting(
		'MissingContentLength',
		'The Content-Length header of the upload is missing',
		'Check the proxy or gateway between n8n and the storage: it must forward Content-Length.',
		undefined,
		'Check the proxy or gateway between n8n and the storage: it must forward Content-Length.',
	),
	passing('InvalidDigest', 'The file was changed during the upload'),
	passing('FileAlreadyExists', 'A file with that name already exists; the next try uses another name'),
	passing('ObjectAlreadyExists', 'A file with that name already exists; the next try uses another name'),
	lasting(
		'FileImmutable',
		'A retention policy of the bucket protects the file',
		"Choose another 'Prefix' in the OSS credential.",
	),

	// Load
	passing('QpsLimitExceeded', 'Too many requests in a short time'),
	passing('TotalQpsLimitExceeded', 'Too many requests in a short time'),
	passing('MetaOperationQpsLimitExceeded', 'Too many requests in a short time'),
	passing('ActiveRequestLimitExceeded', 'Too many concurrent requests'),
	passing('UploadTrafficRateLimitExceeded', 'Too many bytes in a short time'),
	passing('DownloadTrafficRateLimitExceeded', 'Too many bytes in a short time'),
	passing('ServiceUnavailable', 'OSS is busy'),
	passing('InternalError', 'Something went wrong inside OSS'),
];

/** For a response without a code, for example from a proxy, or with an undocumented code. */
const BY_STATUS = ({ httpStatus }: Refusal): RefusalFacts => {
	if (httpStatus === 413) {
		return {
			meaning: 'The file is too large for a proxy or gateway between n8n and the storage',
			advice: `Raise its limit. ${SMALLER}`,
			retryable: false,
		};
	}
	const isPassing = httpStatus >= 500 || httpStatus === 408 || httpStatus === 429;
	return isPassing
		? { meaning: 'The storage is temporarily unavailable', advice: LATER, retryable: true }
		: { meaning: 'The storage rejected the request', advice: REGION_ADVICE, retryable: false };
};

/** @param storage advice about a credential helps only with the user's own bucket */
export function factsOf(refusal: Refusal, storage: 'bucket' | 'temporary' = 'bucket'): RefusalFacts {
	const row = REFUSALS.find(
		({ code, message }) =>
			code === refusal.code && (message === undefined || message.test(refusal.message ?? '')),
	);
	const { meaning, advice, retryable } = row ?? BY_STATUS(refusal);
	if (storage === 'temporary') {
		// A permission may have expired during the upload.
		const isStale = refusal.httpStatus === 403 && row?.temporary === undefined;
		const otherwise = isStale ? FRESH : retryable ? LATER : "Choose another 'File Transfer'.";
		return { meaning, advice: row?.temporary ?? otherwise, retryable: retryable || isStale };
	}
	return { meaning, advice: refusal.endpoint === null ? advice : addressAdvice(refusal.endpoint), retryable };
}

function addressAdvice(endpoint: string): string {
	const [, region] = /^oss-([a-z0-9-]+)\.aliyuncs\.com$/.exec(endpoint) ?? [];
	return region === undefined
		? `Its address is ${endpoint}: enter it as 'Endpoint' in the OSS credential.`
		: `Its address is ${endpoint}: set 'Region' in the OSS credential to ${region}, and leave 'Endpoint' empty.`;
}
