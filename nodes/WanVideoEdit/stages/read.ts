import { readFitting } from '../form/fitting';
import { readSound } from '../form/sound';
import type { ItemParameters } from '../form/parameters';
import { readModel } from '../form/promptAndModel';
import type { AnyMode, Draft } from '../modes/mode';

/**
 * Reads the request of an item from its parameters.
 * @throws Failure `badInput` if a required parameter is empty, or a parameter has the wrong type
 */
export function read(mode: AnyMode, parameters: ItemParameters): Draft<unknown> {
	return {
		item: parameters.item,
		model: readModel(parameters, mode.family),
		prompt: parameters.text('prompt'),
		promptExtend: parameters.boolean('options.promptExtend'),
		seed: parameters.number('options.seed'),
		watermark: parameters.boolean('options.watermark'),
		fitting: readFitting(parameters),
		...(mode.family === 'vace' ? { sound: readSound(parameters) } : {}),
		...mode.read(parameters),
	};
}
