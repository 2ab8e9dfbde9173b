import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { parseTaskId, type TaskId } from '../../../../nodes/WanVideoEdit/dashscope/taskId';
import { UsedTasks } from '../../../../nodes/WanVideoEdit/stages/submit/usedTasks';
import { VirtualClock } from '../../standIns';

const HOUR = 3_600_000;
const id = (name: string | number) => parseTaskId(`task-${name}`) as TaskId;

let workflows = 0;

/** A node of an unknown workflow. `load` starts an execution with a copy of its data, like n8n. */
function workflowOf(staticData: IDataObject = {}) {
	workflows += 1;
	const workflow = `w-${workflows}`;
	const clock = new VirtualClock();
	const load = (mode = 'trigger', data = staticData, node = 'n') =>
		new UsedTasks(
			{
				getMode: () => mode,
				getWorkflow: () => ({ id: workflow }),
				getNode: () => ({ id: node }),
				getWorkflowStaticData: () => data,
			} as unknown as IExecuteFunctions,
			clock,
		);
	return { load, clock, staticData };
}

describe('Tasks that executions have handed on', () => {
	it("are known to later ones from the workflow's data, even after a restart of n8n", () => {
		const first = workflowOf();
		first.load().add([id('a')]);
		const restarted = workflowOf(JSON.parse(JSON.stringify(first.staticData)) as IDataObject);
		const isUsed = restarted.load('retry').reader();
		expect([id('a'), id('b')].map(isUsed)).toEqual([true, false]);
	});

	it('are all kept if executions run concurrently, each with a copy of the data', () => {
		const { load } = workflowOf();
		const [one, two] = [{}, {}] as IDataObject[];
		load('trigger', one).add([id('a')]);
		load('trigger', two).add([id('b')]);
		expect(Object.keys(two!.wanUsedTasks as object)).toHaveLength(2);
	});

	it.each(['retry', 'manual', 'evaluation'])('are not written by an execution in the mode %s', (mode) => {
		const { load, staticData } = workflowOf();
		load(mode).add([id('a')]);
		expect(staticData).toEqual({});
	});

	it('are forgotten after 24 hours, when Alibaba Cloud no longer lists them', () => {
		const { load, clock, staticData } = workflowOf();
		load().add([id('a')]);
		clock.setBy(25 * HOUR);
		load().add([id('b')]);
		expect(Object.keys(staticData.wanUsedTasks as object)).toHaveLength(1);
	});

	it('are limited to the latest 1,000, and their IDs are not revealed', () => {
		const { load, clock, staticData } = workflowOf();
		for (let hour = 0; hour < 3; hour++) {
			load().add(Array.from({ length: 400 }, (_, number) => id(`${hour}-${number}`)));
			clock.setBy(HOUR);
		}
		const kept = JSON.stringify(staticData);
		expect(Object.keys(staticData.wanUsedTasks as object)).toHaveLength(1_000);
		expect(kept).not.toContain('task-');
		expect(kept.length).toBeLessThan(25_000);
		const isUsed = load().reader();
		expect([id('2-399'), id('0-0')].map(isUsed)).toEqual([true, false]);
	});

	it('are also read from data that something else has written', () => {
		for (const wanUsedTasks of ['x', null, { a: 'b' }, [1]] as unknown[]) {
			const { load } = workflowOf({ wanUsedTasks } as IDataObject);
			expect(load().reader()(id('a'))).toBe(false);
			load().add([id('a')]);
			expect(load().reader()(id('a'))).toBe(true);
		}
	});
});
