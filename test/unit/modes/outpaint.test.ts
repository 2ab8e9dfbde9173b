import { bodyOf, bodyOfRaw, checkedOf, form, refusalOf, VIDEO } from '../drafts';

const NONE = { topScale: 1, bottomScale: 1, leftScale: 1, rightScale: 1 };
const UP = { ...NONE, topScale: 1.5 };

describe('Outpaint', () => {
	it('expands all sides by half when nothing else was filled in', () => {
		const half = { top_scale: 1.5, bottom_scale: 1.5, left_scale: 1.5, right_scale: 1.5 };
		expect(bodyOf('outpaint', { topScale: undefined }).parameters).toEqual(half);
	});

	it('sends only the sides that grow', () => {
		expect(bodyOf('outpaint', UP)).toEqual({
			model: 'wan2.1-vace-plus',
			input: { function: 'video_outpainting', prompt: 'A lady', video_url: VIDEO },
			parameters: { top_scale: 1.5 },
		});
	});

	it('sends everything that the user set', () => {
		expect(
			bodyOf('outpaint', {
				topScale: 1.1,
				bottomScale: '1.2',
				leftScale: 1.3,
				rightScale: 2,
				options: { promptExtend: false, watermark: true, seed: 3 },
			}),
		).toEqual({
			model: 'wan2.1-vace-plus',
			input: { function: 'video_outpainting', prompt: 'A lady', video_url: VIDEO },
			parameters: {
				top_scale: 1.1,
				bottom_scale: 1.2,
				left_scale: 1.3,
				right_scale: 2,
				prompt_extend: false,
				watermark: true,
				seed: 3,
			},
		});
	});

	it('treats an emptied scale as no growth', () => {
		expect(bodyOf('outpaint', { ...UP, bottomScale: '', leftScale: null }).parameters).toEqual({
			top_scale: 1.5,
		});
	});

	it('sends no field of another mode', () => {
		const foreign = { ...form('outpaint'), maskUrl: VIDEO, options: { size: '960*960', strength: 1 } };
		expect(bodyOfRaw('outpaint', foreign)).toEqual(bodyOf('outpaint'));
	});

	it.each(['topScale', 'bottomScale', 'leftScale', 'rightScale'])(
		'accepts 2 and just above 1 for %s alone',
		(name) => {
			for (const scale of [1.01, 2]) {
				const values = { ...NONE, [name]: scale };
				expect(() => checkedOf('outpaint', form('outpaint', values))).not.toThrow();
			}
		},
	);

	it.each([
		['topScale', 'Top Scale'],
		['bottomScale', 'Bottom Scale'],
		['leftScale', 'Left Scale'],
		['rightScale', 'Right Scale'],
	])('rejects 0.99 and 2.01 for %s', (name, label) => {
		for (const scale of [0.99, 2.01]) {
			expect(refusalOf('outpaint', { [name]: scale }, 6).message).toBe(
				`'${label}' is ${scale}; it takes a number from 1 to 2`,
			);
		}
	});

	it('rejects four scales of 1, which would be billed for nothing', () => {
		expect(refusalOf('outpaint', NONE, 6).message).toBe(
			"'Top Scale', 'Bottom Scale', 'Left Scale' and 'Right Scale' are all 1; Outpaint needs at least one above 1",
		);
	});

	it('rejects a scale in words', () => {
		expect(refusalOf('outpaint', { topScale: '1,5' }, 6).message).toBe(
			'\'Top Scale\' is "1,5"; it takes a number',
		);
	});
});
