import type { CreateCall } from '../../dashscope/account';
import { Failure, type FailureDetails } from '../../failure/failure';

/** A create request without a response that says whether a task was created. It is never retried. */
export class LostCreate extends Failure {
	/**
	 * @param skewMs added to the times of the request, gives times by Alibaba Cloud's clock: at first from our own wall
	 *   clock, until a response shows Alibaba Cloud's
	 */
	constructor(
		readonly call: CreateCall,
		message: string,
		description: string | undefined,
		details: Partial<FailureDetails>,
		public skewMs = 0,
	) {
		super('uncertain', message, description, details);
	}
}
