import fc from 'fast-check';
import { overlapping } from '../../../nodes/WanVideoEdit/stages/overlapping';

const turns = async (count: number) => {
	for (let turn = 0; turn < count; turn++) await Promise.resolve();
};

describe('Overlapping work', () => {
	it('gives the results in the order of the things, and never does more than the limit at once', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.nat(20), { maxLength: 30 }),
				fc.integer({ min: 1, max: 40 }),
				async (durations, limit) => {
					let current = 0;
					let most = 0;
					const begun: number[] = [];
					const results = await overlapping(durations, limit, async (duration, index) => {
						begun.push(index);
						most = Math.max(most, ++current);
						await turns(duration);
						current--;
						return `${index}:${duration}`;
					});
					expect(results).toEqual(durations.map((duration, index) => `${index}:${duration}`));
					expect(begun).toEqual(durations.map((_, index) => index));
					expect(most).toBe(Math.min(limit, durations.length));
				},
			),
		);
	});

	it('begins the next thing as soon as any one is done', async () => {
		const log: string[] = [];
		await overlapping([9, 1, 1], 2, async (duration, index) => {
			log.push(`begin ${index}`);
			await turns(duration);
			log.push(`end ${index}`);
		});
		expect(log).toEqual(['begin 0', 'begin 1', 'end 1', 'begin 2', 'end 2', 'end 0']);
	});

	it('does nothing for nothing', async () => {
		expect(await overlapping([], 5, async () => await Promise.reject(new Error('never')))).toEqual([]);
	});

	it('rejects with what the work throws', async () => {
		const work = overlapping([1, 2, 3], 2, async (thing) =>
			thing === 2 ? await Promise.reject(new Error('two')) : thing,
		);
		await expect(work).rejects.toThrow('two');
	});
});
