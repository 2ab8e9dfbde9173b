import type { QueueName } from '../options';
import { answers } from '../http/apiError';
import { Fields } from './fields';
import type { Job } from './job';
import { readTextToVideo } from './textToVideo';
import { readVace } from './vace';
import { readWan27 } from './wan27';

/** A create body with a valid outer structure; its members are not parsed yet. */
export interface Envelope {
	readonly model: string;
	readonly body: Readonly<Record<string, unknown>>;
}

/** Throws an `ApiError` if the body is not a JSON object or lacks a model or an input. */
export function openEnvelope(body: unknown): Envelope {
	if (typeof body !== 'object' || body === null || Array.isArray(body)) throw answers.badBody();
	const { model, input } = body as Record<string, unknown>;
	if (typeof model !== 'string' || model === '') throw answers.emptyModel();
	if (typeof input !== 'object' || input === null || Object.keys(input).length === 0)
		throw answers.emptyInput();
	return { model, body: body as Record<string, unknown> };
}

/** Checks every documented rule that needs no file. Throws an `ApiError` for the first violation. */
export function readJob({ model, body }: Envelope, queue: QueueName, resolvesUploads: boolean): Job {
	const outer = new Fields(body, 'body', resolvesUploads);
	for (const name of ['model', 'input', 'parameters']) outer.tolerate(name, () => true);
	outer.refuseRest();
	const input = new Fields(body.input, 'input', resolvesUploads);
	const parameters = new Fields(body.parameters ?? {}, 'parameters', resolvesUploads);
	switch (queue) {
		case 'wan2.7-videoedit':
			return readWan27(model, input, parameters, resolvesUploads);
		case 'vace':
			return readVace(model, input, parameters);
		case 'text-to-video':
			return readTextToVideo(model, input, parameters);
	}
}
