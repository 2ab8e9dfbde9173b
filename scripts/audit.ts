/** Audits what is published: the packages that the build bundles. */
import { Command } from 'commander';
import { audit } from './audit/audit';
import { bundledPackages } from './audit/bundledPackages';

const program = new Command('audit')
	.description('Asks the npm registry for known vulnerabilities of the packages that are bundled.')
	.option('--registry <url>', 'another registry than npm is set up with')
	.option('--offline-passes', 'ends well where the registry gives no audit data, and says so');

async function main(): Promise<void> {
	const { registry, offlinePasses } = program.parse().opts<{ registry?: string; offlinePasses?: true }>();
	const packages = await bundledPackages();
	const names = packages.map(({ name, version }) => `${name} ${version}`).join(', ') || 'none';
	const outcome = audit(packages, registry);
	switch (outcome.kind) {
		case 'clean':
			console.log(`ok   no known vulnerability in what is bundled: ${names}`);
			return;
		case 'found':
			for (const line of outcome.lines) console.error(`FAIL ${line}`);
			process.exitCode = 1;
			return;
		case 'unknown':
			console.error(
				`${offlinePasses ? 'NOT AUDITED' : 'FAIL'} the registry gave no audit data for ${names}: ${outcome.reason}. The workflows on GitHub audit with one that does.`,
			);
			process.exitCode = offlinePasses ? 0 : 1;
	}
}

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
