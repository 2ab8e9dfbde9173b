import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { LruMap } from '../../timing/lruMap';
import { isProduction } from '../../n8n/executionMode';
import { REMEMBERED } from './pollSchedule';

/** Maximum number of kinds in memory: a model has about ten. */
const KINDS_KNOWN = 1_000;

/** Seconds that the latest tasks took, by kind, newest last. Kept as long as the process runs. */
const known = new LruMap<string, readonly number[]>(KINDS_KNOWN);

/** Maximum number of kinds saved, so that the workflow's data stays small. */
const KINDS_KEPT = 20;

/**
 * How long tasks took, in all runs of this process and in earlier production runs of this node, which n8n
 * saves in the workflow's static data.
 */
export class TaskDurations {
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly host: string,
	) {}

	/** Seconds for which the latest tasks of a kind ran, newest last. */
	of(kind: string | undefined): readonly number[] {
		if (kind === undefined) return [];
		return known.get(this.keyOf(kind)) ?? seconds(this.kept[kind]);
	}

	add(kind: string | undefined, taken: number): void {
		if (kind === undefined || !(taken > 0)) return;
		const latest = [...this.of(kind), Math.round(taken)].slice(-REMEMBERED);
		known.set(this.keyOf(kind), latest);
		const store = this.store;
		if (!store || !isProduction(this.context)) return;
		const others = Object.entries(this.kept).filter(([other]) => other !== kind);
		// Assigned as a whole: n8n only notices changes at the top level.
		store.durations = Object.fromEntries([...others, [kind, latest]].slice(-KINDS_KEPT)) as IDataObject;
	}

	private keyOf(kind: string): string {
		return `${this.host} ${kind}`;
	}

	private get kept(): Readonly<Record<string, unknown>> {
		return (this.store?.durations as Record<string, unknown> | undefined) ?? {};
	}

	private get store(): IDataObject | undefined {
		return this.context.getWorkflowStaticData?.('node');
	}
}

/** Anyone who can edit the workflow may have written it. */
const seconds = (value: unknown): number[] =>
	Array.isArray(value) ? value.filter((one): one is number => Number.isFinite(one) && one > 0) : [];
