import type { Failure } from './failure';

/** Where to search for a task that may or may not have been created; undefined if the failure leaves no doubt. */
export function openQuestionIn({ kind, message, description }: Failure): string | undefined {
	if (kind === 'uncertain') return `${message}. ${description ?? ''}`;
	// What was stopped has a description if its create request was under way.
	return kind === 'stopped' ? description : undefined;
}
