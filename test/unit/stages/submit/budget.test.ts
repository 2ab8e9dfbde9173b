import type { IExecuteFunctions } from 'n8n-workflow';
import type { TaskId } from '../../../../nodes/WanVideoEdit/dashscope/taskId';
import { Failure } from '../../../../nodes/WanVideoEdit/failure/failure';
import {
	Budget,
	exceeds,
	overLimit,
	priceOf,
	releaseBudgets,
	spentSeconds,
} from '../../../../nodes/WanVideoEdit/stages/submit/budget';
import { LostCreate } from '../../../../nodes/WanVideoEdit/stages/submit/lostCreate';
import type { Task } from '../../../../nodes/WanVideoEdit/stages/task';
import { failureOf } from '../../drafts';

/** The context of a try: what n8n keeps for the node is shared by all tries of an execution, and by those that retry it. */
const contextOf = (kept: object, execution = '1') =>
	({ getContext: () => kept, getExecutionId: () => execution }) as unknown as IExecuteFunctions;

const LIMIT = { label: 'Spending Limit (Seconds)', seconds: 20 };

const task = (taskId: string, duration?: number): Task => ({
	...{
		taskId: taskId as TaskId,
		item: 0,
		operation: 'edit',
		model: 'm',
		submittedAt: 0,
		status: 'SUCCEEDED',
	},
	response: duration === undefined ? {} : { usage: { duration } },
});

const lost = (id: string) => new LostCreate({ id, family: 'vace', sentAt: 0 }, 'Lost', undefined, {});

describe('A budget', () => {
	let kept: object;
	let context: IExecuteFunctions;
	let budget: Budget;
	beforeEach(() => {
		kept = {};
		context = contextOf(kept);
		budget = new Budget(context, LIMIT);
	});

	it('sets seconds aside, and hands them on to the task', () => {
		budget.reserve(10);
		expect(spentSeconds(context)).toBe(10);
		budget.commit(task('a'), 10);
		expect([budget.reserved, spentSeconds(context)]).toEqual([0, 10]);
	});

	it('hands them on task by task', () => {
		budget.reserve(18);
		budget.commit(task('a'), 10);
		expect([budget.reserved, spentSeconds(context)]).toEqual([8, 18]);
		budget.commit(task('b'), 8);
		expect([budget.reserved, spentSeconds(context)]).toEqual([0, 18]);
	});

	it('takes what is missing when a task is created; equal passes', () => {
		budget.reserve(5);
		budget.demand(20);
		expect(spentSeconds(context)).toBe(20);
		budget.demand(20);
		expect(spentSeconds(context)).toBe(20);
		const failure = failureOf(() => new Budget(context, LIMIT).demand(0.01));
		expect(failure.message).toBe(
			"'Spending Limit (Seconds)' is 20; Alibaba Cloud could bill 20.01 seconds: 20 earlier in this execution and 0.01 for this item",
		);
	});

	it('demands nothing without a limit, and still counts', () => {
		const free = new Budget(context, undefined);
		free.demand(1_000);
		expect(spentSeconds(context)).toBe(0);
		free.commit(task('a'), 1_000);
		expect(spentSeconds(context)).toBe(1_000);
	});

	it('gives back what no task used', () => {
		budget.reserve(10);
		budget.release();
		expect(spentSeconds(context)).toBe(0);
		budget.reserve(10);
		releaseBudgets(contextOf(kept));
		expect(spentSeconds(context)).toBe(10);
		releaseBudgets(context);
		expect(spentSeconds(context)).toBe(0);
	});

	it('counts the bill in place of the estimate', () => {
		budget.commit(task('a'), 20);
		budget.settle(task('a', 10.04));
		expect(spentSeconds(context)).toBe(10.04);
		budget.settle(task('a'));
		budget.settle(task('of another execution', 9));
		expect(spentSeconds(context)).toBe(10.04);
	});

	it('counts a lost request, and then its task once', () => {
		budget.commit(lost('call'), 6);
		expect(spentSeconds(context)).toBe(6);
		budget.found(lost('call'), task('a'));
		expect(spentSeconds(context)).toBe(6);
		expect(priceOf(task('a'), context)).toEqual({ seconds: 6, isCounted: true });
		expect(priceOf(lost('call'), context)).toBeUndefined();
		budget.found(lost('of another execution'), task('b'));
		expect(spentSeconds(context)).toBe(6);
	});

	it.each([
		['taskFailed', 'FAILED', 0],
		['taskCanceled', 'CANCELED', 0],
		['taskFailed', 'SUCCEEDED', 6],
		['timedOut', 'RUNNING', 6],
		['download', 'SUCCEEDED', 6],
	] as const)('after %s with status %s counts %s seconds', (kind, status, seconds) => {
		budget.commit(task('a'), 6);
		budget.learnFrom(new Failure(kind, 'It ended', undefined, { taskId: 'a', status }));
		budget.learnFrom(new Failure('taskFailed', 'Of no task'));
		budget.learnFrom(new Error('Something else'));
		expect(spentSeconds(context)).toBe(seconds);
	});

	it('lasts over the tries of an execution, and begins anew in the one that retries it', () => {
		budget.commit(task('a'), 6);
		expect(spentSeconds(contextOf(kept))).toBe(6);
		const retry = contextOf(kept, '2');
		expect(spentSeconds(retry)).toBe(0);
		expect(priceOf(task('a'), retry)).toEqual({ seconds: 6, isCounted: false });
		new Budget(retry, LIMIT).commit(task('b'), 4);
		expect(spentSeconds(retry)).toBe(4);
		const again = contextOf(kept, '3');
		expect(priceOf(task('a'), again)).toEqual({ seconds: 6, isCounted: false });
		expect(priceOf(task('b'), again)).toEqual({ seconds: 4, isCounted: false });
	});

	it('is kept as plain JSON', () => {
		budget.commit(task('a'), 6);
		expect(JSON.parse(JSON.stringify(kept))).toEqual(kept);
	});
});

describe('A limit', () => {
	it('is exceeded by more than it, and never by nothing', () => {
		expect([
			exceeds(LIMIT, 0.1, [0.2, 19.7]),
			exceeds(LIMIT, 0.1, [0.2, 19.71]),
			exceeds(LIMIT, 30, []),
		]).toEqual([false, true, false]);
	});

	it('names the sum and its parts, and not thousands of items', () => {
		const failure = overLimit(LIMIT, 4, [10, 6.5]);
		expect(failure.kind).toBe('badInput');
		expect(failure.message).toBe(
			"'Spending Limit (Seconds)' is 20; Alibaba Cloud could bill 20.5 seconds: 4 earlier in this execution and 16.5 for 2 items",
		);
		expect(failure.description).toMatch(/^No task was created\. By item: 10, 6\.5 seconds\. Raise the limit/);
		const many = overLimit(
			LIMIT,
			0,
			Array.from({ length: 1_000 }, () => 5),
		);
		expect(many.message).toMatch(/could bill 5000 seconds: 5000 for 1000 items$/);
		expect(many.description?.match(/\b5\b/g)).toHaveLength(20);
		expect(many.description).toContain(', … seconds');
	});
});
