/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	roots: ['<rootDir>/test'],
	testMatch: ['**/*.test.ts'],
	transform: {
		'^.+\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.dev.json', diagnostics: false }],
	},
	testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/e2e/'],
	modulePathIgnorePatterns: ['<rootDir>/dist/package.json', '<rootDir>/test/e2e/'],
	// A busy machine takes longer than half a second to end a process. What never ends is still reported.
	workerGracefulExitTimeout: 10_000,
	testSequencer: '<rootDir>/test/slowFirst.js',
	// For what hangs only. Nothing here has to be fast: machines are of all speeds, and busy ones slower still.
	testTimeout: 300_000,
	// Most tests wait for videos and clocks rather than for a core.
	maxWorkers: 3,
};
