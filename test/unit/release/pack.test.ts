import { execFileSync } from 'node:child_process';
import path from 'node:path';

/** Exactly the files that a user downloads. */
const FILES = [
	'LICENSE',
	'README.md',
	// npm packs every file whose name begins with README.
	'README.zh-CN.md',
	'dist/THIRD_PARTY_LICENSES.txt',
	'dist/credentials/WanDashScopeApi.credentials.js',
	'dist/credentials/WanOssApi.credentials.js',
	'dist/icons/wan.dark.svg',
	'dist/icons/wan.svg',
	'dist/nodes/WanVideoEdit/WanVideoEdit.node.js',
	'dist/nodes/WanVideoEdit/WanVideoEdit.node.json',
	'package.json',
];

const MOST_BYTES = 200_000;

it('the package contains exactly these files, and is small', () => {
	const answer = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
		cwd: path.join(__dirname, '../../..'),
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'ignore'],
	});
	const [{ files, size }] = JSON.parse(answer) as [{ files: Array<{ path: string }>; size: number }];
	expect(files.map((file) => file.path).sort()).toEqual([...FILES].sort());
	expect(size).toBeLessThanOrEqual(MOST_BYTES);
});
