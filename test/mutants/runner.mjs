import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { build } from 'esbuild';

const require = createRequire(import.meta.url);
const circus = require('jest-circus');
const { expect } = require('expect');
const { ModuleMocker } = require('jest-mock');

/** What starts programs, runs for minutes or reads the text of the code, and rooms that are not mutated. */
const LEFT_OUT = /^(compareMedia|docs|methods|n8n|oss|release|run|text)\/|^idleTime\.|^media\/fuzz\./;
const TESTS = 'test/unit';
const BUNDLES = '.tmp/mutants';
/** How long each test takes. Only one process of Stryker's runs them all, and the others read it here. */
const TIMES = `${BUNDLES}/times.json`;
/** In milliseconds: a test that waits for something that a mutant took away ends after this and ten times its usual time. */
const LEAST_LIMIT = 3_000;

/** The instrumented code reads here which mutant is active, and notes here what a test covers. */
const instrumented = (globalThis.__stryker__ ??= {});

const mocks = new ModuleMocker(globalThis);
Object.assign(globalThis, {
	describe: circus.describe,
	it: circus.it,
	beforeEach: circus.beforeEach,
	afterEach: circus.afterEach,
	expect,
	jest: { fn: mocks.fn.bind(mocks), spyOn: mocks.spyOn.bind(mocks) },
});

/** Each test file with all that it imports: as in jest, it has a state of its own. */
async function bundle() {
	if (existsSync(BUNDLES)) return;
	const files = readdirSync(TESTS, { recursive: true }).map((file) => file.replaceAll(path.sep, '/'));
	await build({
		entryPoints: files
			.filter((file) => file.endsWith('.test.ts') && !LEFT_OUT.test(file))
			.map((file) => `${TESTS}/${file}`),
		absWorkingDir: process.cwd(),
		bundle: true,
		packages: 'external',
		platform: 'node',
		target: 'node20',
		outbase: '.',
		outdir: BUNDLES,
		logLevel: 'error',
		plugins: [
			{
				name: '__dirname of a test is that of its source',
				setup: ({ onLoad }) =>
					onLoad({ filter: /\.test\.ts$/ }, async ({ path: file }) => ({
						contents: `const __dirname = ${JSON.stringify(path.dirname(file))};${await readFile(file, 'utf8')}`,
						loader: 'ts',
					})),
			},
		],
	});
}

const bundled = () =>
	readdirSync(BUNDLES, { recursive: true })
		.filter((file) => file.endsWith('.test.js'))
		.map((file) => file.replaceAll(path.sep, '/').replace(/\.js$/, '.ts'));

/** The tests of a file by their IDs, as jest-circus collects them. */
function load(file) {
	const module = path.resolve(BUNDLES, file.replace(/\.ts$/, '.js'));
	delete require.cache[module];
	circus.resetState();
	require(module);
	const tests = new Map();
	const collect = (block, title, outer) => {
		const hooks = hooksOf(block, outer, file);
		for (const child of block.children) {
			const name = `${title} ${child.name}`.trimStart();
			if (child.type === 'describeBlock') collect(child, name, hooks);
			else if (child.mode !== 'skip' && child.mode !== 'todo') {
				const id = `${file}: ${name}`;
				tests.set(id, [...(tests.get(id) ?? []), withHooks(child.fn, hooks)]);
			}
		}
	};
	collect(circus.getState().rootDescribeBlock, '', { before: [], after: [] });
	return tests;
}

/** The hooks around each test of a block, with those of the blocks that it stands in. */
function hooksOf({ hooks }, { before, after }, file) {
	const own = (type) => hooks.filter((hook) => hook.type === type).map(({ fn }) => fn);
	const each = { before: [...before, ...own('beforeEach')], after: [...own('afterEach'), ...after] };
	if (own('beforeAll').length + own('afterAll').length > 0)
		throw new Error(`${file}: hooks around all tests of a block are not supported`);
	return each;
}

const withHooks = (test, { before, after }) =>
	async function run() {
		try {
			for (const hook of before) await hook();
			await test();
		} finally {
			for (const hook of after) await hook();
		}
	};

/** What a test failed with, if it did. */
async function failureOf(functions, limit) {
	const { promise: outside, reject } = withResolvers();
	const fail = (error) => reject(error);
	process.on('uncaughtException', fail);
	const timer = setTimeout(() => reject(new Error(`Not done after ${limit} ms`)), limit);
	try {
		for (const test of functions) await Promise.race([test(), outside]);
		return undefined;
	} catch (error) {
		return error instanceof Error ? error : new Error(String(error));
	} finally {
		clearTimeout(timer);
		process.off('uncaughtException', fail);
		mocks.restoreAllMocks();
	}
}

function withResolvers() {
	let reject;
	const promise = new Promise((_resolve, refuse) => (reject = refuse));
	promise.catch(() => {});
	return { promise, reject };
}

/**
 * Runs jest's tests for Stryker, and loads them once instead of once a mutant: a mutant is switched on, the tests that
 * cover it run until one fails, and it is switched off. Stryker's own runner for jest starts jest anew for each mutant,
 * which takes a second and not some milliseconds.
 *
 * What a mutant leaves behind in a module could make the next one look killed. So a test that failed runs again without
 * the mutant. If it still fails, its modules are loaded anew, and the mutant is judged by a second run.
 */
class Runner {
	#files = new Map();
	#times;

	capabilities() {
		return { reloadEnvironment: false };
	}

	async init() {
		await bundle();
	}

	async dryRun({ testFiles }) {
		const wanted = testFiles?.map((file) => path.relative('.', file).replaceAll(path.sep, '/'));
		const tests = [];
		for (const file of bundled()) {
			if (wanted && !wanted.includes(file)) continue;
			for (const [id, functions] of this.#testsOf(file)) {
				const start = performance.now();
				instrumented.currentTestId = id;
				const failure = await failureOf(functions, 120_000);
				instrumented.currentTestId = undefined;
				tests.push({
					id,
					name: id,
					fileName: path.resolve(file),
					timeSpentMs: performance.now() - start,
					...(failure ? { status: 1, failureMessage: String(failure.stack) } : { status: 0 }),
				});
			}
		}
		writeFileSync(
			TIMES,
			JSON.stringify(Object.fromEntries(tests.map(({ id, timeSpentMs }) => [id, timeSpentMs]))),
		);
		return { status: 'complete', tests, mutantCoverage: instrumented.mutantCoverage };
	}

	async mutantRun({ activeMutant, testFilter, hitLimit }) {
		this.#times ??= JSON.parse(readFileSync(TIMES, 'utf8'));
		const cost = (id) => this.#times[id] * (isNamedAfter(activeMutant.fileName, id) ? 0.1 : 1);
		const ids = [...testFilter].sort((one, other) => cost(one) - cost(other));
		const run = () => this.#killer(ids, activeMutant.id, hitLimit);
		let killer = await run();
		if (killer && !killer.limitReached && (await this.#run(killer.id))) {
			this.#reload(ids);
			killer = await run();
			this.#reload(ids);
		}
		if (!killer) return { status: 'survived', nrOfTests: ids.length };
		if (killer.limitReached) return { status: 'timeout', reason: 'Hit limit reached' };
		const { id, failure } = killer;
		return {
			status: 'killed',
			killedBy: [id],
			failureMessage: failure.message,
			nrOfTests: ids.indexOf(id) + 1,
		};
	}

	/** The first of some tests that fails with a mutant. */
	async #killer(ids, mutant, hitLimit) {
		instrumented.hitCount = hitLimit === undefined ? undefined : 0;
		instrumented.hitLimit = hitLimit;
		for (const id of ids) {
			this.#testsOf(fileOf(id));
			instrumented.activeMutant = mutant;
			const failure = await this.#run(id);
			instrumented.activeMutant = undefined;
			if (failure) return { id, failure, limitReached: instrumented.hitCount > hitLimit };
		}
		return undefined;
	}

	#run(id) {
		return failureOf(this.#testsOf(fileOf(id)).get(id), LEAST_LIMIT + 10 * (this.#times[id] ?? 0));
	}

	#reload(ids) {
		for (const id of ids) this.#files.delete(fileOf(id));
	}

	#testsOf(file) {
		if (!this.#files.has(file)) this.#files.set(file, load(file));
		return this.#files.get(file);
	}
}

/** Whether a test stands in the file that carries the name of a changed one: it is the likeliest to fail. */
const isNamedAfter = (changed, id) =>
	path.basename(fileOf(id)).startsWith(`${path.basename(changed, '.ts')}.`);

const fileOf = (id) => id.slice(0, id.indexOf(': '));

export const strykerPlugins = [{ kind: 'TestRunner', name: 'resident-jest', factory: () => new Runner() }];
