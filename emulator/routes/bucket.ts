import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { StorageError } from '../http/apiError';
import type { ObjectBody } from '../http/requestLog';
import { sendFile } from '../http/sendFile';
import { checkSignature, type WireRequest } from '../storage/bucketAccess';
import type { Context } from './context';

/** Maximum size of one PUT (OSS guide, PutObject). */
const MAX_BYTES = 5 * 1024 ** 3;
const MAX_KEYS = 1000;

/** The user's own bucket, in path style: `/{bucket}/{key}`. PUT, GET with ranges, HEAD and the list of keys. */
export function addBucketRoutes(app: FastifyInstance, context: Context): void {
	const { name } = context.settings.bucket;
	// A separate plugin: here, bodies are streams whatever their type.
	void app.register(async (bucket) => {
		bucket.removeAllContentTypeParsers();
		bucket.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
		bucket.addHook('preValidation', async (request) => {
			// Keeps the stream itself out of the record.
			if (request.method === 'PUT' && request.record) request.record.body = { bytes: 0 };
		});
		for (const url of [`/${name}`, `/${name}/*`]) {
			bucket.route({
				url,
				method: ['GET', 'HEAD', 'PUT'],
				exposeHeadRoute: false,
				bodyLimit: MAX_BYTES,
				config: { endpoint: 'bucket' },
				handler: async (request, reply) => await answer(request, reply, context),
			});
		}
	});
}

/** A signed request for an unknown path: it refers to a bucket that does not exist. */
export function isForMissingBucket(request: FastifyRequest): boolean {
	const { authorization = '' } = request.headers;
	return authorization.startsWith('OSS4-') || 'x-oss-signature' in (request.query as object);
}

/** Throws the storage's error: it checks the key first, then whether the bucket exists. */
export function refuseMissingBucket(request: FastifyRequest, { settings }: Context): never {
	checkSignature(wireRequestOf(request), settings.bucket, Date.now(), settings.clock.now());
	throw new StorageError(404, 'NoSuchBucket', 'The specified bucket does not exist.');
}

async function answer(request: FastifyRequest, reply: FastifyReply, context: Context): Promise<FastifyReply> {
	const { settings, bucket } = context;
	const wire = wireRequestOf(request);
	checkSignature(wire, settings.bucket, Date.now(), settings.clock.now());
	void reply.header('x-oss-request-id', randomUUID().replace(/-/g, '').slice(0, 24).toUpperCase());
	if (wire.key === '') return list(wire, reply, context);
	if (wire.method === 'PUT') return await put(wire.key, request, reply, context);
	const object = bucket.objects.get(wire.key);
	if (!object) throw new StorageError(404, 'NoSuchKey', 'The specified key does not exist.');
	void reply.header('etag', `"${object.md5}"`).header('last-modified', new Date(object.at).toUTCString());
	return await sendFile(request, reply, object.file, object.contentType);
}

function wireRequestOf(request: FastifyRequest): WireRequest {
	const url = new URL(request.raw.url ?? '/', 'http://localhost');
	const [, bucket = '', path = ''] = /^\/([^/]*)\/?(.*)$/s.exec(url.pathname) ?? [];
	return {
		method: request.method,
		bucket: decoded(bucket),
		key: decoded(path),
		query: new Map(url.searchParams),
		headers: request.headers,
	};
}

function decoded(path: string): string {
	try {
		return decodeURIComponent(path);
	} catch {
		throw new StorageError(400, 'InvalidObjectName', 'The specified object is not valid.');
	}
}

async function put(
	key: string,
	request: FastifyRequest,
	reply: FastifyReply,
	{ bucket, uploadFolder }: Context,
): Promise<FastifyReply> {
	if (request.headers['content-length'] === undefined) {
		throw new StorageError(411, 'MissingContentLength', 'You must provide the Content-Length HTTP header.');
	}
	const file = join(uploadFolder, randomUUID());
	const [sha256, md5] = [createHash('sha256'), createHash('md5')];
	const body = (request.record?.body ?? { bytes: 0 }) as ObjectBody;
	const measure = new Transform({
		transform(chunk: Buffer, _encoding, done) {
			body.bytes += chunk.length;
			sha256.update(chunk);
			md5.update(chunk);
			done(null, chunk);
		},
	});
	try {
		const source = (request.body as Readable | undefined) ?? [];
		await pipeline(source, measure, createWriteStream(file));
	} catch (error) {
		await rm(file, { force: true });
		throw error;
	}
	body.sha256 = sha256.digest('hex');
	const etag = md5.digest('hex').toUpperCase();
	const contentType = request.headers['content-type'] ?? 'application/octet-stream';
	bucket.put(key, { bytes: body.bytes, sha256: body.sha256, md5: etag, contentType, file });
	return reply.header('etag', `"${etag}"`).code(200).send();
}

/** ListObjectsV2. HEAD and PUT of a bucket are other calls, which nothing here uses. */
function list(
	{ method, query }: WireRequest,
	reply: FastifyReply,
	{ bucket, settings }: Context,
): FastifyReply {
	if (method !== 'GET' || query.get('list-type') !== '2') {
		throw new StorageError(400, 'InvalidArgument', 'Of a bucket only its list is served here (list-type=2).');
	}
	const most = Number(query.get('max-keys') || 100);
	if (!Number.isInteger(most) || most < 1 || most > MAX_KEYS) {
		throw new StorageError(
			400,
			'InvalidArgument',
			'Argument max-keys must be an integer between 1 and 1000.',
		);
	}
	const prefix = query.get('prefix') ?? '';
	const { keys, truncated } = bucket.list(prefix, most);
	const rows = keys.map((key) => {
		const { bytes, md5, at } = bucket.objects.get(key)!;
		const modified = new Date(at).toISOString();
		return `<Contents><Key>${escaped(key)}</Key><LastModified>${modified}</LastModified><ETag>"${md5}"</ETag><Size>${bytes}</Size></Contents>`;
	});
	const answer = [
		'<?xml version="1.0" encoding="UTF-8"?>',
		'<ListBucketResult>',
		`<Name>${settings.bucket.name}</Name><Prefix>${escaped(prefix)}</Prefix><MaxKeys>${most}</MaxKeys>`,
		`<IsTruncated>${truncated}</IsTruncated><KeyCount>${keys.length}</KeyCount>`,
		...rows,
		'</ListBucketResult>',
	];
	return reply.type('application/xml').send(answer.join('\n'));
}

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
