import { Failure } from './failure';

/** The failure of a run that was stopped. n8n recognises a canceled run by this word in its message. */
export const stoppedFailure = (when: string, description?: string): Failure =>
	new Failure('stopped', `The run was canceled ${when}`, description);
