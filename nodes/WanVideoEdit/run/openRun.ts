import type { IExecuteFunctions, ILoadOptionsFunctions } from 'n8n-workflow';
import type { Account } from '../dashscope/account';
import { accountOf } from '../dashscope/account';
import { apiKeyOf } from '../dashscope/apiKey';
import { DashScope } from '../dashscope/client';
import { baseUrlOf, type DashScopeCredential } from '../dashscope/hosts';
import { cleanerOf } from '../dashscope/secrets';
import { readCredential } from '../n8n/credential';
import { CREDENTIAL, sendThrough } from '../n8n/requests';
import { ConcurrencyLimits, type Concurrency } from '../stages/concurrencyLimits';
import { placementsOf, type PlaceRun } from '../stages/place/placements';
import type { Run, RunBase } from '../stages/run';
import { ResultTotals } from '../stages/resultTotals';
import { CrashRecovery } from '../stages/submit/crashRecovery';
import { TaskDurations } from '../stages/wait/taskDurations';
import { TaskPoller } from '../stages/wait/taskPoller';
import type { WaitRun } from '../stages/wait/wait';
import { type Clock, systemClock } from '../timing/clock';

/** A run with everything that its stages need. */
export interface ItemRun extends PlaceRun, WaitRun {
	/** Recovers the tasks of a crashed execution that is retried. */
	readonly recovery: CrashRecovery;
}

/**
 * Opens the run of an execution: its credential, account and concurrency limits.
 * @param onFailure is called when an item fails, before another one takes its slot
 * @throws Failure `credential` if the credential cannot be used
 */
export async function openRun(
	base: Pick<Run, 'context' | 'clock' | 'signal' | 'stop'>,
	places: Concurrency,
	onFailure: () => void,
): Promise<ItemRun> {
	const { account, client } = await openAccount(base.context, base.clock, base.signal);
	return runOf({ ...base, lineClock: systemClock, client }, account, places, onFailure);
}

/**
 * The account of the selected credential, and a client that keeps to its rate limits.
 * @throws Failure `credential` if the credential cannot be used
 */
export async function openAccount(
	context: IExecuteFunctions | ILoadOptionsFunctions,
	clock: Clock,
	signal: AbortSignal,
): Promise<{ readonly account: Account; readonly client: DashScope }> {
	const credential = await readCredential<DashScopeCredential>(context, CREDENTIAL);
	const [baseUrl, apiKey] = [baseUrlOf(credential), apiKeyOf(credential)];
	const account = accountOf(baseUrl, apiKey, clock);
	const send = account.paced(sendThrough(context), clock, signal);
	return { account, client: new DashScope(send, baseUrl, cleanerOf([apiKey])) };
}

/** A run with an account. */
export const runOf = (
	base: RunBase & Pick<Run, 'stop'>,
	account: Account,
	{ tasks, starts }: Concurrency,
	onFailure?: () => void,
): ItemRun => ({
	...base,
	placements: placementsOf(base),
	created: [],
	account,
	limits: new ConcurrencyLimits(tasks, onFailure, starts),
	poller: new TaskPoller(base),
	durations: new TaskDurations(base.context, base.client.baseUrl),
	recovery: new CrashRecovery(),
	handedOn: new Set(),
	totals: new ResultTotals(),
	started: () => undefined,
});
