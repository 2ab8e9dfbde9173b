import type { IExecuteFunctions, NodeOperationError } from 'n8n-workflow';
import { Failure } from '../../../nodes/WanVideoEdit/failure/failure';
import type { Operation } from '../../../nodes/WanVideoEdit/stages/operation';
import { stoppedFailure } from '../../../nodes/WanVideoEdit/failure/stopped';
import { runItems } from '../../../nodes/WanVideoEdit/run/pipeline';
import type { Run } from '../../../nodes/WanVideoEdit/stages/run';
import { idOf, VirtualClock } from '../standIns';

const MANY = 10_000;

/** Milliseconds to check an item, during which the thread is blocked. */
const CHECK_MS = 2;

const TASK = {
	...{ taskId: idOf('1'), operation: 'edit', model: 'wan2.7-videoedit', submittedAt: 0 },
	...{ status: 'RUNNING', response: {} },
};

/** A clock that also advances while the thread is blocked, and measures for how long. */
class ThreadClock extends VirtualClock {
	private busySince = this.now();
	longestStretch = 0;

	work(ms: number): void {
		this.setBy(ms);
		this.longestStretch = Math.max(this.longestStretch, this.now() - this.busySince);
	}

	override async sleep(ms: number, signal?: AbortSignal): Promise<void> {
		await super.sleep(ms, signal);
		this.busySince = this.now();
	}
}

interface Behavior {
	readonly clock: VirtualClock;
	readonly check?: (item: number) => void;
	/** Called for each item that starts. */
	readonly perform?: (item: number, run: Run) => Promise<void>;
	/** Undefined: it creates no tasks. */
	readonly tasks?: number;
}

/** An operation that records what starts and how much is in progress. */
function operationThat({ clock, check, perform, tasks }: Behavior) {
	const seen = { checked: 0, begun: [] as number[], underWay: 0, most: 0 };
	const operation: Operation<number> = {
		operation: 'edit',
		fields: [],
		prepare({ item }) {
			check?.(item);
			seen.checked++;
			return item;
		},
		async perform(item, run) {
			seen.begun.push(item);
			seen.most = Math.max(seen.most, ++seen.underWay);
			const work = async () => {
				if (run.signal.aborted) throw stoppedFailure(`before item ${item}`);
				await (perform?.(item, run) ?? clock.sleep(1));
			};
			try {
				const { limits, started } = run;
				await (tasks === undefined ? work() : limits.forTask(async () => undefined, work, { started }));
				return [{ json: { item } }];
			} finally {
				seen.underWay--;
			}
		},
		...(tasks === undefined ? {} : { tasksAtOnce: () => tasks }),
		cancelsOnStop: () => false,
	};
	return { operation, seen };
}

const contextWith = (
	items: number,
	{ stop = new AbortController().signal, continueOnFail = false, log = [] as string[] } = {},
): IExecuteFunctions =>
	({
		getNode: () => ({ name: 'Wan', type: 'wanVideoEdit', typeVersion: 1, parameters: {} }),
		getInputData: () => Array.from({ length: items }, () => ({ json: {} })),
		getExecutionCancelSignal: () => stop,
		getCredentials: async () => await Promise.resolve({ apiKey: 'sk-x', region: 'cn-beijing' }),
		continueOnFail: () => continueOnFail,
		getContext: () => ({}),
		getExecutionId: () => '1',
		logger: { warn: (line: string) => void log.push(line) },
	}) as unknown as IExecuteFunctions;

describe('Ten thousand items', () => {
	it('yield to the event loop every few items while they are checked', async () => {
		const clock = new ThreadClock();
		const { operation, seen } = operationThat({ clock, check: () => clock.work(CHECK_MS) });
		await runItems(contextWith(MANY), operation, clock);
		expect(seen.checked).toBe(MANY);
		expect(clock.longestStretch).toBeLessThan(50);
	});

	it('also yield if each one ends as soon as it starts', async () => {
		const clock = new ThreadClock();
		const perform = async () => clock.work(CHECK_MS);
		const { operation } = operationThat({ clock, perform });
		await runItems(contextWith(MANY), operation, clock);
		expect(clock.longestStretch).toBeLessThan(50);
	});

	it('do not yield more often than necessary: yielding takes longer than checking a link', async () => {
		const clock = new ThreadClock();
		const { operation } = operationThat({
			clock,
			check: () => clock.work(0.01),
			perform: async () => undefined,
		});
		await runItems(contextWith(1000), operation, clock);
		expect(clock.sleeps).toHaveLength(0);
	});

	it.each([
		['that create tasks', 5, 5 + 2],
		['that ask for tasks', undefined, 20],
	])('start in order as slots become free: items %s', async (_, tasks, most) => {
		const clock = new VirtualClock();
		const { operation, seen } = operationThat({ clock, ...(tasks === undefined ? {} : { tasks }) });
		const out = await runItems(contextWith(2000), operation, clock);
		expect(seen.most).toBe(most);
		expect(seen.begun).toEqual(Array.from({ length: 2000 }, (_unused, item) => item));
		expect(out.map(({ json }) => json.item)).toEqual(seen.begun);
	});

	it('do not wait for those that only wait', async () => {
		const clock = new VirtualClock();
		const perform = async (_item: number, { started }: Run) => {
			await clock.sleep(1);
			started();
			await clock.sleep(3_600_000);
		};
		const { operation, seen } = operationThat({ clock, perform });
		await runItems(contextWith(100), operation, clock);
		expect(seen.most).toBe(100);
	});

	it('are all checked before the first one starts', async () => {
		const clock = new VirtualClock();
		const check = (item: number) => {
			if (item === 1999) throw new Error('bad');
		};
		const { operation, seen } = operationThat({ clock, check });
		await expect(runItems(contextWith(2000), operation, clock)).rejects.toThrow('bad');
		expect(seen.begun).toEqual([]);
	});

	it('end with the first failure if the node stops on errors, and no other task is created', async () => {
		const clock = new VirtualClock();
		let created = 0;
		const perform = async (item: number) => {
			created++;
			await clock.sleep(1);
			if (item === 3) throw new Error('bad');
			await clock.sleep(1000);
		};
		const { operation } = operationThat({ clock, perform, tasks: 5 });
		await expect(runItems(contextWith(MANY), operation, clock)).rejects.toThrow('bad');
		expect(created).toBeLessThanOrEqual(5);
	});

	it('each return a result or an error, in order, if the node continues on errors', async () => {
		const clock = new VirtualClock();
		const perform = async (item: number) => {
			await clock.sleep(item % 7);
			if (item % 3 === 0) throw new Error('bad');
		};
		const check = (item: number) => {
			if (item % 5 === 0) throw new Error('refused');
		};
		const { operation } = operationThat({ clock, perform, check, tasks: 2 });
		const out = await runItems(contextWith(500, { continueOnFail: true }), operation, clock);
		expect(out.map(({ json }) => json.error ?? json.item)).toEqual(
			Array.from({ length: 500 }, (_, item) => (item % 5 === 0 ? 'refused' : item % 3 === 0 ? 'bad' : item)),
		);
	});
});

describe('The open questions of ten thousand items', () => {
	/** All end with an uncertain task, and the last one ends the run. */
	async function endOf(stop: AbortController | undefined) {
		const log: string[] = [];
		const clock = new VirtualClock();
		const { operation } = operationThat({ clock });
		const uncertain: typeof operation = {
			...operation,
			perform: async (item, run) => {
				const last = item === MANY - 1;
				if (last) stop?.abort();
				await clock.sleep(0);
				if (last) throw stoppedFailure('at last');
				run.created.push({ ...TASK, item });
				return await Promise.reject(
					new Failure('uncertain', `It is not known whether the task was created`, 'Look there.'),
				);
			},
		};
		const context = contextWith(MANY, { log, continueOnFail: true, ...(stop && { stop: stop.signal }) });
		const error = await runItems(context, uncertain, clock).then(
			() => undefined,
			(thrown: NodeOperationError) => thrown,
		);
		return { text: `${error?.message} ${error?.description}`, log };
	}

	it('fit into an error, and are complete in n8n’s log', async () => {
		const { text, log } = await endOf(new AbortController());
		expect(text.length).toBeLessThan(20_000);
		expect(text).toContain('Item 0: ');
		expect(text).toMatch(/For 9979 more items it is not known either whether a task was created/);
		expect(log.filter((line) => line.includes('Item 9998: '))).toHaveLength(1);
		expect(Math.max(...log.map((line) => line.length))).toBeLessThan(20_000);
	});
});

describe('Stop among ten thousand items', () => {
	/** Clicks Stop at this moment, and returns how long the run continued. */
	async function stopAt(press: (stop: () => void, clock: ThreadClock) => Partial<Behavior>) {
		const clock = new ThreadClock();
		const stop = new AbortController();
		let pressedAt = NaN;
		const pressed = () => {
			pressedAt = clock.now();
			stop.abort();
		};
		const { operation, seen } = operationThat({ clock, ...press(pressed, clock) });
		const ended = runItems(contextWith(MANY, { stop: stop.signal }), operation, clock);
		await expect(ended).rejects.toThrow(/^The run was canceled/);
		return { took: clock.now() - pressedAt, seen };
	}

	it('takes effect while they are checked', async () => {
		const { took, seen } = await stopAt((stop, clock) => ({
			check: (item) => {
				clock.work(CHECK_MS);
				if (item === 100) stop();
			},
		}));
		expect(took).toBeLessThan(1000);
		expect(seen.checked).toBeLessThan(1000);
	});

	it('ends the run within a second, and nothing is created after it', async () => {
		let created = 0;
		const { took } = await stopAt((stop, clock) => ({
			tasks: 5,
			perform: async (item, { signal }) => {
				created++;
				if (item === 50) stop();
				await clock.sleep(10, signal);
			},
		}));
		expect(took).toBeLessThan(1000);
		expect(created).toBe(51);
	});
});
