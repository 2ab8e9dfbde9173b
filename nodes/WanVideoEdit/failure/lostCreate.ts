import type { CreateCall } from '../dashscope/account';
import { Failure, type FailureDetails } from './failure';

/** A create call that brought no answer which tells whether it created a task. It is never sent again. */
export class LostCreate extends Failure {
	/** By how many milliseconds the provider's clock is ahead of ours, once that is known. */
	skewMs = 0;

	constructor(
		readonly call: CreateCall,
		message: string,
		description: string | undefined,
		details: Partial<FailureDetails>,
	) {
		super('uncertain', message, description, details);
	}
}
