import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A number in [0, 1). */
export type Draw = () => number;

/** Random numbers that are the same for the same seed. */
export function drawFrom(seed: number): Draw {
	const generator = xoroshiro128plus(seed);
	// Adjacent seeds start alike: the first numbers are discarded.
	for (let index = 0; index < 16; index++) generator.next();
	return () => (generator.next() + 2 ** 31) / 2 ** 32;
}

/** Normally distributed with mean 0 and standard deviation 1 (Box and Muller). */
export const normal = (draw: Draw): number =>
	Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
