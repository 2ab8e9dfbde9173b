import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';

const ROOT = path.join(__dirname, '../../..');
const textOf = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

/** Packages that the sources import and that n8n does not bring: the build puts them into the bundles. */
const BUNDLED = [
	...new Set(
		['nodes', 'credentials']
			.flatMap((folder) =>
				readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
					.filter((file) => file.endsWith('.ts'))
					.map((file) => textOf(path.join(folder, file))),
			)
			.flatMap((text) => [...text.matchAll(/^(?:import|export|\}) .*from '([^'.][^']*)'/gm)])
			.map(([, name = '']) => /^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? '')
			.filter((name) => name !== 'n8n-workflow' && !isBuiltin(name)),
	),
].sort();

it('the licences of all bundled packages come with the package', () => {
	expect(BUNDLED).toEqual(['fflate']);
	const licences = textOf('dist/THIRD_PARTY_LICENSES.txt');
	for (const name of BUNDLED) {
		const { version, license } = JSON.parse(textOf(`node_modules/${name}/package.json`)) as {
			version: string;
			license: string;
		};
		expect(licences).toContain(`\n${name} ${version} (${license})\n`);
		expect(licences).toContain(textOf(`node_modules/${name}/LICENSE`).trim());
	}
	expect(licences.match(/^={80}$/gm)).toHaveLength(BUNDLED.length);
});

it.each(['README.md', 'README.zh-CN.md'])('%s names every bundled package and its licence', (readme) => {
	for (const name of BUNDLED) expect(textOf(readme)).toContain(`[${name}](`);
	expect(textOf(readme)).toContain('`dist/THIRD_PARTY_LICENSES.txt`');
});
