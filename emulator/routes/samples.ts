import { access } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { answers } from '../http/apiError';
import { sendFile } from '../http/sendFile';
import type { Context } from './context';

const TYPES: Readonly<Record<string, string>> = {
	'.mp4': 'video/mp4',
	'.mov': 'video/quicktime',
	'.png': 'image/png',
};

/** `GET /samples/<name>`: the generated inputs, without a key. */
export function addSampleRoute(app: FastifyInstance, { sampleFolder }: Context): void {
	app.get<{ Params: { name: string } }>(
		'/samples/:name',
		{ config: { endpoint: 'sample' } },
		async (request, reply) => {
			const { name } = request.params;
			const type = TYPES[extname(name)];
			// A name with a separator would lead out of the folder.
			if (!type || !/^[\w.-]+$/.test(name)) throw answers.notFound();
			const path = join(sampleFolder, name);
			await access(path).catch(() => {
				throw answers.notFound();
			});
			return await sendFile(request, reply, path, type);
		},
	);
}
