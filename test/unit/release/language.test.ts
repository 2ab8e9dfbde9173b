import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { WanDashScopeApi } from '../../../credentials/WanDashScopeApi.credentials';
import { WanOssApi } from '../../../credentials/WanOssApi.credentials';
import { ERROR_CODES, KNOWN_MESSAGES } from '../../../nodes/WanVideoEdit/dashscope/errors';
import codex from '../../../nodes/WanVideoEdit/WanVideoEdit.node.json';
import { WanVideoEdit } from '../../../nodes/WanVideoEdit/WanVideoEdit.node';
import { trackedFiles } from '../docs/trackedFiles';

const ROOT = path.join(__dirname, '../../..');

/** All texts of a description, at any depth, with their paths. */
function textsOf(value: unknown, place = ''): Array<{ place: string; text: string }> {
	if (typeof value === 'string') return [{ place, text: value }];
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, inner]) => textsOf(inner, `${place}/${key}`));
}

/** ASCII, and the multiplication sign. */
const ENGLISH = /^[\x20-\x7e\n×]*$/;
const foreign = (value: unknown) => textsOf(value).filter(({ text }) => !ENGLISH.test(text));

it.each([
	['the node', new WanVideoEdit().description],
	['the credential of DashScope', { ...new WanDashScopeApi() }],
	['the credential of OSS', { ...new WanOssApi() }],
	// Its aliases are what people search for, also in Chinese.
	['the codex file', { ...codex, alias: codex.alias.filter((alias) => /^\w/.test(alias)) }],
])('every text of %s is English', (_, description) => {
	expect(textsOf(description).length).toBeGreaterThan(10);
	expect(foreign(description)).toEqual([]);
});

it("so is every explanation of Alibaba Cloud's codes and messages", () => {
	expect(foreign(ERROR_CODES.map(({ meaning, advice }) => ({ meaning, advice })))).toEqual([]);
	expect(foreign(KNOWN_MESSAGES.map(({ meaning, advice }) => ({ meaning, advice })))).toEqual([]);
});

/** Odd English that must not come back, with what to write instead. */
const ODD_WORDS: ReadonlyArray<readonly [pattern: RegExp, better: string]> = [
	[/\bthrice\b/i, 'three times'],
	[/\b(?:is|are) told\b/i, 'is reported'],
	[/\b(?:is|are) waited out\b/i, 'is retried'],
	[/\bhands? (?:\S+ )?on\b/i, 'passes, outputs'],
	[/\blives? \d+ hours\b/i, 'expires after 24 hours'],
	[/\bwhoever\b/i, 'anyone who'],
	[/\b(?:mis)?spelt\b/i, 'misspelled'],
	[/\bgiven out\b|\bgives? \S+ out\b/i, 'returned'],
	[/\bdies\b/i, 'expires'],
	[/\b(?:state|status) of now\b/i, 'current status'],
	[/\bthe way of (?:an item|errors)\b/i, 'how an item is processed'],
	[/\bthe provider\b/i, 'Alibaba Cloud'],
	[/\bturn(?:s|ed)? (?:\S+ ){0,2}down\b/i, 'rejected'],
	[/\bSEED\b|\bALI-(?:27|VACE|TASK|RATE|ERR|EB)\b/, 'the name of the document'],
	[/\bpassing faults\b/i, 'temporary network and server errors'],
	[/\bcontent check\b/i, 'content moderation'],
	[/\blet \S+ (?:\S+ ){0,5}pass\b/i, 'accepted'],
	[/\bto grow\b/i, 'to expand'],
	[/\b(?:asks|looks) seldom\b/i, 'checks rarely'],
	[/\blink life\b/i, 'link expiry'],
	[/\bBest: /, 'Works best with'],
	[/\bname in the prompt\b/i, 'say in the prompt'],
	[/\bWhite is edited\b/i, 'White areas are edited'],
	[/\bone a line\b/i, 'one per line'],
	[/\bbills that are due\b|\btold at once\b/i, 'an unpaid bill is reported immediately'],
	[/\bno failure loses\b/i, 'every error tells you the task ID'],
	[/\bdid not end in time\b/i, 'timed out'],
	[/\bthere are no bursts\b/i, 'never in bursts'],
	[/\bwithout any looking\b/i, 'without polling'],
];

/** The pages, examples and forms of the repository. */
const PAGES = trackedFiles(
	'README.md',
	'CHANGELOG.md',
	'CONTRIBUTING.md',
	'docs/*.md',
	'emulator/README.md',
	'test/e2e/README.md',
	'examples/*.json',
	'.github/ISSUE_TEMPLATE/*.yml',
);

/** The odd words in a text, regardless of line breaks. */
const oddWordsIn = (text: string): string[] =>
	ODD_WORDS.flatMap(([pattern, better]) => {
		const [found] = pattern.exec(text.replace(/\s+/g, ' ')) ?? [];
		return found === undefined ? [] : [`"${found}": write "${better}"`];
	});

it.each(PAGES)('%s is in plain English', (page) => {
	expect(oddWordsIn(readFileSync(path.join(ROOT, page), 'utf8'))).toEqual([]);
});

it.each([
	['the node', new WanVideoEdit().description],
	['the credential of DashScope', { ...new WanDashScopeApi() }],
	['the credential of OSS', { ...new WanOssApi() }],
	['the errors', [ERROR_CODES, KNOWN_MESSAGES].flat().map(({ meaning, advice }) => ({ meaning, advice }))],
])('the texts of %s are in plain English', (_, texts) => {
	const odd = textsOf(texts).flatMap(({ place, text }) =>
		oddWordsIn(text).map((word) => `${place}: ${word}`),
	);
	expect(odd).toEqual([]);
});

/** The texts in the code of the node and the credentials, without comments, module names and single words. */
function textsIn(file: string): string[] {
	const source = ts.createSourceFile(
		file,
		readFileSync(path.join(ROOT, file), 'utf8'),
		ts.ScriptTarget.Latest,
	);
	const texts: string[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
		// Sources of facts: no user reads them.
		if (ts.isPropertyAssignment(node) && node.name.getText(source) === 'source') return;
		if (ts.isStringLiteralLike(node)) texts.push(node.text);
		if (ts.isTemplateExpression(node)) {
			texts.push([node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('…'));
		}
		ts.forEachChild(node, visit);
	};
	visit(source);
	return texts.filter((text) => text.includes(' '));
}

const SOURCES = trackedFiles('nodes/*.ts', 'credentials/*.ts');

it('every text in the code of the node is in plain English', () => {
	const texts = SOURCES.flatMap((file) => textsIn(file).map((text) => ({ file, text })));
	expect(texts.length).toBeGreaterThan(500);
	expect(
		texts.flatMap(({ file, text }) => oddWordsIn(text).map((word) => `${file}: ${word} in "${text}"`)),
	).toEqual([]);
});
