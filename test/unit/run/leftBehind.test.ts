import { leftBehind, listed } from '../../../nodes/WanVideoEdit/run/stop';
import type { Task } from '../../../nodes/WanVideoEdit/stages/task';
import { idOf } from '../standIns';

const task = (name: string, item: number, status: string | null): Task => ({
	taskId: idOf(name),
	item,
	operation: 'edit',
	model: 'wan2.7-videoedit',
	submittedAt: 0,
	status,
	response: {},
});

describe('The report of a Stop', () => {
	it('names the tasks that continue, those that are finished, and those that were canceled', () => {
		const tasks = [
			task('a', 0, 'RUNNING'),
			task('b', 1, 'CANCELED'),
			task('c', 2, null),
			task('d', 3, 'SUCCEEDED'),
			task('e', 4, 'FAILED'),
			task('f', 5, 'PENDING'),
		];
		expect(leftBehind(tasks, 0, 6)).toBe(
			'3 tasks keep running at Alibaba Cloud and are billed if they succeed: task-a (item 0), task-c (item 2), task-f (item 5). 1 task is finished and billed: task-d (item 3). 1 task was canceled before it started and is not billed: task-b (item 1)',
		);
	});

	it('says that nothing is billed if every task was removed from the queue', () => {
		expect(leftBehind([], 0, 2)).toBeUndefined();
		expect(leftBehind([task('a', 0, 'CANCELED'), task('b', 1, 'Cancelled')], 0, 2)).toBe(
			'2 tasks were canceled before they started and are not billed: task-a (item 0), task-b (item 1)',
		);
	});

	it('names no item where there is only one', () => {
		expect(leftBehind([task('a', 0, 'RUNNING')], 0, 1)).toBe(
			'1 task keeps running at Alibaba Cloud and is billed if it succeeds: task-a',
		);
		expect(leftBehind([], 1, 1)).toBe("It is not known whether a task was created: see n8n's log");
	});

	it('says so if that is unknown', () => {
		expect(leftBehind([task('a', 0, 'FAILED')], 2, 3)).toBe(
			"For 2 items it is not known whether a task was created: see n8n's log",
		);
	});

	it('stays short, however many there are', () => {
		const tasks = Array.from({ length: 10_000 }, (_, item) => task(String(item), item, 'RUNNING'));
		expect(leftBehind(tasks, 0, 10_000)).toMatch(
			/^10000 tasks keep running .*task-9 \(item 9\) and 9990 more$/,
		);
		expect(leftBehind(tasks, 0, 10_000)!.length).toBeLessThan(400);
		expect(listed(tasks, 10_000)).toMatch(/task-99 \(item 99, RUNNING\) and 9900 more$/);
	});
});
