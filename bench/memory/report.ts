import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { machine } from '../shared/machine';
import { PEER } from '../shared/peerPackage';
import { markdownTable } from '../shared/tables';
import { BAR_MB } from './cases';
import type { Row } from './figures';
import { plot } from './plot';
import { cellsOf, HEADINGS } from './table';

/** Writes `memory.md` and `images/memory.svg` into the folder of the documents. */
export async function writeReport(docs: string, rows: readonly Row[], rounds: number): Promise<void> {
	const path = join(docs, 'memory.md');
	const style = await resolveConfig(path);
	await writeFile(path, await format(page(rows, rounds), { ...style, filepath: path }));
	await writeFile(join(docs, 'images', 'memory.svg'), plot(rows));
}

const page = (rows: readonly Row[], rounds: number): string => `# Memory

How much memory n8n takes while this node moves a large file, beside n8n's own **Qwen Cloud** node, which makes videos
with models of the same family. This page is written by \`npm run bench:memory\`.

![Peak memory growth by file size, this node and n8n's Qwen Cloud node](images/memory.svg)

${markdownTable(HEADINGS, rows.map(cellsOf))}

Growth of resident memory from just before the workflow starts to its peak: median of ${rounds}, least and most in
brackets, 1 MB = 1,048,576 bytes. The ratio is the Qwen Cloud node's median over this node's. Machine: ${machine()}.

## What to expect

The promise is **at most ${BAR_MB} MB, whatever the size of the file**, with n8n's binary data mode \`filesystem\`, its default
since 2.0. Files pass through this node in pieces of 64 kB; what shows here are pieces that wait for the garbage
collector, so a second large file in the same process adds little. In the mode \`default\`, n8n itself keeps
every file in memory as base64, and no node can change that.

The Qwen Cloud node holds the whole video several times over on its way out. On its way in, a picture becomes base64 text
in the request.

## How it is measured

- Each measurement is a fresh process with nothing but n8n's engine (n8n-core) and one node in it. The other side is
  another process: the [emulator](../emulator/README.md) for files in, and for files out a small host that says SUCCEEDED at
  once and makes the video up while it sends it.
- A transfer of 1 MB goes first, so that code which is loaded and compiled at its first use does not count. Then the
  garbage is collected, and the watch begins: a timer of 2 ms, and on Linux also the kernel's own high-water mark, which
  misses nothing. A measurement counts only if every byte has arrived.
- All transfers are measured in turn, ${rounds} times, both nodes side by side.
- **In**: operation Edit with the video from a field of the item, File Transfer on Temporary Storage, not waiting. The file
  is a valid MP4 that a \`free\` box fills up; in a second version the header (\`moov\`) stands at the end, so that the
  check of the file has to read all of it. It is laid into n8n's store on the disk beforehand. The provider takes up to
  100 MB.
- **Out**: operation Edit with Wait for Completion and Download Video on. The node runs on a clock that jumps where it
  would sleep.

## The other node

It is taken from the package \`${PEER}\` as published: the folder \`dist/nodes/vendors/AlibabaCloud\`, its
credential, and the table of hosts which that one requires. Two modules which only its text operation requires are left
empty. No line of the node is changed; the hidden field Base URL of its credential leads to the local host, and since the
first answer says SUCCEEDED, its pause of 15 s between polls never comes.

- **Out**: Generate Video From Text with Download Video on.
- **In**: it takes no videos. It gets a file of the same size as the picture of Generate Video From Image. It does not
  look at the size of it; the provider would refuse a picture that large, so read the larger figure as what the node does
  before it is told so.
`;
