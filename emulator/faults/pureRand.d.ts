/** Its types are only declared in `exports`, which the module resolution used here ignores. */
declare module 'pure-rand/generator/xoroshiro128plus' {
	interface RandomGenerator {
		/** The next integer in [-2^31, 2^31 - 1]. */
		next(): number;
	}
	export function xoroshiro128plus(seed: number): RandomGenerator;
}
