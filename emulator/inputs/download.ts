import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { randomUUID } from 'node:crypto';
import { fetch } from 'undici';
import type { Link } from '../request/job';
import { parseDataUrl } from '../request/link';
import { TaskFailure } from '../tasks/failure';

/** A file that the emulator has downloaded. */
export interface Download {
	readonly path: string;
	readonly sha256: string;
}

export interface DownloadContext {
	/** Folder for the copies. */
	readonly folder: string;
	/** Finds an upload for that model; undefined if there is none, or it has expired. */
	readonly findUpload: (url: string, model: string) => string | undefined;
	/** The address from which to download a link. */
	readonly addressOf: (url: string) => string;
	readonly signal: AbortSignal;
}

/** Real-time limit for a download. */
const TIMEOUT_MS = 60_000;

const notDownloadable = () =>
	new TaskFailure(
		'InvalidParameter.DataInspection',
		'Unable to download the media resource during the data inspection process.',
	);

/** Downloads an input as Alibaba Cloud's servers do. Throws a `TaskFailure`. */
export async function download(link: Link, model: string, context: DownloadContext): Promise<Download> {
	const path = join(context.folder, randomUUID());
	const hash = createHash('sha256');
	let bytes = 0;
	const measure = new Transform({
		transform(chunk: Buffer, _encoding, done) {
			bytes += chunk.length;
			if (bytes > link.limit.maxBytes) return done(tooLarge(link));
			hash.update(chunk);
			done(null, chunk);
		},
	});
	const source = await open(link, model, context);
	try {
		await pipeline(source, measure, createWriteStream(path), { signal: context.signal });
	} catch (error) {
		throw error instanceof TaskFailure ? error : notDownloadable();
	}
	return { path, sha256: hash.digest('hex') };
}

async function open(link: Link, model: string, context: DownloadContext): Promise<Readable> {
	const data = parseDataUrl(link.url);
	if (data) return Readable.from([data.bytes]);
	if (link.url.startsWith('oss://')) {
		const file = context.findUpload(link.url, model);
		if (!file) throw notDownloadable();
		return createReadStream(file);
	}
	let response;
	try {
		const signal = AbortSignal.any([context.signal, AbortSignal.timeout(TIMEOUT_MS)]);
		response = await fetch(context.addressOf(link.url), {
			signal,
			headers: { 'user-agent': 'dashscope-emulator' },
		});
	} catch (error) {
		throw unreachable(error);
	}
	if (!response.ok || !response.body) {
		await response.body?.cancel();
		throw notDownloadable();
	}
	if (Number(response.headers.get('content-length') ?? 0) > link.limit.maxBytes) {
		await response.body.cancel();
		throw tooLarge(link);
	}
	return Readable.fromWeb(response.body);
}

function unreachable(error: unknown): TaskFailure {
	if (error instanceof Error && error.name === 'TimeoutError') {
		return new TaskFailure('InvalidURL.Timeout', 'Timed out while downloading the media resource.');
	}
	const cause = (error as { cause?: { code?: string } }).cause?.code;
	return cause === 'ECONNREFUSED'
		? new TaskFailure('InvalidURL.ConnectionRefused', 'The connection to the media resource was refused.')
		: notDownloadable();
}

const tooLarge = ({ field, limit }: Link) =>
	new TaskFailure(
		'InvalidFile.Size',
		`${field}: the file is larger than ${limit.maxBytes / 1024 / 1024} MB.`,
	);
