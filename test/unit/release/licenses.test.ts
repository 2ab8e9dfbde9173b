import { readFileSync } from 'node:fs';
import path from 'node:path';
import { bundledPackages } from '../../../scripts/audit/bundledPackages';

const ROOT = path.join(__dirname, '../../..');
const textOf = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

const namesOfBundled = async (): Promise<string[]> => (await bundledPackages()).map(({ name }) => name);

it('the package includes the licenses of all bundled packages', async () => {
	const bundled = await namesOfBundled();
	expect(bundled).toEqual(['fflate']);
	const licenses = textOf('dist/THIRD_PARTY_LICENSES.txt');
	for (const name of bundled) {
		const { version, license } = JSON.parse(textOf(`node_modules/${name}/package.json`)) as {
			version: string;
			license: string;
		};
		expect(licenses).toContain(`\n${name} ${version} (${license})\n`);
		expect(licenses).toContain(textOf(`node_modules/${name}/LICENSE`).trim());
	}
	expect(licenses.match(/^={80}$/gm)).toHaveLength(bundled.length);
});

it.each(['README.md', 'README.zh-CN.md'])(
	'%s names every bundled package and its license',
	async (readme) => {
		for (const name of await namesOfBundled()) expect(textOf(readme)).toContain(`[${name}](`);
		expect(textOf(readme)).toContain('`dist/THIRD_PARTY_LICENSES.txt`');
	},
);
