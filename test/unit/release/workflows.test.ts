import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { MODES } from '../../../nodes/WanVideoEdit/modes';
import { TASK_OPERATIONS } from '../../../nodes/WanVideoEdit/tasks';

const GITHUB = path.join(__dirname, '../../../.github');
const WORKFLOWS = readdirSync(path.join(GITHUB, 'workflows'));
const textOf = (file: string): string => readFileSync(path.join(GITHUB, file), 'utf8');

describe.each(WORKFLOWS)('workflow %s', (file) => {
	const text = textOf(`workflows/${file}`);

	it('pins every action to a commit, with its version as a comment', () => {
		const uses = text.split('\n').filter((line) => /^\s*-? ?uses:/.test(line));
		expect(uses.length).toBeGreaterThan(0);
		for (const line of uses) expect(line).toMatch(/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
	});

	it('leaves no token behind and uses no secret', () => {
		expect(text.match(/actions\/checkout@/g)).toHaveLength(
			text.match(/persist-credentials: false/g)?.length ?? 0,
		);
		expect(text).not.toMatch(/secrets\.|NODE_AUTH_TOKEN|NPM_TOKEN|pull_request_target/);
	});

	it('declares its permissions', () => {
		expect(text).toMatch(/^permissions:/m);
	});

	it('runs the same gate as everybody', () => {
		expect(text).toContain('run: .ci/run');
	});
});

it('publishing has provenance, an environment, and the permission for an identity token in that job alone', () => {
	const text = textOf('workflows/publish.yml');
	expect(text).toContain('npm publish --provenance');
	expect(text).toContain('environment: npm');
	expect(text.match(/id-token: write/g)).toHaveLength(1);
	expect(text).not.toMatch(/^\s+registry-url:/m);
	expect(text).not.toContain('cache: npm');
});

it.each(['bug.yml', 'feature.yml'])('the issue form %s lists every operation', (file) => {
	const text = textOf(`ISSUE_TEMPLATE/${file}`);
	for (const { label } of MODES) expect(text).toContain(`- ${label}\n`);
	for (const { label } of TASK_OPERATIONS) expect(text).toContain(`- 'Task: ${label}'\n`);
});
