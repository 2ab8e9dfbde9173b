import { Rules } from '../../../nodes/WanVideoEdit/rules/rules';
import { failureOf } from '../drafts';

/** What rules are broken with, once a test has applied some. */
function brokenBy(apply: (rules: Rules) => void) {
	const rules = new Rules('Repaint');
	apply(rules);
	return failureOf(() => rules.throwIfBroken());
}

/** So many violations: the first and the others, numbered from 1. */
const violations = (count: number) => (rules: Rules) =>
	rules.add(Array.from({ length: count }, (_, index) => ({ says: `Rule ${index + 1} is broken` })));

describe('Rules', () => {
	it.each([
		[2, 2, 'exactly 2'],
		[0, 2, 'up to 2'],
		[1, 2, '1 to 2'],
	])('say how many entries they take: from %i to %i is %s', (min, max, wanted) => {
		const failure = brokenBy((rules) => rules.count('Images', 3, { min, max, source: 'test' }));
		expect(failure.message).toBe(`'Images' has 3 entries; Repaint takes ${wanted}`);
	});

	it.each([
		[3, 2, 2, 'Remove 1 of them, or check the expression that returns them.'],
		[1, 2, 2, 'Add 1, or check the expression that returns them.'],
		[0, 3, 4, 'Add 3, or check the expression that returns them.'],
	])('say how many entries to remove or add: %i of %i to %i', (count, min, max, advice) => {
		const failure = brokenBy((rules) => rules.count('Images', count, { min, max, source: 'test' }));
		expect(failure.description).toBe(advice);
	});

	it.each([
		['abc', 'Shorten it by 1 character.'],
		['abcd', 'Shorten it by 2 characters.'],
	])('say by how much to shorten a text: %s', (text, advice) => {
		const limit = { maxCharacters: 2, required: true, source: 'test' };
		expect(brokenBy((rules) => rules.text('Prompt', text, limit)).description).toBe(advice);
	});

	it('have no description where there is nothing to add', () => {
		expect(brokenBy(violations(1)).description).toBeUndefined();
	});

	it('name twenty violations besides the first, without a word of more', () => {
		const { message, description } = brokenBy(violations(21));
		expect(message).toBe('Rule 1 is broken');
		expect(description).toMatch(/^Also: Rule 2 is broken\. .* Rule 21 is broken\.$/);
	});

	it('count the violations after these instead of naming them', () => {
		const { description } = brokenBy(violations(24));
		expect(description).toMatch(/ Rule 21 is broken\. And 3 more\.$/);
	});

	it('give the same advice once', () => {
		const { description } = brokenBy((rules) => {
			for (const label of ['Seed', 'Duration']) {
				rules.number(label, -1, { min: 0, max: 9, integer: true, source: 'test' });
			}
		});
		expect(description).toBe(
			"Change it, or check its expression. Also: 'Duration' is -1; it takes a whole number from 0 to 9.",
		);
	});

	it('give advice right after the violation that it belongs to', () => {
		const { message, description } = brokenBy((rules) =>
			rules.add([
				{ says: 'The video is too long', advice: 'Cut it.' },
				{ says: 'The mask is gray', advice: 'Paint it white.' },
				{ says: 'The seed is negative' },
			]),
		);
		expect(message).toBe('The video is too long');
		expect(description).toBe('Cut it. Also: The mask is gray. Paint it white. The seed is negative.');
	});
});
