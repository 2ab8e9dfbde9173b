import type { INodeExecutionData } from 'n8n-workflow';
import type { Clock } from '../../nodes/WanVideoEdit/timing/clock';
import { execute } from '../../nodes/WanVideoEdit/run/execute';
import { standIn, type Execution } from './standIn';

/** How a try of the node ended, and when. */
export type Ending = { readonly at: number } & (
	| { readonly kind: 'items'; readonly items: INodeExecutionData[] }
	| { readonly kind: 'error'; readonly error: NodeErrorLike }
	/** n8n was killed meanwhile. */
	| { readonly kind: 'crash' }
);

export interface NodeErrorLike {
	readonly message: string;
	readonly description?: string | null;
	readonly context?: Readonly<Record<string, unknown>>;
}

export const WAIT_BETWEEN_TRIES_MS = 1_000;

/**
 * Runs the node as n8n does: each try for all items; again after an error, and with Continue On Fail again
 * if the first item is an error. A Stop does not prevent that.
 * @returns the ending of each try; n8n shows the last
 */
export async function runAsN8n(execution: Execution, clock: Clock): Promise<Ending[]> {
	const { tries } = execution.plan;
	const endings: Ending[] = [];
	for (let attempt = 0; attempt < tries; attempt += 1) {
		if (attempt > 0) await clock.sleep(WAIT_BETWEEN_TRIES_MS);
		try {
			const items = await execute(standIn(execution), clock);
			endings.push({ at: clock.now(), kind: 'items', items });
			if (items[0]?.json.error === undefined) break;
		} catch (error) {
			endings.push({ at: clock.now(), kind: 'error', error: error as NodeErrorLike });
		}
	}
	return endings;
}
