import { fieldsOf } from '../../../nodes/WanVideoEdit/modes/form';
import { readConcurrency, readWaiting } from '../../../nodes/WanVideoEdit/form/waiting';
import { failureOf, modeNamed } from '../drafts';
import { parametersOf } from '../../support/parameters';

const read = (values: object) =>
	readWaiting(parametersOf({ waitForCompletion: true, ...values }, fieldsOf(modeNamed('edit')), { item: 1 }));

const concurrency = (value: unknown) =>
	readConcurrency(
		parametersOf({ advancedOptions: { maxConcurrentTasks: value } }, fieldsOf(modeNamed('edit')), {
			item: 1,
		}),
		'vace',
	);

describe('How an item waits', () => {
	it('defaults to half an hour at the balanced pace', () => {
		expect(read({})).toEqual({
			timeoutMs: 1_800_000,
			continueOnTimeout: false,
			pace: 'balanced',
			cancelOnStop: true,
		});
	});

	it('is what the user set', () => {
		const advancedOptions = {
			timeout: '0.5',
			onTimeout: 'continue',
			polling: 'economy',
			cancelOnStop: false,
		};
		expect(read({ advancedOptions })).toEqual({
			timeoutMs: 30_000,
			continueOnTimeout: true,
			pace: 'economy',
			cancelOnStop: false,
		});
	});

	it.each([false, 'false', undefined])('is not to wait with %j', (waitForCompletion) => {
		expect(read({ waitForCompletion })).toBeUndefined();
	});

	it.each<[object, string]>([
		[{ timeout: -1 }, "'Timeout (Minutes)' is -1; it takes a number from 0 to 1440"],
		[{ timeout: 1441 }, "'Timeout (Minutes)' is 1441; it takes a number from 0 to 1440"],
		[{ timeout: 'long' }, '\'Timeout (Minutes)\' is "long"; it takes a number'],
		[{ polling: 'often' }, '\'Polling\' is "often"; this node takes economy, balanced, fast'],
		[{ onTimeout: 'stop' }, '\'On Timeout\' is "stop"; this node takes fail, continue'],
	])('is rejected with %j', (advancedOptions, message) => {
		expect(failureOf(() => read({ advancedOptions })).message).toBe(message);
	});
});

describe('The maximum number of concurrent tasks', () => {
	it("is Alibaba Cloud's limit for the model by default", () => {
		const parameters = parametersOf({}, []);
		expect(readConcurrency(parameters, 'wan2.7-videoedit')).toBe(5);
		expect(readConcurrency(parameters, 'vace')).toBe(2);
	});

	it.each([1, '7', 100])('can be %j', (value) => {
		expect(concurrency(value)).toBe(Number(value));
	});

	it.each([0, -1, 1.5])('cannot be %d', (value) => {
		expect(failureOf(() => concurrency(value)).message).toBe(
			`'Max Concurrent Tasks' is ${value}; it takes a whole number of 1 or more`,
		);
	});
});
