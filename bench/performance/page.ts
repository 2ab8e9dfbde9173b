import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { machine } from '../shared/machine';
import { PEER } from '../shared/peerPackage';
import type { Section } from '../shared/section';

/** The parts of the page, in order. */
export const PARTS = ['makespan', 'polling', 'cpu', 'scale', 'load'] as const;
export type Part = (typeof PARTS)[number];

/** Precedes each part, so that it can be rewritten without the others. */
const markOf = (part: Part): string => `<!-- part: ${part} -->`;

/**
 * Writes a part into `performance.md`, and its plots into `images/`. The other parts are unchanged.
 * @param docs the docs folder
 */
export async function writePart(docs: string, part: Part, section: Section): Promise<void> {
	const path = join(docs, 'performance.md');
	const before = await readFile(path, 'utf8').catch(() => '');
	const texts = PARTS.flatMap((one) => {
		const text = one === part ? section.markdown : textOf(one, before);
		return text === undefined ? [] : `${markOf(one)}\n\n${text.trim()}\n`;
	});
	const page = [HEAD, ...texts].join('\n');
	await writeFile(path, await format(page, { ...(await resolveConfig(path)), filepath: path }));
	for (const { name, svg } of section.plots) await writeFile(join(docs, 'images', `${name}.svg`), svg);
}

/** The text of a part on the page. */
function textOf(part: Part, page: string): string | undefined {
	const from = page.indexOf(markOf(part));
	if (from < 0) return undefined;
	const rest = page.slice(from + markOf(part).length);
	const end = rest.search(/<!-- part: /);
	return end < 0 ? rest : rest.slice(0, end);
}

const HEAD = `# Performance

The time, requests and CPU work of this node, compared with n8n's own **Qwen Cloud** node, which makes videos with models of
the same family, and with other clients. Memory for large files has [a page of its own](memory.md).

This page is written by \`npm run bench:performance\`; \`-- --only ${PARTS[0]}\` writes one part (${PARTS.join(', ')}), \`-- --rounds 1\` is
faster. It takes about half an hour and needs the npm registry, which provides the Qwen Cloud node (\`${PEER}\`, as
published). It fails if a promise is not kept. Nothing is paid for: the service is the
[emulator](../emulator/README.md).

Machine: ${machine()}. On another machine, milliseconds differ; ratios, emulated minutes and requests hardly do.
`;
