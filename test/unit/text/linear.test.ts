import { basename } from 'node:path';
import { accountOf } from '../../../nodes/WanVideoEdit/dashscope/account';
import { apiKeyOf } from '../../../nodes/WanVideoEdit/dashscope/apiKey';
import { faultOfCode, isOutage } from '../../../nodes/WanVideoEdit/dashscope/connectionFaults';
import { errorFacts, isModelUnknown, isRetryable } from '../../../nodes/WanVideoEdit/dashscope/errors';
import { explain, wordsIn } from '../../../nodes/WanVideoEdit/dashscope/explain';
import { accountHostOf, baseUrlOf } from '../../../nodes/WanVideoEdit/dashscope/hosts';
import { countCharacters } from '../../../nodes/WanVideoEdit/dashscope/limits';
import { parseTaskId } from '../../../nodes/WanVideoEdit/dashscope/taskId';
import { statusOf } from '../../../nodes/WanVideoEdit/dashscope/tasks';
import { isoFromProvider } from '../../../nodes/WanVideoEdit/dashscope/time';
import { permissionOf } from '../../../nodes/WanVideoEdit/dashscope/upload';
import { quoted } from '../../../nodes/WanVideoEdit/failure/quoted';
import { withoutStopWord } from '../../../nodes/WanVideoEdit/failure/stopped';
import { templateOf, typedIn } from '../../../nodes/WanVideoEdit/form/expressions';
import { splitLinks } from '../../../nodes/WanVideoEdit/form/slots';
import { epochOf } from '../../../nodes/WanVideoEdit/form/zonedTime';
import { WAN27_MEDIA } from '../../../nodes/WanVideoEdit/media/limits';
import { linkFault } from '../../../nodes/WanVideoEdit/media/links';
import { networkCodeOf } from '../../../nodes/WanVideoEdit/n8n/connectionErrors';
import { bucketOf } from '../../../nodes/WanVideoEdit/oss/bucket';
import { hostOf } from '../../../nodes/WanVideoEdit/oss/endpoint';
import { objectKey } from '../../../nodes/WanVideoEdit/oss/objectKey';
import { refusalIn } from '../../../nodes/WanVideoEdit/oss/refusal';
import { isPrivateHost } from '../../../nodes/WanVideoEdit/text/privateHosts';
import { hostAlone, withoutSecrets } from '../../../nodes/WanVideoEdit/text/hostOf';
import { trimEnd, trimBoth } from '../../../nodes/WanVideoEdit/text/trim';
import { cleanPasted } from '../../../nodes/WanVideoEdit/text/pastedText';
import { traceIn, traceInLink } from '../../../nodes/WanVideoEdit/text/expressionTraces';

const OSS = {
	accessKeyId: 'LTAI',
	accessKeySecret: 'secret',
	region: 'cn-beijing',
	bucket: 'media',
	endpoint: '',
	prefix: '',
};
const POLICY = {
	policy: 'p',
	signature: 's',
	upload_dir: 'd',
	upload_host: 'https://h.example.com',
	oss_access_key_id: 'k',
	expire_in_seconds: 300,
};
const bucket = bucketOf(OSS);

/** Everything that reads a text from outside: a credential, a form, an input item, a response. */
const READERS: Readonly<Record<string, (text: string) => unknown>> = {
	accountHostOf,
	accountOf: (text) => accountOf(text, text),
	apiKeyOf: (text) => apiKeyOf({ apiKey: text }),
	baseUrlOf: (text) => baseUrlOf({ region: 'custom', baseUrl: text }),
	'baseUrlOf (workspace)': (text) => baseUrlOf({ workspaceId: text }),
	'baseUrlOf (region)': (text) => baseUrlOf({ region: text }),
	...Object.fromEntries(
		Object.keys(OSS).map((field) => [
			`bucketOf (${field})`,
			(text: string) => bucketOf({ ...OSS, [field]: text }),
		]),
	),
	countCharacters,
	epochOf: (text) => epochOf(text, 'UTC'),
	errorFacts: (text) => errorFacts(text, text),
	explain: (text) => explain(text, text),
	faultOfCode,
	hostAlone,
	hostOf: (text) => hostOf(text, 'media', 'cn-beijing'),
	isPrivateHost,
	isModelUnknown: (text) => isModelUnknown(text, text),
	isOutage,
	isRetryable: (text) => isRetryable(text, 400, text),
	isoFromProvider,
	linkFault: (text) => linkFault(text, WAN27_MEDIA.image),
	networkCodeOf: (text) => networkCodeOf(Object.assign(new Error(text), { code: text })),
	objectKey: (text) => objectKey(bucket, text, 'x'),
	parseTaskId,
	...Object.fromEntries(
		Object.keys(POLICY).map((field) => [
			`permissionOf (${field})`,
			(text: string) => permissionOf({ data: { ...POLICY, [field]: text } }, 'https://h.example.com', 0),
		]),
	),
	quoted,
	refusalIn: (text) => refusalIn(403, {}, text),
	splitLinks,
	statusOf,
	traceIn: (text) => traceIn(text, text),
	'traceIn (typed nothing)': (text) => traceIn(text, ''),
	traceInLink: (text) => traceInLink(text, ''),
	typedIn: (text) => typedIn(templateOf(`=${text}`)),
	'typedIn (an expression)': (text) => typedIn(templateOf(`={{ ${text} }}`)),
	cleanPasted,
	withoutEnd: (text) => trimEnd(text, /[/.-]/),
	withoutEnds: (text) => trimBoth(text, /[/.-]/),
	withoutSecrets,
	withoutStopWord,
	wordsIn,
};

/**
 * Parts of the texts, each repeated many times: a pattern that starts again at each one takes quadratic
 * time.
 */
const PIECES = [
	...[
		'/',
		'.',
		'-',
		'=',
		',',
		';',
		':',
		'@',
		'?',
		'#',
		'%',
		'*',
		'+',
		'_',
		'~',
		'|',
		' ',
		'\n',
		'\r\n',
		'\t',
		'\0',
	],
	...[
		'a',
		'A',
		'0',
		'x',
		'é',
		'\u0301',
		'中',
		'😀',
		'"',
		"'",
		'`',
		'\\',
		"\\'",
		'(',
		')',
		'[',
		']',
		'<',
		'>',
		'{',
	],
	...[
		'{{',
		'}}',
		'{{ ',
		"{{'",
		'${',
		'../',
		'./',
		'//',
		'.-',
		'-.',
		'a.',
		'a-',
		'a ',
		' ,',
		', ',
		'\n ',
		'="',
	],
	...[
		'http://',
		'https://a',
		'https://a@',
		'oss://a/',
		'data:',
		',http:',
		'sk-',
		'sk-aaaa ',
		'Bearer ',
		'api_key=',
	],
	...[
		'undefined ',
		'null',
		'[object ',
		'NaN ',
		'Invalid Date ',
		'canceled',
		'model ',
		'model not ',
		'<Code>',
		'<Code',
	],
	...[
		'</Code>',
		'&amp;',
		'&lt;',
		'bytes 1-2/',
		'127.',
		'127.0.0.1.',
		'::ffff:',
		'export ',
		'(A',
		'ECONNRESET',
		'xn--',
	],
];

/** Beginnings and ends that lead into a pattern, and fail it at the last character. */
const FRAMES: ReadonlyArray<readonly [string, string]> = [
	['', ''],
	['', '!'],
	['x', 'x'],
	['https://', '!'],
	['https://a.example.com/', '!'],
	['data:', ';base64,AAAA'],
	['data:image/png;base64,', '!'],
	['<Code>', '</Message>'],
	['2026-01-01T', 'Z!'],
];

const SHORT = 20_000;
const LONG = 4 * SHORT;

/** Shorter times are harmless, and too short to be measured. */
const NO_HARM_MS = 100;

/**
 * A linear pattern takes four times as long for four times the text, not sixteen times; the rest is for busy
 * machines.
 */
const MOST_RATIO = 10;

const textOf = ([head, tail]: readonly [string, string], piece: string, length: number): string =>
	head + piece.repeat(Math.ceil(length / piece.length)) + tail;

/** CPU time in milliseconds: other programs are not counted. */
function timeOf(read: (text: string) => unknown, text: string): number {
	const before = process.cpuUsage();
	try {
		read(text);
	} catch {
		// A rejection is a result as well.
	}
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1000;
}

/** The minimum of several rounds: garbage collection delays only one of them. */
const leastTimeOf = (read: (text: string) => unknown, text: string): number =>
	Math.min(...[1, 2, 3, 4].map(() => timeOf(read, text)));

describe('Time for a text from outside is linear in its length', () => {
	it.each(Object.entries(READERS))('%s', (_, read) => {
		const slow = FRAMES.flatMap((frame) =>
			PIECES.filter((piece) => {
				if (timeOf(read, textOf(frame, piece, LONG)) < NO_HARM_MS) return false;
				const short = leastTimeOf(read, textOf(frame, piece, SHORT));
				const long = leastTimeOf(read, textOf(frame, piece, LONG));
				return long > NO_HARM_MS && long > short * MOST_RATIO;
			}).map((piece) => `${frame[0]}${piece}…${frame[1]}`),
		);
		expect(slow).toEqual([]);
	});

	it('detects a quadratic pattern', () => {
		const trimmed = (text: string) => text.replace(/\/+$/, '');
		const text = textOf(['', '!'], '/', SHORT);
		expect(timeOf(trimmed, text)).toBeGreaterThan(NO_HARM_MS);
	});
});

describe('Texts that are longer than any valid one', () => {
	const long = (length: number) => 'a'.repeat(length);

	it.each([
		['Base URL', () => baseUrlOf({ region: 'custom', baseUrl: `https://a.example.com/${long(100_000)}` })],
		['API Key', () => apiKeyOf({ apiKey: `sk-${long(100_000)}` })],
		['Workspace ID', () => baseUrlOf({ workspaceId: long(100_000) })],
		['Region', () => baseUrlOf({ region: long(100_000) })],
		...(Object.entries({
			accessKeyId: 'Access Key ID',
			accessKeySecret: 'Access Key Secret',
			region: 'Region',
			bucket: 'Bucket',
			endpoint: 'Endpoint',
			prefix: 'Prefix',
		}).map(([field, label]) => [label, () => bucketOf({ ...OSS, [field]: long(100_000) })]) as Array<
			[string, () => unknown]
		>),
	])('are rejected with the name of their field: %s', (label, read) => {
		const message = messageOf(read);
		expect(message).toContain(`'${label}' of the credential`);
		expect(message.length).toBeLessThan(400);
	});

	it.each(['policy', 'signature', 'upload_dir', 'upload_host', 'oss_access_key_id'])(
		'are not accepted as %s of an upload permission',
		(field) => {
			const answer = { data: { ...POLICY, [field]: `https://a.example.com/${long(100_000)}` } };
			expect(permissionOf(answer, 'https://h.example.com', 0)).toEqual({
				fault: expect.stringContaining(`has 100022 characters in ${field}`),
				mayPass: false,
			});
		},
	);

	it('are not links', () => {
		const link = `https://a.example.com/${long(100_000)}`;
		expect(linkFault(link, WAN27_MEDIA.image)).toMatch(/, 100022 characters long; it takes up to 8000$/);
		expect(linkFault(link.slice(0, 8_000), WAN27_MEDIA.image)).toBeUndefined();
	});

	it('are not object names', () => {
		expect(objectKey(bucket, `${'.-'.repeat(50_000)}${long(100_000)}.mp4`, 'x').length).toBeLessThan(120);
	});
});

function messageOf(read: () => unknown): string {
	try {
		read();
	} catch (thrown) {
		return (thrown as Error).message;
	}
	throw new Error(`${basename(__filename)}: nothing was refused`);
}
