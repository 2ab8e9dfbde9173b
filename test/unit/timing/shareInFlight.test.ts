import type { IExecuteFunctions } from 'n8n-workflow';
import { shareInFlight } from '../../../nodes/WanVideoEdit/timing/shareInFlight';

const aContext = () => ({}) as IExecuteFunctions;

describe('Work that many items share', () => {
	it('is done once, even if they start together', async () => {
		const context = aContext();
		let count = 0;
		const work = async () => await Promise.resolve(++count);
		expect(await Promise.all([shareInFlight(context, 'a', work), shareInFlight(context, 'a', work)])).toEqual(
			[1, 1],
		);
		expect(await shareInFlight(context, 'a', work)).toBe(1);
		expect(await shareInFlight(context, 'b', work)).toBe(2);
		expect(await shareInFlight(aContext(), 'a', work)).toBe(3);
	});

	it('is repeated if it failed, or its result is not kept', async () => {
		const context = aContext();
		const fails = async () => await Promise.reject(new Error('gone'));
		await expect(
			Promise.all([shareInFlight(context, 'a', fails), shareInFlight(context, 'a', fails)]),
		).rejects.toThrow('gone');
		expect(
			await shareInFlight(
				context,
				'a',
				async () => await Promise.resolve(1),
				() => false,
			),
		).toBe(1);
		expect(await shareInFlight(context, 'a', async () => await Promise.resolve(2))).toBe(2);
	});
});
