/** Run by `npm run test:e2e`, which installs n8n first. Each file starts an n8n of its own. */
/** @type {import('jest').Config} */
module.exports = {
	rootDir: '../..',
	roots: ['<rootDir>/test/e2e'],
	testEnvironment: 'node',
	globalSetup: '<rootDir>/test/e2e/setup.ts',
	testMatch: ['**/*.test.ts'],
	transform: { '\\.ts$': '<rootDir>/test/transform.js' },
	// A gigabyte of packages that nothing here imports by name.
	modulePathIgnorePatterns: [
		'<rootDir>/test/e2e/(oldest/)?node_modules/',
		'<rootDir>/test/e2e/(oldest/)?package.json',
		'<rootDir>/dist/package.json',
	],
	testTimeout: 600_000,
	// They wait for n8n and a browser most of the time.
	maxWorkers: 2,
	verbose: true,
};
