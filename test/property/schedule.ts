import fc from 'fast-check';
import type { RequestFault } from '../../emulator';
import { CONNECTION_STAGES, type ConnectionStage } from './connection';
import type { ApiEndpoint } from './endpoints';

/** What happens to an accepted task. */
export type Fate = 'video' | 'failsPassing' | 'failsForGood' | 'failsSilently' | 'vanishes' | 'isSuspended';

/** One execution of the node, with n8n's settings around it. */
export interface RunPlan {
	readonly items: number;
	readonly prompts: 'own' | 'same' | 'none';
	/** Number of tries with Retry On Fail; 1 is off. */
	readonly tries: number;
	readonly continueOnFail: boolean;
	readonly startAfterMs: number;
	/** Stop is clicked this long after the start, if the run has not ended. */
	readonly stopAfterMs: number | null;
	readonly waits: boolean;
	readonly cancelOnStop: boolean;
	readonly polling: 'economy' | 'balanced' | 'fast';
	readonly timeoutMinutes: number;
	readonly onTimeout: 'fail' | 'continue';
	readonly maxConcurrentTasks: number | null;
	/** How key and host are written in the credential. */
	readonly spelling: number;
	/** The video of each item is too long, and split. Not in every operation. Undefined in old schedules. */
	readonly splits?: boolean;
	/** How often Retry is clicked in n8n's list of executions, after an execution that failed or crashed. */
	readonly retries: number;
}

/** All random choices of a play. Plain JSON, so that it can be stored. */
export interface Schedule {
	readonly operation: string;
	/** Concurrent runs in one process, with one credential. */
	readonly runs: readonly RunPlan[];
	readonly faults: {
		readonly seed: number;
		readonly rate: number;
		readonly kinds: ReadonlyArray<RequestFault['kind']>;
		readonly endpoints: readonly ApiEndpoint[];
	};
	/** Of accepted tasks, in order of acceptance. All later ones succeed. */
	readonly fates: readonly Fate[];
	readonly queueSeconds: number;
	readonly runSeconds: number;
	readonly listLagMs: number;
	readonly clockSkewMs: number;
	readonly upMs: number;
	readonly downMs: number;
	/** When another client of the account creates a task of the same model. */
	readonly foreignAtMs: readonly number[];
	/** The host knows only the other spelling of VACE's name. */
	readonly otherName: boolean;
	/** When n8n is killed, with everything it runs, and started again. */
	readonly crashAtMs: number | null;
	/** After a crash, Retry is clicked again before the first retry has ended. */
	readonly retriesTogether: boolean;
	/** When n8n's wall clock is changed. */
	readonly clockSteps: ReadonlyArray<{ readonly atMs: number; readonly byMs: number }>;
	/** Requests that get no response because of the connection. */
	readonly connection: { readonly rate: number; readonly stages: readonly ConnectionStage[] };
	/** Seed for the random numbers of the node and the network. */
	readonly chance: number;
}

const KINDS: ReadonlyArray<RequestFault['kind']> = [
	'status',
	'reset',
	'lostAnswer',
	'delay',
	'body',
	'truncate',
	'edit',
	'duplicate',
	'reorder',
];

const ENDPOINTS: readonly ApiEndpoint[] = ['create', 'query', 'list', 'cancel'];

/** One time in four. */
const seldom = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> =>
	fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: value });

const runPlan: fc.Arbitrary<RunPlan> = fc.record({
	items: fc.integer({ min: 1, max: 10 }),
	prompts: fc.constantFrom('own', 'same', 'none'),
	tries: fc.integer({ min: 1, max: 3 }),
	continueOnFail: fc.boolean(),
	startAfterMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 10_000 })),
	stopAfterMs: seldom(fc.integer({ min: 0, max: 120_000 })),
	waits: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
	cancelOnStop: fc.boolean(),
	polling: fc.constantFrom('balanced', 'economy', 'fast'),
	timeoutMinutes: fc.constantFrom(2, 1, 0.5),
	onTimeout: fc.constantFrom('fail', 'continue'),
	maxConcurrentTasks: seldom(fc.integer({ min: 1, max: 10 })),
	spelling: fc.nat({ max: 4 }),
	splits: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
	retries: fc.constantFrom(0, 1, 2),
});

const fate: fc.Arbitrary<Fate> = fc.oneof(
	{ weight: 8, arbitrary: fc.constant<Fate>('video') },
	{
		weight: 4,
		arbitrary: fc.constantFrom<Fate>(
			'failsPassing',
			'failsForGood',
			'failsSilently',
			'vanishes',
			'isSuspended',
		),
	},
);

export const schedules: fc.Arbitrary<Schedule> = fc.record({
	operation: fc.constantFrom('edit', 'imageReference', 'repaint', 'editRegion', 'extend', 'outpaint'),
	runs: fc.array(runPlan, { minLength: 1, maxLength: 2 }),
	faults: fc.record({
		seed: fc.integer({ min: 0, max: 0x7fffffff }),
		rate: fc.constantFrom(0, 0.05, 0.1, 0.2, 0.5),
		kinds: fc.oneof(fc.subarray([...KINDS], { minLength: 1 }), fc.constant(KINDS)),
		endpoints: fc.oneof(fc.subarray([...ENDPOINTS], { minLength: 1 }), fc.constant(ENDPOINTS)),
	}),
	fates: fc.array(fate, { maxLength: 12 }),
	queueSeconds: fc.constantFrom(5, 0, 20),
	runSeconds: fc.constantFrom(20, 5, 90),
	listLagMs: fc.constantFrom(0, 1_000, 10_000, 40_000, 150_000),
	clockSkewMs: fc.constantFrom(0, 1_500, -1_500, 60_000, -60_000, 3_600_000),
	upMs: fc.constantFrom(0, 20, 150),
	// Shorter than the gap between create requests: a repeated response does not come before the original.
	downMs: fc.constantFrom(0, 50, 150),
	foreignAtMs: fc.array(fc.integer({ min: 0, max: 60_000 }), { maxLength: 5 }),
	otherName: fc.boolean(),
	crashAtMs: seldom(fc.integer({ min: 0, max: 120_000 })),
	retriesTogether: fc.boolean(),
	clockSteps: fc.array(
		fc.record({
			atMs: fc.integer({ min: 0, max: 180_000 }),
			byMs: fc.constantFrom(-3_600_000, -60_000, -700, 700, 60_000, 3_600_000),
		}),
		{ maxLength: 2 },
	),
	connection: fc.record({
		rate: fc.constantFrom(0, 0, 0.05, 0.2),
		stages: fc.subarray([...CONNECTION_STAGES], { minLength: 1 }),
	}),
	chance: fc.integer({ min: 0, max: 0x7fffffff }),
});

/** Many items of one run in flight at once, polled as often as possible. */
export const crowds: fc.Arbitrary<Schedule> = fc
	.tuple(schedules, runPlan, fc.integer({ min: 40, max: 60 }))
	.map(([schedule, plan, items]) => ({
		...schedule,
		operation: 'edit',
		runs: [
			{
				...plan,
				items,
				splits: false,
				waits: true,
				polling: 'fast',
				maxConcurrentTasks: items,
				timeoutMinutes: 2,
			},
		],
		queueSeconds: 0,
		runSeconds: 90,
		foreignAtMs: [],
		crashAtMs: null,
		// The list would save queries: with it lagging behind, every poll is one.
		listLagMs: 150_000,
	}));
