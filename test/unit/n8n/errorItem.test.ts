import { Failure } from '../../../nodes/WanVideoEdit/failure/failure';
import { takesDetails, toErrorItem, toNodeError } from '../../../nodes/WanVideoEdit/n8n/errors';
import { DETAILS, NODE } from './failures';

/** The same as the end of a description, where the execution has one item. */
const FACTS = 'Task ID task-1, code InvalidParameter, HTTP 400, request ID r-1.';

describe('An error item', () => {
	it('has exactly the three keys that reach the error branch, and its item', () => {
		const item = toErrorItem(new Failure('refused', 'What happened', 'How to go on', DETAILS), 4, 1, true);
		expect(item).toEqual({
			json: { error: 'What happened', message: `How to go on ${FACTS}`, details: { ...DETAILS, item: 4 } },
			pairedItem: { item: 4 },
		});
		expect(Object.keys(item.json)).toEqual(['error', 'message', 'details']);
		expect(item).not.toHaveProperty('error');
	});

	it('has all details, null for unknown ones', () => {
		const { json } = toErrorItem(new Failure('badInput', 'What happened'), 0, 1, true);
		expect(json).toEqual({
			error: 'What happened',
			message: 'What happened',
			details: {
				taskId: null,
				status: null,
				code: null,
				requestId: null,
				httpStatus: null,
				retryable: false,
				operation: null,
				model: null,
				item: 0,
			},
		});
	});

	it('has only its texts if an older n8n would reject the details', () => {
		const item = toErrorItem(new Failure('refused', 'What happened', 'How to go on', DETAILS), 4, 1, false);
		expect(item.json).toEqual({ error: 'What happened', message: `How to go on ${FACTS}` });
	});

	it.each(['continueErrorOutput', 'continueRegularOutput', 'stopWorkflow', undefined] as const)(
		'takes details in this version of n8n with onError %s',
		(onError) => {
			expect(takesDetails({ ...NODE, onError })).toBe(true);
		},
	);

	it('can be serialized as JSON without loss', () => {
		const { json } = toErrorItem(new Failure('refused', 'a', 'b', DETAILS), 0, 1, true);
		expect(JSON.parse(JSON.stringify(json))).toEqual(json);
	});
});

describe('The facts about a failure', () => {
	const failure = new Failure('taskFailed', 'What happened', 'How to go on.', DETAILS);

	it('stand at the end of the description, thrown or as an item, and never in the title', () => {
		for (const { title, description } of leavingBothWays(failure, 1, 3)) {
			expect(title).toBe('What happened');
			expect(description).toBe(`How to go on. Item 1 (counted from 0), t${FACTS.slice(1)}`);
		}
	});

	it("name the item by the number that n8n's editor adds to the title", () => {
		const { context, description } = toNodeError(failure, NODE, 6, 20);
		expect(context).toMatchObject({ itemIndex: 6, item: 6 });
		expect(description).toContain('Item 6 (counted from 0)');
	});

	it('name no item where there is only one', () => {
		for (const { title, description } of leavingBothWays(failure, 0, 1)) {
			expect(`${title} ${description}`).not.toMatch(/\bitem\b/i);
		}
	});

	it('add nothing where nothing is known', () => {
		for (const { description } of leavingBothWays(
			new Failure('badInput', 'What happened', 'Do this.'),
			0,
			1,
		)) {
			expect(description).toBe('Do this.');
		}
	});

	it('follow the title in the message of an item whose failure has no description', () => {
		const { json } = toErrorItem(new Failure('badInput', 'What happened'), 2, 3, true);
		expect(json).toMatchObject({
			error: 'What happened',
			message: 'What happened. Item 2 (counted from 0).',
		});
	});

	it('do not repeat an HTTP status of the title', () => {
		const gone = new Failure('download', 'Not there (HTTP 404)', undefined, {
			httpStatus: 404,
			code: 'Gone',
		});
		expect(toNodeError(gone, NODE, 0).description).toBe('Code Gone.');
	});

	it('are safe in a description that n8n shows as HTML', () => {
		const odd = new Failure('refused', 'a', undefined, { code: '<b>x</b>', requestId: 'r\n<i>' });
		expect(toNodeError(odd, NODE, 0).description).not.toMatch(/[<>\n]/);
	});

	/** Title and description of a failure that is thrown, and of the same one as an item. */
	function leavingBothWays(one: Failure, item: number, items: number) {
		const error = toNodeError(one, NODE, item, items);
		const { json } = toErrorItem(one, item, items, true);
		return [
			{ title: error.message, description: error.description },
			{ title: json.error, description: json.message },
		];
	}
});
