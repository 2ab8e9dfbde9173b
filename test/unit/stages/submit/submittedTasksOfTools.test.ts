import { type TaskId } from '../../../../nodes/WanVideoEdit/dashscope/taskId';

import { ID, Execution, task, keep, recall, OTHER_REQUESTS } from './submittedOver';

describe('A call of an agent', () => {
	const type = 'wanVideoEditTool';

	it('is the same in each try, though n8n counts every one as a run', () => {
		const execution = new Execution();
		execution.try(keep(task), { type });
		expect(execution.try(recall, { type, $runIndex: 1 })).toMatchObject({ taskId: ID });
	});

	it.each(OTHER_REQUESTS)('%s has a memory of its own', (_, other) => {
		const execution = new Execution();
		execution.try(keep(task), { type });
		expect(execution.try(recall, { type, ...other })).toBeUndefined();
	});

	it('is another one when the agent asks for something else', () => {
		const written = { prompt: "={{ $fromAI('prompt') }}" };
		const execution = new Execution();
		execution.try(keep(task), { type, written, fromAI: 'A lady' });
		expect(execution.try(recall, { type, written, fromAI: 'A man' })).toBeUndefined();
		expect(execution.try(recall, { type, written, fromAI: 'A lady' })).toMatchObject({ taskId: ID });
	});

	it('is not taken for the same one that is under way at the same time, and each finds its own again', () => {
		const execution = new Execution();
		const id = (number: number) => `task-${number}` as TaskId;
		execution.try(keep({ ...task, taskId: id(1) }), { type, isOver: false, execution: '3' });
		execution.try(keep({ ...task, taskId: id(2) }), { type, execution: '3' });
		// The first is still under way, the other one is tried again.
		expect(execution.try(recall, { type, execution: '3', isOver: false })).toMatchObject({ taskId: id(2) });
		expect(execution.try(recall, { type, execution: '3' })).toBeUndefined();
	});

	it('is another one once it has its result', () => {
		const execution = new Execution();
		execution.try(
			(memory) => {
				memory.keep(task);
				memory.close();
			},
			{ type },
		);
		expect(execution.try(recall, { type, $runIndex: 1 })).toBeUndefined();
	});
});
