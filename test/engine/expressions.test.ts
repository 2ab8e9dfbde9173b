// cspell:ignore promt
import type { IDataObject } from 'n8n-workflow';
import { errorOf, model, requestsOf, startWan, type Wan } from '../support/wan';

/** Parameters, the item, and the message for the user. */
type Case = readonly [what: string, change: IDataObject, message: string];

const ITEM = { prompt: 'Make it clay', nothing: null, text: 'clay', object: { a: 1 } };

const NOTHING: Case[] = [
	[
		'a prompt',
		{ prompt: '={{ $json.promt }}' },
		`'Prompt' has no value: the expression "{{ $json.promt }}" returned undefined`,
	],
	[
		'a prompt that is null',
		{ prompt: '={{ $json.nothing }}' },
		`'Prompt' has no value: the expression "{{ $json.nothing }}" returned null`,
	],
	[
		'a prompt with a TypeError in it',
		{ prompt: '={{ $json.a.b.c }}' },
		`'Prompt' has no value: the expression "{{ $json.a.b.c }}" returned undefined`,
	],
	['a prompt with a line break after it', { prompt: '={{ $json.promt }}\n' }, "'Prompt' is incomplete"],
	[
		'a prompt with a gap in it',
		{ prompt: '=Turn it into {{ $json.style }} style' },
		'\'Prompt\' is incomplete: the expression "{{ $json.style }}" returned undefined',
	],
	[
		'a negative prompt',
		{ options: { negativePrompt: '={{ $json.x }}' } },
		`'Negative Prompt' has no value: the expression "{{ $json.x }}" returned undefined`,
	],
	[
		'a resolution',
		{ resolution: '={{ $json.x }}' },
		`'Resolution' has no value: the expression "{{ $json.x }}" returned undefined`,
	],
	[
		'a resolution that is null',
		{ resolution: '={{ null }}' },
		`'Resolution' has no value: the expression "{{ null }}" returned null`,
	],
	[
		'a duration',
		{ options: { duration: '={{ $json.x }}' } },
		`'Duration' has no value: the expression "{{ $json.x }}" returned undefined`,
	],
	[
		'a duration that is no number',
		{ options: { duration: '={{ Number("x") }}' } },
		`'Duration' has no value: the expression "{{ Number("x") }}" returned NaN`,
	],
	[
		'a seed',
		{ options: { seed: '={{ $json.x }}' } },
		`'Seed' has no value: the expression "{{ $json.x }}" returned undefined`,
	],
	[
		'a switch of the options',
		{ options: { watermark: '={{ $json.x }}' } },
		`'Watermark' has no value: the expression "{{ $json.x }}" returned undefined`,
	],
	[
		'a link',
		{ videoUrl: '={{ $json.x }}' },
		`'Video URL' has no value: the expression "{{ $json.x }}" returned undefined`,
	],
	['a part of a link', { videoUrl: '=https://a.example/{{ $json.x }}' }, "'Video URL' is incomplete"],
	[
		'the kind of an input',
		{ videoInput: '={{ $json.x }}' },
		`'Video Input' has no value: the expression "{{ $json.x }}" returned undefined`,
	],
	[
		'a file',
		{ videoInput: 'binary', videoField: '={{ $json.x }}' },
		`'Input Data Field Name (Video)' has no value: the expression "{{ $json.x }}" returned undefined`,
	],
	[
		'a model',
		{ model: model('={{ $json.x }}') },
		`'Model' has no value: the expression "{{ $json.x }}" returned undefined`,
	],
	[
		'a link of an entry',
		{ referenceImages: { image: [{ url: '={{ $json.x }}' }] } },
		`'Reference Images (Entry 1: Image URL)' has no value: the expression "{{ $json.x }}" returned undefined`,
	],
	[
		'a link in a list',
		{ referenceImages: { image: [{ url: '={{ ["https://a.example/a.png", $json.x] }}' }] } },
		`'Reference Images (Entry 1: Image URL)' has no value: the expression "{{ ["https://a.example/a.png", $json.x] }}" returned undefined`,
	],
	[
		'a file of an entry',
		{ referenceImages: { image: [{ input: 'binary', field: '={{ $json.x }}' }] } },
		`'Reference Images (Entry 1: Input Data Field Name)' has no value: the expression "{{ $json.x }}" returned undefined`,
	],
	[
		'the waiting',
		{ waitForCompletion: '={{ $json.x }}' },
		`'Wait for Completion' has no value: the expression "{{ $json.x }}" returned undefined`,
	],
	[
		'a timeout',
		{ advancedOptions: { timeout: '={{ $json.x }}' } },
		`'Timeout (Minutes)' has no value: the expression "{{ $json.x }}" returned undefined`,
	],
	[
		'the download',
		{ downloadVideo: '={{ $json.x }}' },
		`'Download Video' has no value: the expression "{{ $json.x }}" returned undefined`,
	],
	[
		'a role',
		{ operation: 'imageReference', ...roleOf('={{ $json.x }}') },
		`(Entry 1: Role)' has no value: the expression "{{ $json.x }}" returned undefined`,
	],
	[
		'a task ID',
		{ resource: 'task', operation: 'get', taskId: '={{ $json.x }}' },
		`'Task' has no value: the expression "{{ $json.x }}" returned undefined`,
	],
	[
		'a task ID to cancel',
		{ resource: 'task', operation: 'cancel', taskId: '={{ $json.x }}' },
		`'Task' has no value: the expression "{{ $json.x }}" returned undefined`,
	],
	[
		'a date',
		{ resource: 'task', operation: 'getMany', filters: { startTime: '={{ $json.x }}' } },
		`'Start Time' has no value: the expression "{{ $json.x }}" returned undefined`,
	],
	[
		'a limit',
		{ resource: 'task', operation: 'getMany', limit: '={{ $json.x }}' },
		`'Limit' has no value: the expression "{{ $json.x }}" returned undefined`,
	],
];

const TRACES: Case[] = [
	['a whole prompt', { prompt: '={{ String($json.x) }}' }, '\'Prompt\' contains "undefined"'],
	[
		'a joined prompt',
		{ prompt: '={{ "Turn it into " + $json.x + " style" }}' },
		'\'Prompt\' contains "undefined"',
	],
	['an object', { prompt: '=x {{ $json.object }}' }, '\'Prompt\' contains "[object Object]"'],
	['a template', { prompt: '={{ `a ${null} b` }}' }, '\'Prompt\' contains "null"'],
	['a number', { prompt: '={{ "for " + Number("x") + " s" }}' }, '\'Prompt\' contains "NaN"'],
	[
		'a negative prompt',
		{ options: { negativePrompt: '={{ "no " + $json.x }}' } },
		'\'Negative Prompt\' contains "undefined"',
	],
	['a link', { videoUrl: '={{ "https://a.example/" + $json.x }}' }, '\'Video URL\' contains "undefined"'],
	[
		'a task ID',
		{ resource: 'task', operation: 'get', taskId: '={{ String($json.x) }}' },
		'\'Task\' contains "undefined"',
	],
];

function roleOf(role: string): IDataObject {
	return { prompt: 'A', referenceImages: { image: [{ url: 'https://a.example/a.png', role }] } };
}

describe('An expression', () => {
	let wan: Wan;
	beforeAll(async () => {
		wan = await startWan();
	});
	afterAll(async () => await wan.close());
	beforeEach(() => wan.emulator.forget());

	const refused = async (change: IDataObject, message: string) => {
		const run = await wan.run({ ...requestsOf(wan.emulator).edit, ...change }, { inputs: [ITEM] });
		expect(run.status).toBe('error');
		expect(errorOf(run).message).toContain(message);
		expect(errorOf(run).context).toMatchObject({ kind: 'badInput', itemIndex: 0, taskId: null });
		expect(wan.emulator.requests).toEqual([]);
	};

	it.each(NOTHING)('that finds nothing does not count as an empty field: %s', async (_, change, message) => {
		await refused(change, message);
	});

	it.each(TRACES)('that leaves its trace is rejected: %s', async (_, change, message) => {
		await refused(change, message);
	});

	it('that finds nothing is named in the error, with the fields of the item', async () => {
		const run = await wan.run(
			{ ...requestsOf(wan.emulator).edit, prompt: '={{ $json.promt }}' },
			{ inputs: [ITEM], node: { onError: 'continueErrorOutput' } },
		);
		expect(wan.items(run, 0)).toEqual([]);
		expect(wan.json(run, 1)).toMatchObject([
			{
				error: '\'Prompt\' has no value: the expression "{{ $json.promt }}" returned undefined',
				message: expect.stringContaining('The item has the fields "prompt", "nothing", "text", "object".'),
			},
		]);
	});

	it.each<[string, IDataObject]>([
		['a blank that is meant', { prompt: 'A', options: { negativePrompt: "={{ $json.x || '' }}" } }],
		['a blank in a text', { prompt: "=Make it {{ $json.text }} {{ $json.x ?? '' }}" }],
		['a number in a text', { prompt: '=Make {{ 0 }} of {{ false }}' }],
		['a word that was typed', { prompt: 'Write undefined and null on the wall, [object Object]' }],
		['a word that was typed beside an expression', { prompt: '=Write null in {{ $json.text }}' }],
		['a field of the form that is hidden', { videoInput: 'url', videoField: '={{ $json.x }}' }],
	])('is accepted with %s', async (_, change) => {
		const run = await wan.run(
			{ ...requestsOf(wan.emulator).edit, waitForCompletion: false, ...change },
			{ inputs: [ITEM] },
		);
		expect(run.status).toBe('success');
		expect(wan.emulator.count('create')).toBe(1);
	});
});
