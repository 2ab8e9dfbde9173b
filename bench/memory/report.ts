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

/** Writes `memory.md` and `images/memory.svg` into the docs folder. */
export async function writeReport(docs: string, rows: readonly Row[], rounds: number): Promise<void> {
	const path = join(docs, 'memory.md');
	const style = await resolveConfig(path);
	await writeFile(path, await format(page(rows, rounds), { ...style, filepath: path }));
	await writeFile(join(docs, 'images', 'memory.svg'), plot(rows));
}

const page = (rows: readonly Row[], rounds: number): string => `# Memory

How much memory n8n uses while this node transfers a large file, compared with n8n's own **Qwen Cloud** node, which makes
videos with models of the same family. This page is written by \`npm run bench:memory\`.

![Peak memory growth by file size, this node and n8n's Qwen Cloud node](images/memory.svg)

${markdownTable(HEADINGS, rows.map(cellsOf))}

Growth of resident memory from just before the workflow starts to its peak: median of ${rounds}, minimum and maximum in
brackets, 1 MB = 1,048,576 bytes. The ratio is the Qwen Cloud node's median over this node's. Machine: ${machine()}.

## What to expect

The promise is **at most ${BAR_MB} MB for any file size**, with n8n's binary data mode \`filesystem\`, its default
since 2.0. Files pass through this node in pieces of at most 1 MB; the growth shown here is pieces that wait for the
garbage collector, so a second large file in the same process adds little. In the mode \`default\`, n8n itself keeps
every file in memory as base64, and no node can change that.

The Qwen Cloud node keeps several copies of the whole video in memory when it downloads one. When it uploads a picture, the
picture becomes base64 text in the request.

## How it is measured

- Each measurement runs in a new process that has only n8n's engine (n8n-core) and one node. The server is another process:
  for files in, the [emulator](../emulator/README.md); for files out, a small host that returns SUCCEEDED immediately and
  generates the video while sending it.
- A transfer of 1 MB runs first, so that loading and compiling code does not count. Then the garbage is collected and the
  measurement starts: a timer of 2 ms, and on Linux also the kernel's high-water mark, which misses nothing. A measurement
  counts only if every byte has arrived.
- All transfers are measured in turn, ${rounds} times, both nodes side by side.
- **In**: operation Edit with the video from a field of the item, File Transfer on Temporary Storage, not waiting. The file
  is a valid MP4 padded with a \`free\` box. In a second version the header (\`moov\`) is at the end, so that the check must
  read the whole file. The file is placed in n8n's storage on disk beforehand. Alibaba Cloud accepts up to 100 MB.
- **Out**: operation Edit with Wait for Completion and Download Video on. The node's clock skips its
  pauses.
- **Trimmed** and **with new sound**: films with frames of zeros, since the node copies frames without looking into them. One
  is cut by If Too Long in Edit, the other is a result of Repaint that gets the sound of a file.

## The other node

It comes from the package \`${PEER}\` as published: the folder \`dist/nodes/vendors/AlibabaCloud\`, its
credential, and the table of hosts that the credential needs. Two modules that only its text operation needs are left
empty. The node itself is unchanged. The hidden field Base URL of its credential points to the local host. Because the first
response is SUCCEEDED, its pause of 15 s between polls never occurs.

- **Out**: Generate Video From Text with Download Video on.
- **In**: it accepts no videos, so it gets a file of the same size as the picture for Generate Video From Image. It does not
  check the size. Alibaba Cloud would reject a picture that large, so the larger figure shows what the node uses before the
  rejection.
`;
