import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { spellingFor } from '../dashscope/modelSpelling';
import { stoppedFailure } from '../failure/stopped';
import { rounded } from '../media/piece';
import { type PlacedSlot, titleOf } from '../media/slot';
import type { AnyMode } from '../modes/mode';
import { inputFieldsOf } from '../stages/collect/outputJson';
import { isWebLink } from '../stages/place/inspectLinks';
import { sumOf } from '../stages/submit/budget';
import { placeWith } from '../stages/place/place';
import { type Edit, lookForPrice } from './edit';
import type { ItemRun } from './openRun';
import { partsOf } from './parts';

/**
 * What an item would send and be billed. Everything is checked, and nothing is uploaded or created.
 * @param demand checks that need links to be read
 * @throws Failure as the item itself would before its task is created
 */
export async function dryRun(
	mode: AnyMode,
	edit: Edit,
	run: ItemRun,
	demand: () => Promise<void>,
): Promise<INodeExecutionData> {
	if (run.signal.aborted) throw stoppedFailure('before the item was checked');
	const { output, budget } = edit;
	const parts = await partsOf(mode, edit, run, lookForPrice);
	await demand();
	const prices = await Promise.all(
		parts.map(async (part) => mode.billedSeconds(part.request, await lookForPrice(mode, part, run))),
	);
	const [{ request } = edit, ...others] = parts;
	const seen = await lookForPrice(mode, parts[0] ?? edit, run);
	const model = spellingFor(run.client.baseUrl, request.model);
	const placed = await placeWith(mode, { ...request, model }, seen, async ({ slot, file }) =>
		placeholder(file?.binary.fileName ?? titleOf(slot)),
	);
	const shown = (slot: PlacedSlot): PlacedSlot =>
		edit.handling.rehostUrls && isWebLink(slot.url) ? { ...slot, url: placeholder(slot.url) } : slot;
	const seconds = (budget.estimate ??= sumOf(prices));
	run.totals.addDryRun(seconds);
	return {
		json: {
			...(output.includeInputFields ? inputFieldsOf(request, run) : {}),
			dryRun: true,
			operation: mode.operation,
			model,
			estimatedBilledSeconds: seconds,
			request: mode.body({ ...placed, slots: placed.slots.map(shown) }) as unknown as IDataObject,
			...(others.length > 0 && { pieces: parts.map((part, index) => spanOf(part, prices[index])) }),
		},
		pairedItem: { item: request.item },
	};
}

/** A piece of a video that is split. The request shown is that of the first one; the others differ in the video only. */
const spanOf = ({ request: { piece } }: Edit, seconds = 0): IDataObject => ({
	from: rounded(piece?.from ?? 0),
	to: rounded(piece?.to ?? 0),
	estimatedBilledSeconds: seconds,
});

/** In place of the link that a file gets when it is uploaded. */
const placeholder = (name: string): string => `<file: ${name}>`;
