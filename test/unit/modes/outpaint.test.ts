import { bodyOf, bodyOfRaw, checkedOf, form, refusalOf, VIDEO } from '../drafts';

describe('Outpaint', () => {
	it('sends only the sides that grow', () => {
		expect(bodyOf('outpaint')).toEqual({
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
		expect(bodyOf('outpaint', { bottomScale: '', leftScale: null }).parameters).toEqual({ top_scale: 1.5 });
	});

	it('sends no field of another mode', () => {
		const foreign = { ...form('outpaint'), maskUrl: VIDEO, options: { size: '960*960', strength: 1 } };
		expect(bodyOfRaw('outpaint', foreign)).toEqual(bodyOf('outpaint'));
	});

	it.each(['topScale', 'bottomScale', 'leftScale', 'rightScale'])(
		'accepts 2 and just above 1 for %s alone',
		(name) => {
			for (const scale of [1.01, 2]) {
				const values = { topScale: 1, [name]: scale };
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
		expect(refusalOf('outpaint', { topScale: 1 }, 6).message).toBe(
			"'Top Scale', 'Bottom Scale', 'Left Scale' and 'Right Scale' are all 1; Outpaint needs at least one above 1",
		);
	});

	it('rejects a scale in words', () => {
		expect(refusalOf('outpaint', { topScale: '1,5' }, 6).message).toBe(
			'\'Top Scale\' is "1,5"; it takes a number',
		);
	});
});
