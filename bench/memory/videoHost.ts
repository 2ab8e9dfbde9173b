import Fastify from 'fastify';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { ensureSamples } from '../../emulator/samples/samples';
import { largeFilm } from './largeFilm';

/** Content of a `free` box. */
const CHUNK = Buffer.alloc(64 * 1024);

export interface VideoHost {
	/** `http://127.0.0.1:PORT` */
	readonly url: string;
	close(): Promise<void>;
}

/** Base URL of an API whose finished videos have that many bytes. */
export const providerOf = (host: string, bytes: number): string => `${host}/${bytes}`;

/** The same, of videos whose frames have these bytes. */
export const providerOfFilm = (host: string, bytes: number): string => `${host}/film-${bytes}`;

/** Bytes in the body of the last create request. */
export async function receivedBy(host: string): Promise<number> {
	const response = await fetch(`${host}/received`);
	return ((await response.json()) as { bytes: number }).bytes;
}

/**
 * The part of DashScope that is needed to download a video of any size: a create request that accepts every
 * body, a query that returns SUCCEEDED at once, and the video, generated while it is sent.
 */
export async function startVideoHost(): Promise<VideoHost> {
	const sample = join(await ensureSamples(), 'product-short.mp4');
	const film = await readFile(sample);
	const app = Fastify({ bodyLimit: Number.MAX_SAFE_INTEGER, forceCloseConnections: true });
	let url = '';
	let receivedBytes = 0;
	// Counted, not kept: bodies with files are too large for this process.
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', async (_request: unknown, body: AsyncIterable<Buffer>) => {
		receivedBytes = 0;
		for await (const chunk of body) receivedBytes += chunk.length;
	});

	const answer = (output: object) => ({ request_id: randomUUID(), output });
	app.post('/:bytes/api/v1/services/aigc/video-generation/video-synthesis', async () =>
		answer({ task_id: randomUUID(), task_status: 'PENDING' }),
	);
	app.get<{ Params: { bytes: string; task: string } }>(
		'/:bytes/api/v1/tasks/:task',
		async ({ params: { bytes, task } }) =>
			answer({ task_id: task, task_status: 'SUCCEEDED', video_url: `${url}/${bytes}/video.mp4` }),
	);
	app.get<{ Params: { bytes: string } }>('/:bytes/video.mp4', async ({ params }, reply) => {
		if (params.bytes.startsWith('film-')) {
			const film = await largeFilm(sample, Number(params.bytes.slice('film-'.length)));
			return await reply
				.headers({ 'content-type': 'video/mp4', 'content-length': film.bytes })
				.send(Readable.from(film.chunks(), { objectMode: false }));
		}
		const bytes = Number(params.bytes);
		return await reply
			.headers({ 'content-type': 'video/mp4', 'content-length': bytes })
			.send(Readable.from(filmOf(bytes, film), { objectMode: false }));
	});
	app.get('/received', async () => ({ bytes: receivedBytes }));

	await app.listen({ host: '127.0.0.1', port: 0 });
	url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
	return { url, close: async () => await app.close() };
}

/** A short video, padded by a `free` box, which players skip. */
function* filmOf(bytes: number, film: Buffer): Generator<Buffer> {
	const padding = bytes - film.length;
	if (padding < 8) throw new RangeError(`A film of ${bytes} bytes is too short for the sample`);
	const free = Buffer.alloc(8);
	free.writeUInt32BE(padding, 0);
	free.write('free', 4, 'latin1');
	yield film;
	yield free;
	for (let left = padding - free.length; left > 0; left -= CHUNK.length) yield CHUNK.subarray(0, left);
}
