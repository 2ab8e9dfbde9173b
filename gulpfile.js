// cspell:ignore licen
const { readdirSync, readFileSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { src, dest, parallel } = require('gulp');

/** Copies what the compiler leaves out: icons and the codex file, each to its place in `dist`. */
function copied() {
	return src(['icons/*.svg', 'nodes/**/*.node.json'], { base: '.', encoding: false }).pipe(dest('dist'));
}

/** Writes the licenses of the packages that esbuild put into the bundles: they ask for their text in every copy. */
async function licenses() {
	const notices = [...bundledFiles()].map(([name, files]) => notice(name, files));
	const text = `The files in this folder contain parts of other packages.\n\n${notices.join('\n')}`;
	writeFileSync(path.join('dist', 'THIRD_PARTY_LICENSES.txt'), text);
}

/** Files by package, as esbuild says in its metafile what is in the bundles. */
function bundledFiles() {
	const { outputs } = JSON.parse(readFileSync(path.join('.tmp', 'bundle.json'), 'utf8'));
	const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs));
	const paths = new Set(
		inputs.flatMap(([file, { bytesInOutput }]) =>
			bytesInOutput > 0 && file.startsWith('node_modules/') ? [file] : [],
		),
	);
	const packages = new Map();
	for (const file of [...paths].sort()) {
		const [, name] = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file);
		packages.set(name, [...(packages.get(name) ?? []), file]);
	}
	return packages;
}

function notice(name, files) {
	const folder = path.join('node_modules', name);
	const { version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
	const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
	if (file === undefined) throw new Error(`${name} is bundled and has no license file`);
	const heads = files.flatMap(headsOf);
	const texts = [readFileSync(path.join(folder, file), 'utf8').trim(), ...heads];
	return [`${'='.repeat(80)}\n${name} ${version} (${license})\n`, ...texts.map((text) => `${text}\n`)].join(
		'\n',
	);
}

/** Comments of a file that name an author or a license of its own. */
const headsOf = (file) =>
	[...readFileSync(file, 'utf8').matchAll(/\/\*([^]*?)\*\//g)]
		.map(([, comment]) => comment)
		.filter((comment) => /copyright/i.test(comment))
		.map((comment) => `${file.replace('node_modules/', '')}:\n\n${comment.replace(/^ {3}/gm, '').trim()}`);

exports.assets = parallel(copied, licenses);
