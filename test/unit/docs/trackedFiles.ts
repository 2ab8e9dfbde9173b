import { execFileSync } from 'node:child_process';
import path from 'node:path';

const ROOT = path.join(__dirname, '../../..');

/**
 * Paths, relative to the root, of files in the repository that also exist on disk.
 * @example trackedFiles('*.md')
 */
export function trackedFiles(...patterns: string[]): string[] {
	// In a container, the checkout may belong to another user than the one who runs the tests.
	const git = (...flags: string[]) =>
		execFileSync('git', ['-c', 'safe.directory=*', 'ls-files', ...flags, '--', ...patterns], {
			cwd: ROOT,
			encoding: 'utf8',
		}).split('\n');
	const deleted = new Set(git('--deleted'));
	return git().filter((file) => file !== '' && !deleted.has(file));
}
