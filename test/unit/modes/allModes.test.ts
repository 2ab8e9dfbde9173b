import fc from 'fast-check';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { COMMON, VACE, WAN27, type NumberLimit } from '../../../nodes/WanVideoEdit/dashscope/limits';
import { FAMILIES } from '../../../nodes/WanVideoEdit/dashscope/models';
import { Failure } from '../../../nodes/WanVideoEdit/failure/failure';
import { MODES } from '../../../nodes/WanVideoEdit/modes';
import {
	BLAMING_WORDS,
	bodyOf,
	bodyOfRaw,
	checkedOf,
	failureOf,
	form,
	LEAST,
	modeNamed,
	refusalOf,
	text,
	VACE_OPERATIONS,
} from '../drafts';
import { anyForm } from './anyForm';

const OPERATIONS = Object.keys(LEAST);

/** Every key that a body of an operation may have (ALI-27, ALI-VACE: the API references of the two models). */
const KEYS: Readonly<Record<string, { input: string[]; parameters: string[] }>> = {
	edit: {
		input: ['prompt', 'negative_prompt', 'media'],
		parameters: ['resolution', 'ratio', 'duration', 'audio_setting', 'prompt_extend', 'watermark', 'seed'],
	},
	imageReference: {
		input: ['function', 'prompt', 'ref_images_url'],
		parameters: ['obj_or_bg', 'size', 'prompt_extend', 'seed', 'watermark'],
	},
	repaint: {
		input: ['function', 'prompt', 'video_url', 'ref_images_url'],
		parameters: ['control_condition', 'strength', 'prompt_extend', 'seed', 'watermark'],
	},
	editRegion: {
		input: [
			'function',
			'prompt',
			'video_url',
			'ref_images_url',
			'mask_image_url',
			'mask_video_url',
			'mask_frame_id',
		],
		parameters: [
			'size',
			'control_condition',
			'mask_type',
			'expand_ratio',
			'expand_mode',
			'prompt_extend',
			'seed',
			'watermark',
		],
	},
	extend: {
		input: [
			'function',
			'prompt',
			'video_url',
			'first_clip_url',
			'last_clip_url',
			'first_frame_url',
			'last_frame_url',
		],
		parameters: ['control_condition', 'prompt_extend', 'seed', 'watermark'],
	},
	outpaint: {
		input: ['function', 'prompt', 'video_url'],
		parameters: [
			'top_scale',
			'bottom_scale',
			'left_scale',
			'right_scale',
			'prompt_extend',
			'seed',
			'watermark',
		],
	},
};

const FUNCTIONS = {
	imageReference: 'image_reference',
	repaint: 'video_repainting',
	editRegion: 'video_edit',
	extend: 'video_extension',
	outpaint: 'video_outpainting',
};

describe.each(OPERATIONS)('Every mode, %s', (operation) => {
	const mode = modeNamed(operation);

	/** The form with another model. */
	const withModel = (value: string, mode: 'list' | 'id' = 'id') =>
		operation === 'edit' ? { model: { __rl: true, mode, value } } : { options: { model: value } };

	it('defaults to the model of the guide, and sends the selected one', () => {
		expect(bodyOf(operation).model).toBe(FAMILIES[mode.family].defaultModel);
		expect(bodyOf(operation, withModel(' other-model ')).model).toBe('other-model');
		if (operation === 'edit') expect(bodyOf(operation, { model: 'a-text' }).model).toBe('a-text');
	});

	it('rejects an empty model, and one that cannot be a model ID', () => {
		expect(refusalOf(operation, withModel('wan 2.7/edit'), 1).message).toBe(
			'\'Model\' is "wan 2.7/edit"; a model ID has letters, digits, dots and hyphens only',
		);
		if (operation === 'edit') {
			expect(refusalOf(operation, withModel(' '), 1).message).toBe("'Model' is empty");
		} else {
			expect(bodyOf(operation, withModel(' ')).model).toBe(FAMILIES[mode.family].defaultModel);
		}
	});

	it('rejects a model of the other family, which another operation may have left behind', () => {
		const other = mode.family === 'vace' ? 'wan2.7-videoedit' : 'wanx2.1-vace-plus';
		const own = mode.family === 'vace' ? 'wan2.1-vace-plus or wanx2.1-vace-plus' : 'wan2.7-videoedit';
		expect(refusalOf(operation, withModel(other, 'list'), 1).message).toBe(
			`'Model' is "${other}", which is for other operations; ${mode.label} takes ${own}`,
		);
	});

	it('ignores a model that another operation left behind', () => {
		if (operation === 'edit') return;
		const leftOver = { ...form(operation), model: { __rl: true, mode: 'list', value: 'wan2.7-videoedit' } };
		expect(bodyOfRaw(operation, leftOver).model).toBe(FAMILIES.vace.defaultModel);
	});

	it('takes a seed from 0 to 2147483647 only, and whole ones', () => {
		for (const seed of [0, 1, 2147483647]) {
			expect(bodyOf(operation, { options: { seed } })).toMatchObject({ parameters: { seed } });
		}
		for (const seed of [-1, 2147483648, 0.5]) {
			expect(refusalOf(operation, { options: { seed } }, 2).message).toBe(
				`'Seed' is ${seed}; it takes a whole number from 0 to 2147483647`,
			);
		}
	});

	it('rejects a boolean that is neither true nor false', () => {
		expect(refusalOf(operation, { options: { watermark: 'maybe' } }, 2).message).toBe(
			'\'Watermark\' is "maybe"; it takes true or false',
		);
	});

	it("sends a boolean that the user set back to Alibaba Cloud's default", () => {
		expect(bodyOf(operation, { options: { promptExtend: true, watermark: false } })).toMatchObject({
			parameters: { prompt_extend: true, watermark: false },
		});
	});

	it('sends only keys of the mode, and never an undefined value, for any valid form', () => {
		fc.assert(
			fc.property(anyForm, (values) => {
				let body;
				try {
					body = bodyOfRaw(operation, { ...LEAST[operation], ...values });
				} catch (thrown) {
					if (thrown instanceof Failure) return;
					throw thrown;
				}
				expect(Object.keys(body).filter((key) => !['model', 'input', 'parameters'].includes(key))).toEqual(
					[],
				);
				const { input, parameters = {} } = body;
				expect(Object.keys(input).filter((key) => !KEYS[operation]!.input.includes(key))).toEqual([]);
				expect(Object.keys(parameters).filter((key) => !KEYS[operation]!.parameters.includes(key))).toEqual(
					[],
				);
				expect(JSON.parse(JSON.stringify(body))).toEqual(body);
				expect(Object.values({ ...input, ...parameters })).not.toContain(undefined);
			}),
			{ numRuns: 400 },
		);
	});

	it('rejects with badInput, the item and a calm tone, whatever the form contains', () => {
		fc.assert(
			fc.property(anyForm, fc.nat(50), (values, item) => {
				try {
					checkedOf(operation, values, item);
				} catch (thrown) {
					if (!(thrown instanceof Failure)) throw thrown;
					expect(thrown.kind).toBe('badInput');
					expect(thrown.message).not.toMatch(/\bitem \d/);
					expect(thrown.message).not.toMatch(BLAMING_WORDS);
					expect(thrown.description ?? '').not.toMatch(BLAMING_WORDS);
					expect(thrown.details.retryable).toBe(false);
				}
			}),
			{ numRuns: 400 },
		);
	});
});

describe.each(VACE_OPERATIONS)('Every VACE mode, %s', (operation) => {
	const { label } = modeNamed(operation);

	it('names its function', () => {
		expect(bodyOf(operation).input).toMatchObject({
			function: FUNCTIONS[operation as keyof typeof FUNCTIONS],
		});
	});

	it('accepts a prompt of 800 characters', () => {
		expect(() => checkedOf(operation, form(operation, { prompt: text(800) }))).not.toThrow();
		expect(() => checkedOf(operation, form(operation, { prompt: '🎬'.repeat(800) }))).not.toThrow();
	});

	it('rejects a prompt of 801 characters and states the count', () => {
		expect(refusalOf(operation, { prompt: text(801) }, 9).message).toBe(
			`'Prompt' has 801 characters; ${label} takes up to 800`,
		);
	});

	it('rejects an empty prompt', () => {
		for (const prompt of ['', ' \n ']) {
			expect(refusalOf(operation, { prompt }, 9).message).toBe(`'Prompt' is empty; ${label} needs it`);
		}
	});
});

describe('Number rules', () => {
	const numbers: ReadonlyArray<[string, string, (value: number) => object, NumberLimit]> = [
		['edit', 'duration', (value) => ({ options: { duration: value } }), WAN27.duration],
		['repaint', 'strength', (value) => ({ options: { strength: value } }), VACE.strength],
		['editRegion', 'expandRatio', (value) => ({ options: { expandRatio: value } }), VACE.expandRatio],
		['editRegion', 'maskFrameId', (value) => ({ options: { maskFrameId: value } }), VACE.maskFrameId],
		['outpaint', 'leftScale', (value) => ({ leftScale: value }), VACE.scale],
		['edit', 'seed', (value) => ({ options: { seed: value } }), COMMON.seed],
	];

	it.each(numbers)('%s accept exactly the %s within the limit', (operation, name, valuesOf, limit) => {
		const base = form(operation);
		fc.assert(
			fc.property(
				fc.oneof(fc.double({ noNaN: true }), fc.double({ min: -1, max: 12 }), fc.integer()),
				(value) => {
					fc.pre(Number.isFinite(value) && !(name === 'duration' && value === 0));
					const isInside =
						value >= limit.min && value <= limit.max && (!limit.integer || Number.isInteger(value));
					const work = () => checkedOf(operation, { ...base, ...valuesOf(value) });
					if (isInside) expect(work).not.toThrow();
					else expect(failureOf(work).message).toContain(`is ${JSON.stringify(value)}; it takes`);
				},
			),
		);
	});
});

describe('The guide', () => {
	const folder = join(__dirname, '../../golden');
	const requests = readdirSync(folder).filter((name) => name.endsWith('.json'));

	it('has seven requests', () => {
		expect(requests).toHaveLength(7);
	});

	it.each(requests)('gets exactly the body of its request %s', (name) => {
		const { parameters, request } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as {
			parameters: { operation: string };
			request: { body: unknown };
		};
		const { operation, ...values } = parameters;
		expect(bodyOf(operation, values)).toEqual(request.body);
	});
});

it('has one mode per function, and no operation twice', () => {
	expect(MODES.map(({ operation }) => operation)).toEqual(OPERATIONS);
});
