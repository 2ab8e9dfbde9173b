import type { IExecuteFunctions } from 'n8n-workflow';
import type { Operation } from '../../../nodes/WanVideoEdit/stages/operation';
import { runItems } from '../../../nodes/WanVideoEdit/run/pipeline';
import { VirtualClock } from '../standIns';

const ITEMS = 50;
const LOOK_MS = 200;

const contextOf = (stop: AbortSignal, items: number): IExecuteFunctions =>
	({
		getNode: () => ({ name: 'Wan', type: 'wanVideoEdit', typeVersion: 1, parameters: {} }),
		getInputData: () => Array.from({ length: items }, () => ({ json: {} })),
		getExecutionCancelSignal: () => stop,
		getCredentials: async () => await Promise.resolve({ apiKey: 'sk-x', region: 'cn-beijing' }),
		continueOnFail: () => false,
		getContext: () => ({}),
		getExecutionId: () => '1',
		logger: { warn() {} },
	}) as unknown as IExecuteFunctions;

/** An operation whose items take time to check, like files in a slow store. */
function slowOperation(clock: VirtualClock, onLook: (item: number) => void) {
	const looked: number[] = [];
	const performed: number[] = [];
	const operation: Operation<number> = {
		operation: 'edit',
		fields: [],
		async prepare({ item }) {
			onLook(item);
			await clock.sleep(LOOK_MS);
			looked.push(item);
			return item;
		},
		async perform(item) {
			performed.push(item);
			return await Promise.resolve([{ json: { item } }]);
		},
		cancelsOnStop: () => false,
	};
	return { operation, looked, performed };
}

const contextWith = (stop: AbortSignal) => contextOf(stop, ITEMS);

describe('Stop while items are being checked', () => {
	it('ends the check soon, however many there are', async () => {
		const clock = new VirtualClock();
		const stop = new AbortController();
		let pressedAt = NaN;
		const { operation, looked } = slowOperation(clock, (item) => {
			if (item !== 3) return;
			pressedAt = clock.now();
			stop.abort();
		});
		await expect(runItems(contextWith(stop.signal), operation, clock)).rejects.toThrow(
			/^The run was canceled/,
		);
		expect(clock.now() - pressedAt).toBeLessThan(1000);
		expect(looked.length).toBeLessThan(8);
	});

	it('does not end the check of a run that is not stopped', async () => {
		const clock = new VirtualClock();
		const { operation, performed } = slowOperation(clock, () => undefined);
		const items = await runItems(contextWith(new AbortController().signal), operation, clock);
		expect(items).toHaveLength(ITEMS);
		expect(performed).toHaveLength(ITEMS);
	});
});

describe('Items that have a task from an earlier try', () => {
	const running = 3;
	const operationOf = (clock: VirtualClock, inFlight: Set<number>, most: number[]): Operation<number> => ({
		operation: 'edit',
		fields: [],
		prepare: ({ item }) => item,
		async perform(item, run) {
			return await run.limits.forTask(
				async () => await clock.sleep(1),
				async () => {
					inFlight.add(item);
					most.push(inFlight.size);
					await clock.sleep(1_000);
					inFlight.delete(item);
					return [{ json: { item } }];
				},
				{ started: run.started },
			);
		},
		goesOn: async (item) => await Promise.resolve(item === running),
		tasksAtOnce: () => 1,
		cancelsOnStop: () => false,
	});

	it('take their slots first, so that no more tasks are in flight than allowed', async () => {
		const [clock, inFlight, most] = [new VirtualClock(), new Set([running]), [] as number[]];
		const operation = operationOf(clock, inFlight, most);
		const results = await runItems(contextOf(new AbortController().signal, 5), operation, clock);
		expect(most).toEqual([1, 1, 1, 1, 1]);
		expect(results.map(({ json }) => json.item)).toEqual([0, 1, 2, 3, 4]);
	});
});
