import type { IExecuteFunctions } from 'n8n-workflow';
import { codecOf } from '../../media/codecs';
import { itemName, withNotes } from '../../text/itemName';
import { titleOf } from '../../media/slot';
import type { SeenSlot } from './seenSlot';

/** Maximum number of hints per execution: thousands of clips from one phone would all get the same hint. */
const MOST_HINTS = 20;
const COUNTS = new WeakMap<IExecuteFunctions, number>();

/** Adds hints about files that Alibaba Cloud may still reject, and about files that could not be checked. */
export function hintAtMedia(seen: readonly SeenSlot[], item: number, context: IExecuteFunctions): void {
	for (const one of seen) {
		const name = itemName(item, context.getInputData().length);
		for (const message of hintsOf(one, withNotes(`'${titleOf(one.slot)}'`, name))) {
			const count = (COUNTS.get(context) ?? 0) + 1;
			COUNTS.set(context, count);
			if (count > MOST_HINTS) return;
			const more = count === MOST_HINTS ? ' Hints about further files are left out.' : '';
			context.addExecutionHints?.({ message: message + more, location: 'outputPane' });
		}
	}
}

function* hintsOf({ facts, colors, fitted }: SeenSlot, subject: string): Generator<string> {
	for (const change of fitted?.changes ?? []) yield `${subject} ${change}.`;
	if (facts.kind === 'video') {
		const unsure = facts.codecs.map(codecOf).find(({ verdict }) => verdict === 'hint');
		if (unsure) {
			yield `${subject} uses the codec ${unsure.name}. Alibaba Cloud documents H.264 only: if the task fails because of the format, export the video as MP4 with H.264.`;
		}
	}
	if (facts.kind === 'image' && colors?.kind === 'cannotTell') {
		const way = facts.format === 'PNG' ? '' : ' Use a PNG to have it checked.';
		yield `${subject} was not checked for pure black and white (${colors.reason}).${way}`;
	}
}
