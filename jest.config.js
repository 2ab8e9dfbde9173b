/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	roots: ['<rootDir>/test'],
	testMatch: ['**/*.test.ts'],
	transform: { '\\.ts$': '<rootDir>/test/transform.js' },
	// Access to a global is slow inside jest, and decoders of pixels need them millions of times. Not among them: what tests
	// replace, and what packages declare themselves.
	sandboxInjectedGlobals: [
		...['Array', 'Error', 'Infinity', 'JSON', 'Map', 'Math', 'Number', 'Object', 'Promise', 'Set', 'String'],
		...['Symbol', 'Uint8Array', 'Uint8ClampedArray', 'Uint16Array', 'Uint32Array'],
		...['Int16Array', 'Int32Array', 'Float64Array'],
	],
	testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/e2e/'],
	modulePathIgnorePatterns: ['<rootDir>/dist/package.json', '<rootDir>/test/e2e/'],
	// A busy machine takes longer than half a second to end a process. What never ends is still reported.
	workerGracefulExitTimeout: 10_000,
	// What a file leaves in memory slows down those after it: a stream of single bytes took 25 times as long.
	workerIdleMemoryLimit: '400MB',
	testSequencer: '<rootDir>/test/slowFirst.js',
	// For what hangs only. Nothing here has to be fast: machines are of all speeds, and busy ones slower still.
	testTimeout: 300_000,
	// Most tests wait for videos and clocks rather than for a core.
	maxWorkers: 3,
};
