import { type TaskId } from '../../../../nodes/WanVideoEdit/dashscope/taskId';

import { ID, Execution, task, keep, recall, OTHER_REQUESTS } from './submittedOver';

describe('A call of an agent', () => {
	const type = 'wanVideoEditTool';

	it('is the same in each try, although n8n counts each try as a run', () => {
		const execution = new Execution();
		execution.try(keep(task), { type });
		expect(execution.try(recall, { type, $runIndex: 1 })).toMatchObject({ taskId: ID });
	});

	it.each(OTHER_REQUESTS)('%s is stored separately', (_, other) => {
		const execution = new Execution();
		execution.try(keep(task), { type });
		expect(execution.try(recall, { type, ...other })).toBeUndefined();
	});

	it("is another one when the agent's request differs", () => {
		const written = { prompt: "={{ $fromAI('prompt') }}" };
		const execution = new Execution();
		execution.try(keep(task), { type, written, fromAI: 'A lady' });
		expect(execution.try(recall, { type, written, fromAI: 'A man' })).toBeUndefined();
		expect(execution.try(recall, { type, written, fromAI: 'A lady' })).toMatchObject({ taskId: ID });
	});

	it('is not mistaken for a simultaneous identical one, and each finds its own again', () => {
		const execution = new Execution();
		const id = (number: number) => `task-${number}` as TaskId;
		execution.try(keep({ ...task, taskId: id(1) }), { type, isOver: false, execution: '3' });
		execution.try(keep({ ...task, taskId: id(2) }), { type, execution: '3' });
		// The first call is still in progress, the other one is retried.
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
