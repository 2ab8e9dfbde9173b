import type { IExecuteFunctions } from 'n8n-workflow';
import type { TaskId } from '../../../nodes/WanVideoEdit/dashscope/taskId';
import { noteTask, type Task } from '../../../nodes/WanVideoEdit/stages/task';

const task: Task = {
	...{ taskId: 'abcd' as TaskId, item: 0, operation: 'edit', model: 'wan2.7-videoedit' },
	...{ submittedAt: 0, status: 'PENDING', response: {} },
};

it('writes the ID of a task to the log with item, workflow and execution, however many items there are', () => {
	const lines: unknown[][] = [];
	const context = {
		getWorkflow: () => ({ id: 'w1' }),
		getExecutionId: () => '7',
		logger: { info: (...line: unknown[]) => void lines.push(line) },
	} as unknown as IExecuteFunctions;
	const created: Task[] = [];
	noteTask({ context, created }, task, 'created');
	expect(created).toEqual([task]);
	expect(lines).toEqual([
		[
			'Wan task abcd created: item 0, edit, wan2.7-videoedit, workflow w1, execution 7',
			{ taskId: 'abcd', item: 0, workflowId: 'w1', executionId: '7' },
		],
	]);
});
