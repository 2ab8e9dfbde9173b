import type { Refusal } from './refusal';

/** What a refusal of OSS means, and how to go on. */
export interface RefusalFacts {
	/** Its cause, as a sentence without an end. */
	readonly meaning: string;
	/** Which field of the OSS credential to change, or what else. */
	readonly advice: string;
	/** Whether the same file can be put there later without a change. */
	readonly retryable: boolean;
}

interface Row extends RefusalFacts {
	readonly code: string;
	/** A text that tells this cause from others with the same code. */
	readonly message?: RegExp;
	/** What to do where the storage is Alibaba Cloud's temporary one, which no credential leads to. */
	readonly temporary?: string;
}

const RIGHTS =
	'Give the RAM user of the access key oss:PutObject, oss:GetObject and oss:ListObjects on this bucket.';
const CLOCK = 'Set the clock of the machine that n8n runs on, e.g. by NTP. A time zone does not matter.';
const BILLS = 'Check the balance and the notices of the Alibaba Cloud account in the console.';
const REGION_ADVICE =
	"Check 'Region', 'Bucket' and 'Endpoint' in the OSS credential against the overview page of the bucket.";
const LATER = 'This passes by itself as a rule: wait some minutes before the next try.';
const SMALLER = "Make the file smaller, or give it as a link with 'Rehost URLs' off.";
const FRESH =
	'A new try gets a new permission. If it happens again, check the clock of the machine that n8n runs on.';

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
 * endpoints of 2025-03-20. Rows with a message stand before the one without.
 */
export const REFUSALS: readonly Row[] = [
	// Address
	lasting(
		'PublicEndpointForbidden',
		'OSS takes no files of this account at its public address: so it is in the regions of mainland China for accounts that use OSS since 20 March 2025',
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
		'The address takes no files: it may be a website or a CDN',
		"Check 'Endpoint' in the OSS credential.",
	),
	lasting('NoSuchBucket', 'There is no bucket of that name in this region', REGION_ADVICE),
	lasting('InvalidBucketName', 'It is no name of a bucket', "Check 'Bucket' in the OSS credential."),
	lasting(
		'InvalidObjectName',
		'The name of the file is none that OSS takes',
		"Check 'Prefix' in the OSS credential.",
	),
	lasting(
		'InvalidArgument',
		'The request was signed for another region',
		"Check 'Region' in the OSS credential: it is the one of the bucket, e.g. cn-beijing.",
		/region/i,
	),

	// Key
	lasting(
		'InvalidAccessKeyId',
		'The access key does not exist, or is disabled',
		"Check 'Access Key ID' in the OSS credential, and in the console whether the key is enabled.",
	),
	lasting(
		'SignatureDoesNotMatch',
		'The secret does not belong to the access key, or the region is another one',
		"Check 'Access Key Secret' and 'Region' in the OSS credential: both have to be copied whole.",
	),
	lasting(
		'InvalidSecurityToken',
		'The access key is one of temporary access (STS)',
		"Enter an access key of a RAM user as 'Access Key ID' and 'Access Key Secret' in the OSS credential.",
	),
	lasting(
		'AccessKeyIdAndSecurityTokenNotMatch',
		'The access key is one of temporary access (STS)',
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
		...passing('AccessDenied', 'The permission to upload had expired', /policy expired/i, FRESH),
		advice: FRESH,
	},
	lasting('AccessDenied', 'The signature had expired', CLOCK, /expired/i, CLOCK),
	{
		...passing('RequestTimeout', 'The file came too slowly'),
		advice: 'Check the network of this n8n instance.',
	},

	// Rights
	lasting(
		'AccessDenied',
		'The upload breaks the policy of its permission',
		RIGHTS,
		/according to policy/i,
		"Choose another 'File Transfer'.",
	),
	lasting(
		'AccessDenied',
		'The bucket policy denies it',
		'Change the bucket policy in the OSS console so that it allows the access key to put, get and list objects.',
		/bucket policy/i,
	),
	lasting(
		'AccessDenied',
		'A policy of the network (VPC endpoint) denies it',
		'Change the policy of the VPC endpoint, or let n8n reach the public address of the bucket.',
		/vpc/i,
	),
	lasting(
		'AccessDenied',
		'The access key may not use the encryption key (KMS) of the bucket',
		'Give the RAM user of the access key the right to use that key, or change the encryption of the bucket.',
		/kms/i,
	),
	lasting(
		'AccessDenied',
		'The bucket belongs to another account',
		"Check 'Bucket' and 'Access Key ID' in the OSS credential.",
		/belong/i,
	),
	lasting('AccessDenied', 'The access key has no right to do this in the bucket', RIGHTS),
	lasting(
		'BucketNotBelongTo',
		'The bucket belongs to another account',
		"Check 'Bucket' and 'Access Key ID' in the OSS credential.",
	),
	lasting(
		'KmsServiceNotEnabled',
		'The bucket encrypts with KMS, which is not activated',
		'Activate KMS in the Alibaba Cloud console, or change the encryption of the bucket.',
	),

	// Account
	lasting('UserDisable', 'The account is suspended, or a bill is overdue', BILLS),
	lasting('InDebt', 'A bill of the account is overdue', BILLS),
	lasting('InDebtOverdue', 'A bill of the account is overdue', BILLS),
	lasting('AbnormalBucketOwnerStatus', 'The account that owns the bucket is suspended', BILLS),
	lasting('BucketDisable', 'The bucket is disabled', BILLS),

	// File
	lasting('EntityTooLarge', 'The file is larger than the storage takes at once', SMALLER, undefined, SMALLER),
	lasting(
		'EntityTooSmall',
		'The file is smaller than the storage takes',
		'Check the file.',
		undefined,
		'Check the file.',
	),
	lasting(
		'MissingContentLength',
		'The length of the file was lost on the way',
		'Check the proxy or gateway between n8n and the storage: it has to pass on Content-Length.',
		undefined,
		'Check the proxy or gateway between n8n and the storage: it has to pass on Content-Length.',
	),
	passing('InvalidDigest', 'The file was changed on its way'),
	passing('FileAlreadyExists', 'A file of that name is there already; the next try takes another one'),
	passing('ObjectAlreadyExists', 'A file of that name is there already; the next try takes another one'),
	lasting(
		'FileImmutable',
		'A retention policy of the bucket protects the file',
		"Choose another 'Prefix' in the OSS credential.",
	),

	// Load
	passing('QpsLimitExceeded', 'Too many requests in a short time'),
	passing('TotalQpsLimitExceeded', 'Too many requests in a short time'),
	passing('MetaOperationQpsLimitExceeded', 'Too many requests in a short time'),
	passing('ActiveRequestLimitExceeded', 'Too many requests at a time'),
	passing('UploadTrafficRateLimitExceeded', 'Too many bytes in a short time'),
	passing('DownloadTrafficRateLimitExceeded', 'Too many bytes in a short time'),
	passing('ServiceUnavailable', 'OSS is busy'),
	passing('InternalError', 'OSS has a fault of its own'),
];

/** What no code tells: an answer of somebody else, or a code that no page has. */
const BY_STATUS = ({ httpStatus }: Refusal): RefusalFacts => {
	if (httpStatus === 413) {
		return {
			meaning: 'The file is too large for a proxy or gateway on the way',
			advice: `Raise its limit. ${SMALLER}`,
			retryable: false,
		};
	}
	const isPassing = httpStatus >= 500 || httpStatus === 408 || httpStatus === 429;
	return isPassing
		? { meaning: 'The storage is not able to take it now', advice: LATER, retryable: true }
		: { meaning: 'The storage rejected it', advice: REGION_ADVICE, retryable: false };
};

/** @param storage whose it is: advice about a credential helps with the person's own bucket only */
export function factsOf(refusal: Refusal, storage: 'bucket' | 'temporary' = 'bucket'): RefusalFacts {
	const row = REFUSALS.find(
		({ code, message }) =>
			code === refusal.code && (message === undefined || message.test(refusal.message ?? '')),
	);
	const { meaning, advice, retryable } = row ?? BY_STATUS(refusal);
	if (storage === 'temporary') {
		// A permission may have run out while the file was on its way.
		const isStale = refusal.httpStatus === 403 && row?.temporary === undefined;
		const otherwise = isStale ? FRESH : retryable ? LATER : "Choose another 'File Transfer'.";
		return { meaning, advice: row?.temporary ?? otherwise, retryable: retryable || isStale };
	}
	return { meaning, advice: refusal.endpoint === null ? advice : addressAdvice(refusal.endpoint), retryable };
}

function addressAdvice(endpoint: string): string {
	const [, region] = /^oss-([a-z0-9-]+)\.aliyuncs\.com$/.exec(endpoint) ?? [];
	return region === undefined
		? `Its address is ${endpoint}: enter that as 'Endpoint' in the OSS credential.`
		: `Its address is ${endpoint}: set 'Region' in the OSS credential to ${region}, and leave 'Endpoint' empty.`;
}
