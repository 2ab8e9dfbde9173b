// cspell:ignore cance
import { Failure } from './failure';

/** The failure of a run that was stopped. n8n recognizes such a run by the word "canceled" in its message. */
export const stoppedFailure = (when: string, description?: string): Failure =>
	new Failure('stopped', `The run was canceled ${when}`, description);

/**
 * A text in which n8n does not find that word: it marks an execution as canceled for it, and runs no error workflow then
 * (n8n-core, `processSuccessExecution`). The other spelling means the same, and n8n does not know it.
 */
export const withoutStopWord = (text: string): string => text.replace(/(cance)(l)(ed)/gi, '$1$2$2$3');
