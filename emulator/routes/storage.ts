import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { checkKey } from '../http/access';
import { answers, invalidParameter, StorageError } from '../http/apiError';
import { sendFile } from '../http/sendFile';
import type { UploadBody } from '../http/requestLog';
import type { Permit } from '../storage/uploads';
import type { Context } from './context';

/** Upload policy, upload form and result links. */
export function addStorageRoutes(app: FastifyInstance, context: Context): void {
	const { settings, rates, uploads, links } = context;

	app.get<{ Querystring: { action?: string; model?: string } }>(
		'/api/v1/uploads',
		{ config: { endpoint: 'policy' } },
		async (request) => {
			checkKey(request, settings.keys);
			const { action, model } = request.query;
			if (action !== 'getPolicy') throw invalidParameter('action must be getPolicy.');
			if (!model) throw invalidParameter('model is required.');
			if (!settings.queueOf(model)) throw answers.unknownModel();
			if (!rates.pass(`policy ${model}`, settings.policiesPerSecond)) throw answers.tooFast();
			return { request_id: randomUUID(), data: uploads.policyFor(model, `${context.url()}/oss`) };
		},
	);

	app.post('/oss', { config: { endpoint: 'upload' } }, async (request, reply) => {
		refuseForeignSignature(request);
		if (!request.isMultipart()) throw malformed();
		await receive(request, context);
		const permit = request.permit;
		return reply.code(permit?.status ?? 204).send();
	});

	app.get<{ Querystring: Record<string, string | undefined> }>(
		'/result/:folder/:file',
		{ config: { endpoint: 'result' } },
		async (request, reply) => {
			refuseForeignSignature(request);
			const path = request.url.split('?')[0] ?? '';
			return await sendFile(request, reply, links.open(path, request.query), 'video/mp4');
		},
	);
}

declare module 'fastify' {
	interface FastifyRequest {
		/** What the form of an upload may do. */
		permit?: Permit;
	}
}

/** The storage knows no API keys: it treats the header as a second signature. */
function refuseForeignSignature(request: FastifyRequest): void {
	if (request.headers.authorization === undefined) return;
	throw new StorageError(
		400,
		'InvalidArgument',
		'Authorization header and signature must not be used together.',
	);
}

const malformed = () =>
	new StorageError(
		400,
		'MalformedPOSTRequest',
		'The body of your POST request is not well-formed multipart/form-data.',
	);

/** Reads the form in order: fields, then one file, then nothing. */
async function receive(request: FastifyRequest, { uploads, uploadFolder }: Context): Promise<void> {
	const fields = new Map<string, string>();
	const body: UploadBody = { fields: [] };
	if (request.record) request.record.body = body;
	const stored = join(uploadFolder, randomUUID());
	try {
		for await (const part of request.parts()) {
			if (body.fields.includes('file')) {
				throw new StorageError(
					400,
					'InvalidArgument',
					'The field named "file" must be the last one of the form.',
				);
			}
			body.fields.push(part.fieldname);
			if (part.type === 'field') {
				fields.set(part.fieldname, String(part.value));
				continue;
			}
			if (part.fieldname !== 'file') throw malformed();
			request.permit = uploads.permit(fields);
			const hash = createHash('sha256');
			const { maxBytes } = request.permit;
			let bytes = 0;
			const measure = new Transform({
				transform(chunk: Buffer, _encoding, done) {
					bytes += chunk.length;
					hash.update(chunk);
					if (bytes > maxBytes) done(tooLarge());
					else done(null, chunk);
				},
			});
			await pipeline(part.file, measure, createWriteStream(stored));
			Object.assign(body, { fileName: part.filename, bytes, sha256: hash.digest('hex') });
		}
		if (!request.permit) {
			uploads.permit(fields);
			throw new StorageError(
				400,
				'IncorrectNumberOfFilesInPOSTRequest',
				'POST requires exactly one file upload per request.',
			);
		}
		uploads.put(request.permit, stored);
	} catch (error) {
		await rm(stored, { force: true });
		throw error;
	}
}

const tooLarge = () =>
	new StorageError(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size.');
