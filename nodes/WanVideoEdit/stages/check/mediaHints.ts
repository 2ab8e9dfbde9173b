import type { IExecuteFunctions } from 'n8n-workflow';
import { codecOf } from '../../media/codecs';
import { titleOf } from '../../media/slot';
import type { SeenSlot } from './seenSlot';

/** Hints of one execution: thousands of clips of one phone would all have the same. */
const MOST_HINTS = 20;
const COUNTS = new WeakMap<IExecuteFunctions, number>();

/** Says what passes and may still be rejected, and what nothing here could look at. */
export function hintAtMedia(seen: readonly SeenSlot[], item: number, context: IExecuteFunctions): void {
	for (const one of seen) {
		for (const message of hintsOf(one, `'${titleOf(one.slot)}' of item ${item}`)) {
			const count = (COUNTS.get(context) ?? 0) + 1;
			COUNTS.set(context, count);
			if (count > MOST_HINTS) return;
			const more = count === MOST_HINTS ? ' Files of further items are not named.' : '';
			context.addExecutionHints?.({ message: message + more, location: 'outputPane' });
		}
	}
}

function* hintsOf({ facts, colors }: SeenSlot, subject: string): Generator<string> {
	if (facts.kind === 'video') {
		const unsure = facts.codecs.map(codecOf).find(({ verdict }) => verdict === 'hint');
		if (unsure) {
			yield `${subject} has the codec ${unsure.name}. Alibaba Cloud documents H.264: if the task fails for the format, export the video as MP4 with H.264.`;
		}
	}
	if (facts.kind === 'image' && facts.opaque === true) {
		yield `${subject} is a PNG with an alpha channel, in which every pixel is opaque. Alibaba Cloud documents PNG without one: if the task fails for the format, export the image without transparency.`;
	}
	if (facts.kind === 'image' && colors?.kind === 'cannotTell') {
		const way = facts.format === 'PNG' ? '' : ' Give it as PNG to have it checked.';
		yield `${subject} was not looked at for pure black and white (${colors.reason}).${way}`;
	}
}
