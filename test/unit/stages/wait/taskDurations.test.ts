import fc from 'fast-check';
import type { IDataObject, IExecuteFunctions, WorkflowExecuteMode } from 'n8n-workflow';
import { TaskDurations } from '../../../../nodes/WanVideoEdit/stages/wait/taskDurations';
import { newHost } from '../../standIns';

const KIND = 'wan2.1-vace-plus outpaint ';

/** The durations of a node whose workflow has this data. */
function durationsOf(
	data: IDataObject | undefined,
	host = newHost(),
	mode: WorkflowExecuteMode = 'trigger',
): TaskDurations {
	const getWorkflowStaticData = data === undefined ? undefined : () => data;
	const context: Partial<IExecuteFunctions> = { getWorkflowStaticData, getMode: () => mode };
	return new TaskDurations(context as IExecuteFunctions, host);
}

/** The durations in another process, which has only the workflow's data, as JSON. */
const inNextProcess = (data: IDataObject): TaskDurations =>
	durationsOf(JSON.parse(JSON.stringify(data)) as IDataObject);

describe('Durations', () => {
	it('are unknown at first, and always for a task from elsewhere', () => {
		const durations = durationsOf({});
		expect(durations.of(KIND)).toEqual([]);
		durations.add(undefined, 60);
		expect(durations.of(undefined)).toEqual([]);
	});

	it('are known to all runs of the process at the same host, newest last', () => {
		const host = newHost();
		durationsOf(undefined, host).add(KIND, 61.4);
		durationsOf({}, host).add(KIND, 70);
		expect(durationsOf(undefined, host).of(KIND)).toEqual([61, 70]);
	});

	it("are saved for the next process in the workflow's data", () => {
		const data: IDataObject = {};
		const durations = durationsOf(data);
		durations.add(KIND, 60);
		durations.add(KIND, 70);
		expect(inNextProcess(data).of(KIND)).toEqual([60, 70]);
	});

	it.each<WorkflowExecuteMode>(['retry', 'manual', 'evaluation'])(
		"are not saved in mode %s, in which n8n would overwrite the workflow's data with an old copy",
		(mode) => {
			const [data, host] = [{} as IDataObject, newHost()];
			durationsOf(data, host, mode).add(KIND, 60);
			expect(data).toEqual({});
			expect(durationsOf(data, host, mode).of(KIND)).toEqual([60]);
		},
	);

	it('of a process are added to those of the one before', () => {
		const data: IDataObject = { durations: { [KIND]: [50, 60] } };
		durationsOf(data).add(KIND, 70);
		expect(inNextProcess(data).of(KIND)).toEqual([50, 60, 70]);
	});

	it('are kept separately for each kind', () => {
		const durations = durationsOf({});
		durations.add(KIND, 60);
		durations.add('wan2.7-videoedit edit 720P', 300);
		expect(durations.of(KIND)).toEqual([60]);
		expect(durations.of('wan2.7-videoedit edit ')).toEqual([]);
	});

	it('are kept separately for each host', () => {
		durationsOf(undefined).add(KIND, 60);
		expect(durationsOf(undefined).of(KIND)).toEqual([]);
	});

	it.each([0, -5, NaN, -Infinity])('are not learned from a task that took %p seconds', (taken) => {
		const data: IDataObject = {};
		durationsOf(data).add(KIND, taken);
		expect(data).toEqual({});
	});

	it('are limited to the latest eight of a kind', () => {
		const data: IDataObject = {};
		const durations = durationsOf(data);
		for (let taken = 1; taken <= 30; taken++) durations.add(KIND, taken);
		const latest = [23, 24, 25, 26, 27, 28, 29, 30];
		expect(durations.of(KIND)).toEqual(latest);
		expect(inNextProcess(data).of(KIND)).toEqual(latest);
	});

	it('are kept for at most 20 kinds, those used last', () => {
		const data: IDataObject = {};
		const durations = durationsOf(data);
		for (let kind = 0; kind < 19; kind++) durations.add(`kind ${kind}`, 60);
		durations.add('kind 0', 60);
		for (const kind of [19, 20]) durations.add(`kind ${kind}`, 60);
		const kept = Object.keys(data.durations as IDataObject);
		expect(kept).toHaveLength(20);
		expect(kept).toEqual(expect.arrayContaining(['kind 0', 'kind 20']));
		expect(kept).not.toContain('kind 1');
	});

	it('are assigned to the data itself, since n8n notices nothing else', () => {
		const assigned: unknown[] = [];
		const data = new Proxy<IDataObject>(
			{},
			{
				set(target, name, value) {
					assigned.push(name);
					return Reflect.set(target, name, value);
				},
			},
		);
		const durations = durationsOf(data);
		durations.add(KIND, 60);
		durations.add(KIND, 61);
		expect(assigned).toEqual(['durations', 'durations']);
	});

	it('leave other entries of the data alone', () => {
		const data: IDataObject = { mine: { deep: [1] } };
		durationsOf(data).add(KIND, 60);
		expect(data.mine).toEqual({ deep: [1] });
	});

	it('are positive: zero, minus zero and less are ignored', () => {
		const data = { durations: { [KIND]: [0, -0, -5, 'ten', null, 40] } } as IDataObject;
		expect(durationsOf(data).of(KIND)).toEqual([40]);
	});

	it('survive anything that others write into the data', () => {
		const garbage = fc.oneof(
			fc.jsonValue(),
			fc.dictionary(fc.constantFrom(KIND, 'other'), fc.jsonValue()),
			fc.dictionary(fc.constantFrom(KIND, 'other'), fc.array(fc.jsonValue(), { maxLength: 12 })),
		);
		fc.assert(
			fc.property(garbage, (written) => {
				const data = { durations: written } as IDataObject;
				const durations = durationsOf(data);
				for (const seconds of durations.of(KIND)) expect(typeof seconds).toBe('number');
				durations.add(KIND, 60);
				expect(durations.of(KIND).at(-1)).toBe(60);
				expect(durations.of(KIND).length).toBeLessThanOrEqual(8);
				expect(inNextProcess(data).of(KIND)).toEqual(durations.of(KIND));
			}),
			{ numRuns: 500 },
		);
	});
});
