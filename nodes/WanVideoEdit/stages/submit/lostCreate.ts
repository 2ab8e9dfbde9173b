import type { CreateCall } from '../../dashscope/account';
import { Failure, type FailureDetails } from '../../failure/failure';

/** A create call that brought no answer which tells whether it created a task. It is never sent again. */
export class LostCreate extends Failure {
	/**
	 * @param skewMs what has to be added to the times of the call to get Alibaba Cloud's: by our own wall clock, until
	 *   an answer tells the other one
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
