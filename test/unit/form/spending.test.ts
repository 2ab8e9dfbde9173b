import { readSpending } from '../../../nodes/WanVideoEdit/form/spending';
import { fieldsOf } from '../../../nodes/WanVideoEdit/modes/form';
import { failureOf, modeNamed } from '../drafts';
import { parametersOf } from '../../support/parameters';

const read = (values: object, isTool = false) =>
	readSpending(parametersOf(values, fieldsOf(modeNamed('edit'))), isTool);

describe('The spending limit', () => {
	it('is off unless it is set, and so is the dry run', () => {
		expect(read({})).toEqual({ limit: undefined, dryRun: false });
		const set = { spendingLimit: 12.5, dryRun: true };
		expect(read({ advancedOptions: set })).toEqual({
			limit: { label: 'Spending Limit (Seconds)', seconds: 12.5 },
			dryRun: true,
		});
	});

	it('of a tool is 120 seconds unless it is set', () => {
		expect(read({}, true).limit?.seconds).toBe(120);
		expect(read({ toolSpendingLimit: '' }, true).limit?.seconds).toBe(120);
		expect(read({ toolSpendingLimit: 300 }, true).limit?.seconds).toBe(300);
		expect(read({ toolSpendingLimit: 300 }).limit).toBeUndefined();
	});

	it('is the lower one where both are set', () => {
		const both = (own: number, tool: number) =>
			read({ advancedOptions: { spendingLimit: own }, toolSpendingLimit: tool }, true).limit?.seconds;
		expect([both(10, 20), both(20, 10)]).toEqual([10, 10]);
	});

	it.each([0, 0.5, -1])('cannot be %s: no task costs less than a second', (spendingLimit) => {
		const failure = failureOf(() => read({ advancedOptions: { spendingLimit } }));
		expect(failure.message).toBe(
			`'Spending Limit (Seconds)' is ${spendingLimit}; it takes a number of 1 or more`,
		);
		expect(failureOf(() => read({ toolSpendingLimit: spendingLimit }, true)).message).toBe(failure.message);
	});
});
