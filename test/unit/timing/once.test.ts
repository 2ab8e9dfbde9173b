import type { IExecuteFunctions } from 'n8n-workflow';
import { once } from '../../../nodes/WanVideoEdit/timing/once';

const aContext = () => ({}) as IExecuteFunctions;

describe('What many items share', () => {
	it('is worked on once, also when they begin together', async () => {
		const context = aContext();
		let count = 0;
		const work = async () => await Promise.resolve(++count);
		expect(await Promise.all([once(context, 'a', work), once(context, 'a', work)])).toEqual([1, 1]);
		expect(await once(context, 'a', work)).toBe(1);
		expect(await once(context, 'b', work)).toBe(2);
		expect(await once(aContext(), 'a', work)).toBe(3);
	});

	it('is worked on again where it failed, or is not worth keeping', async () => {
		const context = aContext();
		const fails = async () => await Promise.reject(new Error('gone'));
		await expect(Promise.all([once(context, 'a', fails), once(context, 'a', fails)])).rejects.toThrow('gone');
		expect(
			await once(
				context,
				'a',
				async () => await Promise.resolve(1),
				() => false,
			),
		).toBe(1);
		expect(await once(context, 'a', async () => await Promise.resolve(2))).toBe(2);
	});
});
