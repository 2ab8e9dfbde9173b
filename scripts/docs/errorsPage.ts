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

/** Messages of Alibaba Cloud as users see them. Each known message needs one here. */
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
	ifAccepted: 'only if the create request was accepted anyway',
	taskGoesOn: 'yes, if the task succeeds: it continues',
};

/** The cells of a code or message. */
const cells = ({ meaning, advice, retryable, billed }: Facts): string[] => [
	meaning,
	advice,
	retryable ? 'yes' : 'no',
	BILLED[billed],
];

const HEAD = ['What it means', 'What to do', 'Can succeed later', 'Billed'];

/** @throws if a known message has no example */
function heard(known: KnownMessage): string {
	const text = HEARD.find((one) => errorFacts(undefined, one) === known);
	if (text === undefined) throw new Error(`No example for ${known.message} in scripts/docs/errorsPage.ts`);
	return text;
}

export const errorsPage = (): string =>
	blocks(
		GENERATED,
		'# Errors',
		'The title of an error says what happened, without IDs. Its description says what to do, and ends with what is known: the item, if there are several (counted from 0, as in n8n), the task ID, the code, the HTTP status and the request ID. With Continue On Fail or the error output, the item has the same facts in `error`, `message` and `details` (see [When something goes wrong](../README.md#when-something-goes-wrong)). Failed requests and tasks that end without a video are not billed.',
		'## Kinds of errors',
		'A thrown error has its kind in `context.kind`.',
		table(
			['Kind', 'What happened', 'Task', 'What to do'],
			Object.entries(FAILURE_KINDS).map(([kind, { what, task, advice }]) => [code(kind), what, task, advice]),
		),
		'## Error codes of Alibaba Cloud',
		'`details.code` is the code of a rejected request or a failed task. For a code with more parts than any in this table (`InvalidFile.Duration.Short`), use the longest entry that it starts with. A request that failed with a code that is not listed can succeed later only if the HTTP status was 408, 429 or 5xx.',
		table(
			['Code', ...HEAD],
			[...ERROR_CODES]
				.sort((a, b) => (a.code.toLowerCase() < b.code.toLowerCase() ? -1 : 1))
				.map((facts) => [code(facts.code), ...cells(facts)]),
		),
		'## Messages of Alibaba Cloud',
		'Alibaba Cloud uses one code for different problems. These messages are more specific than their code, so the node checks them first.',
		table(
			['Text', ...HEAD],
			KNOWN_MESSAGES.map((known) => [`“${heard(known)}”`, ...cells(known)]),
		),
	);
