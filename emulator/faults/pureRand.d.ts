/** Its types stand behind `exports`, which the module resolution used here does not read. */
declare module 'pure-rand/generator/xoroshiro128plus' {
	interface RandomGenerator {
		/** The next whole number in [-2^31, 2^31 - 1]. */
		next(): number;
	}
	export function xoroshiro128plus(seed: number): RandomGenerator;
}
