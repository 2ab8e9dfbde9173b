import { FAILURE_KINDS } from './failureKinds';
import type { Language } from './language';
import { PROSE } from './prose';

const plural = (max: number): string => max.toLocaleString('en');

export const ENGLISH: Language = {
	folder: '',
	toDocs: '',
	text: (english) => english,
	sentences: (texts) =>
		texts
			.filter((text) => text !== undefined && text !== '')
			.map((text) => `${text?.replace(/\.$/, '')}.`)
			.join(' '),
	prose: PROSE,
	kinds: FAILURE_KINDS,
	words: {
		title: (_operation, label) => label,
		resource: (resource, operation) => `Resource **${resource}**, operation \`${operation}\`. `,
		colon: ': ',
		comma: ', ',
		listComma: ', ',
		semicolon: '; ',

		operations: 'Operations',
		parameters: 'Parameters',
		files: 'Files',
		output: 'Output',
		tips: 'Tips',
		filesIntro:
			'Files from earlier nodes are always checked before anything is uploaded; links are checked with **Check URL Media**. 1 MB is 1,048,576 bytes.',
		sources:
			'Sources: Alibaba Cloud’s guide “General video editing”, its API references of Wan 2.7 video editing and of VACE, and its page “Manage asynchronous tasks” (Model Studio help center, 2026).',
		picture: (label) => `${label}: input on the left, output on the right`,
		pictureNote:
			'_Made by `npm run demo` with the local DashScope emulator, which filters and composes the inputs with ffmpeg. It shows what the mode changes, not the quality of the real models._',
		form: (label) => `The form of ${label} in n8n`,
		model: (name, otherNames, billed) =>
			`Model: ${name}${otherNames.length > 0 ? `, also called ${otherNames.join(', ')}` : ''}. Billed: ${billed} seconds, see [costs](../costs.md).`,

		collectionIntro: (name) =>
			`Names are below ${name}. An option that you do not add is not sent. The default is the value of an option when you add it.`,
		entryTitle: (label) => `${label}: each entry`,
		entryIntro: (name) => `Names are below ${name}.`,
		required: 'required',
		byDefault: (value) => `default ${value}`,
		shownWhen: (conditions) =>
			`Shown when ${conditions.map(({ label, values }) => `'${label}' is ${values.join(' or ')}`).join(' and ')}`,
		on: 'on',
		off: 'off',

		characters: (max) => `up to ${plural(max)} characters`,
		exactly: (max) => `exactly ${max}`,
		inAll: (min, max) => (min === 0 ? `up to ${max} in all` : `${min} to ${max} in all`),
		number(isWhole, min, max) {
			const kind = isWhole ? 'a whole number' : 'a number';
			return max === undefined ? `${kind} of ${min} or more` : `${kind} from ${min} to ${max}`;
		},

		megabytes: (max) => `up to ${max} MB`,
		seconds: (min, max) => (min === undefined ? `up to ${max} s` : `${min}–${max} s`),
		sides: (min, max) => `sides ${min}–${max} px`,
		shape: (max) => `shape 1:${max} to ${max}:1`,
		frameRate: (min) => `${min} fps or more`,
		opaquePng: 'PNG (without transparency)',
		links: (schemes, isAscii) => `links: ${schemes.join(', ')}${isAscii ? ' (ASCII only)' : ''}`,
		maskVideo: 'video',
		maskImage: 'image',

		errors: 'Errors',
		errorsIntro:
			'The title of an error says what happened, without IDs. Its description says what to do, and ends with what is known: the item, if there are several (counted from 0, as in n8n), the task ID, the code, the HTTP status and the request ID. With Continue On Fail or the error output, the item has the same facts in `error`, `message` and `details` (see [Errors and retries](usage.md#errors-and-retries)). Failed requests and tasks that end without a video are not billed.',
		kindsTitle: 'Kinds of errors',
		kindsIntro: 'A thrown error has its kind in `context.kind`.',
		kind: ({ what, task, advice }) => `${what} ${advice} Task: ${task.replace(/\.$/, '')}.`,
		codesTitle: 'Error codes of Alibaba Cloud',
		codesIntro:
			'`details.code` is the code of a rejected request or a failed task. For a code with more parts than any in this list (`InvalidFile.Duration.Short`), use the longest entry that it starts with. If an entry says no more, nothing is billed, and the same request does not succeed later. A request that failed with a code that is not listed can succeed later only if the HTTP status was 408, 429 or 5xx.',
		messagesTitle: 'Messages of Alibaba Cloud',
		messagesIntro:
			'Alibaba Cloud uses one code for different problems. These messages are more specific than their code, so the node checks them first.',
		canSucceedLater: 'The same request can succeed later',
		billedIfAccepted: 'Billed only if the create request was accepted anyway',
		billedIfSucceeds: 'The task continues, and is billed if it succeeds',
	},
};
