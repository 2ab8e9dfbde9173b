import {
	type Billed,
	ERROR_CODES,
	errorFacts,
	type Facts,
	KNOWN_MESSAGES,
	type KnownMessage,
} from '../../nodes/WanVideoEdit/dashscope/errors';
import { FAILURE_KINDS } from './failureKinds';
import { blocks, code, GENERATED, table } from './markdown';

/** Texts of the provider as people meet them. Each known message needs one here. */
const HEARD = [
	'url error, please check url!',
	'Model not exist.',
	'Free allocated quota exceeded.',
	'Access denied, please make sure your account is in good standing.',
	'No API-key provided.',
	'current user api does not support synchronous calls.',
	'current user api does not support asynchronous calls.',
	'Input data may contain inappropriate content.',
	'Output data may contain inappropriate content.',
	'Unable to download the media resource during the data inspection process.',
];

const BILLED: Readonly<Record<Billed, string>> = {
	no: 'no',
	ifAccepted: 'only if a create call was accepted all the same',
	taskGoesOn: 'the task goes on and is, when it succeeds',
};

/** What the page says of a code or text. */
const cells = ({ meaning, advice, retryable, billed }: Facts): string[] => [
	meaning,
	advice,
	retryable ? 'yes' : 'no',
	BILLED[billed],
];

const HEAD = ['What it means', 'What to do', 'Can work later as it is', 'Billed'];

/** @throws where a known message has no text that stands for it */
function heard(known: KnownMessage): string {
	const text = HEARD.find((one) => errorFacts(undefined, one) === known);
	if (text === undefined) throw new Error(`No example for ${known.message} in scripts/docs/errorsPage.ts`);
	return text;
}

export const errorsPage = (): string =>
	blocks(
		GENERATED,
		'# Errors',
		'An error says what happened to which item, and how to go on. With Continue On Fail or the error output the same facts stand in the item: `error`, `message` and `details` (see [When something goes wrong](../README.md#when-something-goes-wrong)). Failed calls and tasks that end without a video are not billed.',
		'## What can go wrong',
		'The kind stands in the `kind` of a thrown error’s context.',
		table(
			['Kind', 'What happened', 'Task', 'What to do'],
			Object.entries(FAILURE_KINDS).map(([kind, { what, task, advice }]) => [code(kind), what, task, advice]),
		),
		'## Codes of the provider',
		'`details.code` has the code of a call that was turned down or of a task that failed. A code with more parts than one in this table (`InvalidFile.Duration.Short`) means what the longest one that it begins with means. A code that is not here can work later if it came with HTTP 408, 429 or a 5xx status, and not otherwise.',
		table(
			['Code', ...HEAD],
			[...ERROR_CODES]
				.sort((a, b) => (a.code.toLowerCase() < b.code.toLowerCase() ? -1 : 1))
				.map((facts) => [code(facts.code), ...cells(facts)]),
		),
		'## Texts of the provider',
		'The provider uses one code for different things. These texts say more than the code that they come with, and are looked at first.',
		table(
			['Text', ...HEAD],
			KNOWN_MESSAGES.map((known) => [`“${heard(known)}”`, ...cells(known)]),
		),
	);
