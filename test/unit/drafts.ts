import { countCharacters } from '../../nodes/WanVideoEdit/dashscope/limits';
import type { CreateTaskBody } from '../../nodes/WanVideoEdit/dashscope/wire';
import { Failure } from '../../nodes/WanVideoEdit/failure/failure';
import { fieldsOf } from '../../nodes/WanVideoEdit/modes/form';
import { MODES, modeOf } from '../../nodes/WanVideoEdit/modes';
import type { AnyMode, Checked, Placed } from '../../nodes/WanVideoEdit/modes/mode';
import { check } from '../../nodes/WanVideoEdit/stages/check/check';
import { read } from '../../nodes/WanVideoEdit/stages/read';
import { filledForm, parametersOf } from '../support/parameters';

export const VIDEO = 'https://example.com/in.mp4';
export const IMAGE = 'https://example.com/in.png';

/** The minimum that a user has to fill in, per operation. */
export const LEAST: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
	edit: { prompt: 'Clay', videoUrl: VIDEO },
	imageReference: { prompt: 'A girl', referenceImages: { image: [{ url: IMAGE }] } },
	repaint: { prompt: 'A car', videoUrl: VIDEO },
	editRegion: { prompt: 'A lion', videoUrl: VIDEO, maskUrl: 'https://example.com/mask.png' },
	extend: { prompt: 'A dog', startUrl: VIDEO },
	outpaint: { prompt: 'A lady', videoUrl: VIDEO, topScale: 1.5 },
};

export const VACE_OPERATIONS = Object.keys(LEAST).filter((operation) => operation !== 'edit');

/** The mode of an operation. */
export function modeNamed(operation: string): AnyMode {
	const mode = modeOf(operation);
	if (!mode) throw new Error(`no mode ${operation} in ${MODES.map((one) => one.operation).join()}`);
	return mode;
}

/** A form with n8n's defaults, the required minimum and these values. */
export const form = (operation: string, values: object = {}): Record<string, unknown> =>
	filledForm(fieldsOf(modeNamed(operation)), { ...LEAST[operation], ...values });

/** Reads and checks a form, as the node does before anything is sent. @throws Failure */
export function checkedOf(operation: string, values: object, item = 0): Checked<unknown> {
	const mode = modeNamed(operation);
	return check(mode, read(mode, parametersOf(values, fieldsOf(mode), { item })));
}

/** The request of a form whose files are links. */
export function placedOf(operation: string, values: object = form(operation), item = 0): Placed<unknown> {
	const request = checkedOf(operation, values, item);
	const slots = request.slots.map((slot) => ({ ...slot, url: (slot.source as { url: string }).url }));
	return { ...request, slots };
}

/** The body that is sent for a form. `values` are added to the required minimum. */
export const bodyOf = (operation: string, values: object = {}): CreateTaskBody =>
	modeNamed(operation).body(placedOf(operation, form(operation, values)));

/** The body for exactly these parameters, even if the form cannot contain them. */
export const bodyOfRaw = (operation: string, values: object): CreateTaskBody =>
	modeNamed(operation).body(placedOf(operation, values));

/** The failure that rejects a form. `values` are added to the required minimum. */
export const refusalOf = (operation: string, values: object, item = 0): Failure =>
	failureOf(() => checkedOf(operation, form(operation, values), item));

/** The failure that a function throws. */
export function failureOf(work: () => unknown): Failure {
	try {
		work();
	} catch (thrown) {
		if (thrown instanceof Failure) return thrown;
		throw thrown;
	}
	throw new Error('nothing was thrown');
}

/** The failure that a promise is rejected with. */
export async function rejectionOf(work: Promise<unknown>): Promise<Failure> {
	const outcome = await work.then(
		() => new Error('nothing was thrown'),
		(thrown: unknown) => thrown,
	);
	return failureOf(() => {
		throw outcome;
	});
}

/** A text of this many characters. */
export const text = (characters: number): string => {
	const made = '界'.repeat(characters);
	if (countCharacters(made) !== characters) throw new Error('miscounted');
	return made;
};

/** n8n's rule for messages: no words that blame the user. */
export const BLAMING_WORDS = /\b(errors?|problems?|failures?|failed|mistakes?)\b/i;
