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
	testSequencer: '<rootDir>/test/slowFirst.js',
	testTimeout: 60_000,
	// Most tests wait for videos and clocks rather than for a core.
	maxWorkers: 3,
};
