import { Failure } from '../../failure/failure';
import type { Refusal } from '../../oss/refusal';
import { factsOf } from '../../oss/refusals';
import { NO_TASK } from './uploadPolicies';

/**
 * The failure for a file that OSS rejected: its cause, the field to change, and whether it can be tried again.
 * @param storage the user's bucket, or the temporary storage of Alibaba Cloud
 * @param failed the beginning of the message, e.g. 'Video' could not be uploaded
 */
export function uploadFailure(refusal: Refusal, storage: 'bucket' | 'temporary', failed: string): Failure {
	const { httpStatus, code, message, requestId } = refusal;
	const { meaning, advice, retryable } = factsOf(refusal, storage);
	// Without a code, hardly anything else is known.
	const status = code === null ? ` (HTTP ${httpStatus})` : '';
	return new Failure(
		'upload',
		`${failed}: ${meaning.replace(/^[A-Z](?=[a-z ])/, (letter) => letter.toLowerCase())}${status}`,
		[advice, storage === 'temporary' ? NO_TASK : '', message === null ? '' : `OSS says: ${message}`]
			.filter(Boolean)
			.join(' '),
		{ httpStatus, code, requestId, retryable },
	);
}
