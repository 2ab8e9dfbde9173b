/** Why a task ended as FAILED: code and message of its `output`. */
export class TaskFailure extends Error {
	constructor(
		readonly code: string,
		message: string,
	) {
		super(message);
	}
}
