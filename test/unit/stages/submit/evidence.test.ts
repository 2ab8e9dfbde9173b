import type { IExecuteFunctions } from 'n8n-workflow';
import type { TaskResponse } from '../../../../nodes/WanVideoEdit/dashscope/wire';
import { type Evidence, fitOf, promptPattern } from '../../../../nodes/WanVideoEdit/stages/submit/evidence';

const done = (orig_prompt?: string, usage: TaskResponse['usage'] = {}): TaskResponse => ({
	output: { task_status: 'SUCCEEDED', ...(orig_prompt !== undefined && { orig_prompt }) },
	usage,
});
const clay: Evidence = { prompt: ['Clay'], echo: { inputSeconds: 5.2, resolution: '720P' } };

describe('The task in a response', () => {
	it.each<[string, Evidence, TaskResponse, string]>([
		['has the prompt', clay, done('Clay'), 'fits'],
		[
			'has the prompt, the length and the resolution',
			clay,
			done('Clay', { input_video_duration: 5.2, SR: 720 }),
			'fits',
		],
		['has the length in whole seconds', clay, done('Clay', { input_video_duration: 6 }), 'fits'],
		['has the resolution as a text', clay, done('Clay', { SR: '720' }), 'fits'],
		['has another prompt', clay, done('Glass'), 'differs'],
		['has another length', clay, done('Clay', { input_video_duration: 7.5 }), 'differs'],
		['has another resolution', clay, done('Clay', { SR: 1080 }), 'differs'],
		['has no prompt', clay, done(), 'open'],
		['still runs', clay, { output: { task_status: 'RUNNING' } }, 'open'],
		[
			'still runs with another prompt',
			clay,
			{ output: { task_status: 'RUNNING', orig_prompt: 'Glass' } },
			'differs',
		],
		['has a prompt where none was sent', { prompt: undefined, echo: {} }, done('Clay'), 'differs'],
		[
			'has no prompt, like the item, and nothing else is known',
			{ prompt: undefined, echo: {} },
			done(),
			'open',
		],
		[
			'has no prompt, like the item, and its length',
			{ prompt: undefined, echo: { inputSeconds: 4 } },
			done(undefined, { input_video_duration: 4 }),
			'fits',
		],
		['is known by nothing that stays the same', { prompt: ['', ''], echo: {} }, done('1766'), 'open'],
	])('that %s', (_, evidence, answer, fit) => {
		expect(fitOf(evidence, answer)).toBe(fit);
	});
});

describe('What is known of a prompt', () => {
	const values: Readonly<Record<string, unknown>> = {
		'{{ $json.who }}': 'Ada',
		'{{ $json.n }}': 7,
		'{{ $json.o }}': {},
	};
	const patternOf = (written: string, prompt = 'as sent') =>
		promptPattern(
			{
				getNode: () => ({ parameters: { prompt: written } }),
				evaluateExpression: (expression: string) => values[expression],
			} as unknown as IExecuteFunctions,
			0,
			prompt,
		);

	it.each([
		['typed text', 'Clay', ['as sent']],
		['an expression that stays the same', '={{ $json.who }} in clay', ['as sent']],
		['the time in it', '=Clay at {{ $now }}, please', ['Clay at ', ', please']],
		['today at its beginning', '={{ $today.toISO() }} in clay', ['', ' in clay']],
		['both kinds', '=For {{ $json.who }} ({{ $json.n }}) on {{ new Date() }}.', ['For Ada (7) on ', '.']],
		['an object', '=For {{ $json.o }} of {{ $execution.id }}', ['For ', ' of ', '']],
		['chance at its end', '=Clay {{ Math.random() }} ', ['Clay ', '']],
	])('with %s', (_, written, pattern) => {
		expect(patternOf(written)).toEqual(pattern);
	});

	it.each([
		['=Clay at {{ $now }}, please', 'Clay at 12:00, please', 'fits'],
		['=Clay at {{ $now }}, please', 'Clay at 12:00', 'differs'],
		['=Clay at {{ $now }}, please', 'Glass at 12:00, please', 'differs'],
		['=a{{ $now }}b{{ $today }}a', 'a1b2a', 'fits'],
		['=a{{ $now }}b{{ $today }}a', 'a1a', 'differs'],
		['=aa{{ $now }}aa', 'aaa', 'differs'],
	])('%s and the task with %s', (written, told, fit) => {
		expect(fitOf({ prompt: patternOf(written), echo: {} }, done(told))).toBe(fit);
	});
});
