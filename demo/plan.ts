import { fetchInputs } from './inputs';
import { promiseOf, type VideoPromise } from './promises';
import { settingsOf, type Setting } from './settings';
import { modeNodes, type ModeNode } from './workflow';
import type { MediaFacts } from '../emulator/media/probe';
import type { WorkflowJson } from '../test/support/engine';

/** An image or video that a mode uses. */
export interface ModeInput {
	/** `Video`, `Image (Subject)` */
	readonly label: string;
	/** The field of the item with the file; undefined for a link. */
	readonly field?: string;
	/** Relative to the page. */
	readonly path: string;
	readonly facts: MediaFacts;
}

/** A mode before the run: its inputs, settings and expected output. */
export interface PlannedMode {
	readonly mode: ModeNode;
	readonly prompt: string;
	readonly settings: readonly Setting[];
	readonly inputs: readonly ModeInput[];
	readonly promise: VideoPromise;
}

/** Copies the inputs to the output folder and determines the expected output of each mode. */
export async function planModes(workflow: WorkflowJson, output: string): Promise<PlannedMode[]> {
	const modes = modeNodes(workflow).map((mode) => ({ mode, settings: settingsOf(mode) }));
	const links = modes.flatMap(({ settings }) => settings.flatMap(({ media }) => media?.link ?? []));
	const files = await fetchInputs(links, output);
	return modes.map(({ mode, settings }) => {
		const inputs = settings.flatMap(({ media }): ModeInput[] => {
			const file = media && files.get(media.link);
			return file ? [{ label: media.label, field: media.field, ...file }] : [];
		});
		const [first] = inputs;
		if (!first) throw new Error(`${mode.name} has no input image or video`);
		const promise = promiseOf(mode.operation, mode.parameters, first.facts);
		return { mode, prompt: String(mode.parameters.prompt ?? ''), settings, inputs, promise };
	});
}
