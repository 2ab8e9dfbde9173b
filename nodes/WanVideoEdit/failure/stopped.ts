// cspell:ignore cance
import { Failure } from './failure';

/** The failure of a run that was stopped. n8n recognizes such a run by the word "canceled" in its message. */
export const stoppedFailure = (when: string, description?: string): Failure =>
	new Failure('stopped', `The run was canceled ${when}`, description);

/**
 * A text without that word, for which n8n would mark the execution as canceled and run no error workflow (n8n-core,
 * `processSuccessExecution`). n8n does not know the other spelling.
 */
export const withoutStopWord = (text: string): string => text.replace(/(cance)(l)(ed)/gi, '$1$2$2$3');
