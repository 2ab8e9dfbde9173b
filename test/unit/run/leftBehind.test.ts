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
	it('names the tasks that continue, and those that are finished', () => {
		const tasks = [
			task('a', 0, 'RUNNING'),
			task('b', 1, 'CANCELED'),
			task('c', 2, null),
			task('d', 3, 'SUCCEEDED'),
			task('e', 4, 'FAILED'),
			task('f', 5, 'PENDING'),
		];
		expect(leftBehind(tasks, 0)).toBe(
			'3 tasks keep running and are billed if they succeed: task-a (item 0), task-c (item 2), task-f (item 5). 1 task is finished and billed: task-d (item 3)',
		);
	});

	it('is empty if every task was removed from the queue', () => {
		expect(leftBehind([], 0)).toBeUndefined();
		expect(leftBehind([task('a', 0, 'CANCELED'), task('b', 1, 'Cancelled')], 0)).toBeUndefined();
	});

	it('says so if that is unknown', () => {
		expect(leftBehind([task('a', 0, 'CANCELED')], 2)).toBe(
			"For 2 items it is not known whether a task was created: see n8n's log",
		);
	});

	it('stays short, however many there are', () => {
		const tasks = Array.from({ length: 10_000 }, (_, item) => task(String(item), item, 'RUNNING'));
		expect(leftBehind(tasks, 0)).toMatch(/^10000 tasks keep running .*task-9 \(item 9\) and 9990 more$/);
		expect(leftBehind(tasks, 0)!.length).toBeLessThan(400);
		expect(listed(tasks)).toMatch(/task-99 \(item 99, RUNNING\) and 9900 more$/);
	});
});
