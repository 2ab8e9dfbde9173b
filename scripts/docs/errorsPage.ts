import {
	type Billed,
	ERROR_CODES,
	errorFacts,
	type Facts,
	KNOWN_MESSAGES,
	type KnownMessage,
} from '../../nodes/WanVideoEdit/dashscope/errors';
import type { Language } from './language';
import { blocks, code, GENERATED, list } from './markdown';

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

/** @throws if a known message has no example */
function heard(known: KnownMessage): string {
	const text = HEARD.find((one) => errorFacts(undefined, one) === known);
	if (text === undefined) throw new Error(`No example for ${known.message} in scripts/docs/errorsPage.ts`);
	return text;
}

export function errorsPage(language: Language): string {
	const { words, kinds } = language;
	const entry = (name: string, text: string) => `${name}${words.colon}${text}`;
	const inSentences = (facts: Facts) => factsIn(language, facts);
	return blocks(
		GENERATED,
		`# ${words.errors}`,
		words.errorsIntro,
		`## ${words.kindsTitle}`,
		words.kindsIntro,
		list(Object.entries(kinds).map(([kind, facts]) => entry(code(kind), words.kind(facts)))),
		`## ${words.codesTitle}`,
		words.codesIntro,
		list(
			[...ERROR_CODES]
				.sort((a, b) => (a.code.toLowerCase() < b.code.toLowerCase() ? -1 : 1))
				.map((facts) => entry(code(facts.code), inSentences(facts))),
		),
		`## ${words.messagesTitle}`,
		words.messagesIntro,
		list(KNOWN_MESSAGES.map((known) => entry(`“${heard(known)}”`, inSentences(known)))),
	);
}

function factsIn(
	{ words, text, sentences }: Language,
	{ meaning, advice, retryable, billed }: Facts,
): string {
	const ifBilled: Readonly<Record<Billed, string>> = {
		no: '',
		ifAccepted: words.billedIfAccepted,
		taskGoesOn: words.billedIfSucceeds,
	};
	return sentences([text(meaning), text(advice), retryable ? words.canSucceedLater : '', ifBilled[billed]]);
}
