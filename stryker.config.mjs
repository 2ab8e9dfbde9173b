/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
	mutate: ['nodes/WanVideoEdit/{stages,rules,modes,media,dashscope}/**/*.ts', '!**/*.d.ts'],
	plugins: ['./test/mutants/runner.mjs'],
	testRunner: 'resident-jest',
	coverageAnalysis: 'perTest',
	// What runs only while a module loads: tables of facts, and the fields of the forms.
	ignoreStatic: true,
	// Most strings are texts for people.
	mutator: { excludedMutations: ['StringLiteral'] },
	ignorePatterns: [
		'/test/e2e',
		'/test/engine',
		'/docs',
		'/demo',
		'/bench',
		'/icons',
		'/examples',
		'/reports',
	],
	tempDirName: '.tmp/stryker',
	incremental: true,
	incrementalFile: 'reports/mutants.json',
	reporters: ['clear-text', 'progress-append-only'],
	clearTextReporter: { logTests: false, allowColor: false, allowEmojis: false },
	allowConsoleColors: false,
	concurrency: 2,
	// A busy machine is no killer of mutants.
	timeoutMS: 60_000,
	timeoutFactor: 4,
	dryRunTimeoutMinutes: 60,
};
