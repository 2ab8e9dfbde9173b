import { keyOf, OTHER_REQUESTS } from './submittedOver';

describe('The key of a request', () => {
	it.each([
		['the time', '=Clay at {{ $now }}'],
		['the execution', '=Clay of {{ $execution.id }}'],
		['chance', '=Clay {{ Math.random() }}'],
	])('is the same in each try and execution, although an expression returns %s', (_, prompt) => {
		expect(keyOf({ written: { prompt } })).toBe(keyOf({ written: { prompt }, execution: '2' }));
	});

	it.each(OTHER_REQUESTS)('differs for a request %s', (_, other) => {
		expect(keyOf(other)).not.toBe(keyOf());
	});

	it.each([
		['waits longer', { advancedOptions: { timeout: 90 } }],
		['does not wait', { waitForCompletion: false }],
		['downloads the video', { downloadVideo: true }],
		['sends files in another way', { useOssBucket: true }],
		['runs fewer tasks at a time', { advancedOptions: { maxConcurrentTasks: 1 } }],
	])('is the same for a request that %s', (_, written) => {
		expect(keyOf({ written })).toBe(keyOf());
	});

	it('does not depend on the order in which options were added', () => {
		const [a, b] = [
			{ seed: 1, watermark: true },
			{ watermark: true, seed: 1 },
		];
		expect(keyOf({ written: { options: a } })).toBe(keyOf({ written: { options: b } }));
	});

	it('reveals nothing of the request', () => {
		expect(keyOf({ written: { prompt: 'PRIVATE' } })).toMatch(/^[0-9a-f]{64}$/);
	});
});
