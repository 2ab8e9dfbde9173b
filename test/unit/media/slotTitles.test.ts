import { mediaViolations } from '../../../nodes/WanVideoEdit/media/rules';
import { titleOf } from '../../../nodes/WanVideoEdit/media/slot';
import { checkedOf, form, IMAGE, modeNamed, refusalOf } from '../drafts';

const entries = (...urls: unknown[]) => ({
	referenceImages: { image: urls.map((url) => ({ url, role: 'obj' })) },
});
const labelsOf = (...urls: unknown[]) =>
	checkedOf('imageReference', form('imageReference', entries(...urls))).slots.map(titleOf);

describe('A reference image', () => {
	it('is numbered if there are others', () => {
		expect(labelsOf(IMAGE, IMAGE, IMAGE)).toEqual([
			'Reference Images (1)',
			'Reference Images (2)',
			'Reference Images (3)',
		]);
	});

	it('is counted among all images, not among entries', () => {
		expect(labelsOf([IMAGE, IMAGE], IMAGE)[2]).toBe('Reference Images (3)');
	});

	it('has no number if it is the only one', () => {
		expect(labelsOf(IMAGE)).toEqual(['Reference Images']);
	});

	it('can be found by the message about its file', () => {
		const { slots } = checkedOf('imageReference', form('imageReference', entries(IMAGE, IMAGE)));
		const small = { kind: 'image', format: 'PNG', width: 100, height: 100, alpha: false } as const;
		const inspected = slots.map((slot, index) => ({
			slot,
			bytes: 1000,
			facts: { ...small, ...(index === 0 ? { width: 400, height: 400 } : {}) },
		}));
		const found = mediaViolations(inspected, modeNamed('imageReference').label);
		expect(found.map(({ says }) => says)).toEqual([
			"'Reference Images (2)' is 100 × 100 px; Generate From References takes sides of 360 to 2000 px",
		]);
	});

	it('is not named in a rule about their number', () => {
		expect(refusalOf('imageReference', entries(IMAGE, IMAGE, IMAGE, IMAGE)).message).toBe(
			"'Reference Images' has 4 images; Generate From References takes 1 to 3",
		);
	});
});
