import type { INodeExecutionData, IRun } from 'n8n-workflow';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { probe } from '../emulator/media/probe';
import type { Engine } from '../test/support/engine';
import { figuresOf, type Figure } from './figures';
import type { ModeInput, PlannedMode } from './plan';

/** The node's data about its task. */
export interface TaskFigures {
	readonly taskId: string;
	readonly model: string;
	readonly billedSeconds: number | null;
	/** From creation to end, in real seconds. */
	readonly taskSeconds: number;
	/** Total duration of the node: submit, wait, download. */
	readonly nodeSeconds: number;
	/** The prompt as rewritten by Alibaba Cloud, if it was. */
	readonly rewrittenPrompt?: string;
}

/** A mode after the run. */
export interface ModeResult extends PlannedMode {
	/** Undefined if no task was finished. */
	readonly task?: TaskFigures;
	/** Name of the video next to the page; undefined if there is none. */
	readonly video?: string;
	readonly figures: readonly Figure[];
	/** What n8n shows below the result. */
	readonly hints: readonly string[];
	/** What is missing, if anything. */
	readonly problem?: string;
}

/** The content of `results.json`. */
export interface Results {
	/** Whether the real service created the videos. */
	readonly live: boolean;
	readonly results: readonly ModeResult[];
}

/** Whether everything exists, plays, and has the promised properties. */
export const isGood = ({ problem, figures }: ModeResult): boolean =>
	problem === undefined && figures.every(({ kept }) => kept);

interface Where {
	readonly engine: Engine;
	readonly output: string;
	/** Speed-up of the API's clock. */
	readonly timeScale: number;
}

/** Takes a mode's video from the run, saves it next to the page and measures it. */
export async function collect(plan: PlannedMode, run: IRun, where: Where): Promise<ModeResult> {
	const { name, slug } = plan.mode;
	const [item] = where.engine.output(run, name);
	const stored = item?.binary?.data && where.engine.binaryPath(item.binary.data);
	const hints = (run.data.resultData.runData[name]?.[0]?.hints ?? []).map(({ message }) => message);
	if (!item || !stored) return { ...plan, hints, figures: [], problem: whyMissing(run, name) };

	const mask = await savedMask(plan, item, where);
	const found = { ...plan, inputs: [...plan.inputs, ...(mask ? [mask] : [])], hints };
	const video = `${slug}.mp4`;
	const file = join(where.output, video);
	await copyFile(stored, file);
	const task = taskFigures(plan, run, item.json, where.timeScale);
	try {
		return { ...found, task, video, figures: await figuresOf(file, plan.promise, task.billedSeconds) };
	} catch (error) {
		return { ...found, task, video, figures: [], problem: `Does not play: ${(error as Error).message}` };
	}
}

/** The mask that was sent, if the node returned it: one that it painted can be seen nowhere else. */
async function savedMask(
	{ mode }: PlannedMode,
	{ binary }: INodeExecutionData,
	{ engine, output }: Where,
): Promise<ModeInput | undefined> {
	const stored = binary?.mask && engine.binaryPath(binary.mask);
	if (stored === undefined) return undefined;
	const path = `inputs/${mode.slug}-mask.png`;
	await copyFile(stored, join(output, path));
	return { label: 'Mask, as it was sent', field: 'mask', path, facts: await probe(join(output, path)) };
}

function taskFigures(
	plan: PlannedMode,
	run: IRun,
	json: Record<string, unknown>,
	timeScale: number,
): TaskFigures {
	const took = Date.parse(String(json.finishedAt)) - Date.parse(String(json.submittedAt));
	const prompt = typeof json.prompt === 'string' ? json.prompt : plan.prompt;
	return {
		taskId: String(json.taskId),
		model: String(json.model),
		billedSeconds: typeof json.billedSeconds === 'number' ? json.billedSeconds : null,
		taskSeconds: took / 1000 / timeScale,
		nodeSeconds: (run.data.resultData.runData[plan.mode.name]?.[0]?.executionTime ?? 0) / 1000,
		...(prompt !== plan.prompt && { rewrittenPrompt: prompt }),
	};
}

function whyMissing(run: IRun, name: string): string {
	const error = run.data.resultData.runData[name]?.[0]?.error;
	if (error) return [error.message, error.description].filter(Boolean).join('. ');
	return run.status === 'success' ? 'The node returned no video' : 'Not reached: the run ended before it';
}
