import { fetch, type Response } from 'undici';
import type { Emulator } from '../../emulator';

/** Answers are read as they come: tests compare their whole shape. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Json = any;

export interface Answer {
	status: number;
	body: Json;
}

export const CREATE_PATH = '/api/v1/services/aigc/video-generation/video-synthesis';
const KEY = 'sk-emulator';

const read = async (response: Response): Promise<Answer> => ({
	status: response.status,
	body: await response.json(),
});

/** A bare client, as curl would be. */
export function clientOf(emulator: Emulator, key = KEY) {
	const authorization = `Bearer ${key}`;
	const json = { authorization, 'content-type': 'application/json' };

	const client = {
		async create(body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
			return await read(
				await fetch(`${emulator.url}${CREATE_PATH}`, {
					method: 'POST',
					headers: { ...json, 'x-dashscope-async': 'enable', ...headers },
					body: typeof body === 'string' ? body : JSON.stringify(body),
				}),
			);
		},
		async get(path: string, headers: Record<string, string> = { authorization }): Promise<Answer> {
			return await read(await fetch(`${emulator.url}${path}`, { headers }));
		},
		async query(id: string): Promise<Answer> {
			return await client.get(`/api/v1/tasks/${id}`);
		},
		async cancel(id: string): Promise<Answer> {
			return await read(
				await fetch(`${emulator.url}/api/v1/tasks/${id}/cancel`, { method: 'POST', headers: json }),
			);
		},
		/** Creates a task and gives back its id. Waits for its turn where the rate limit says so. */
		async submit(body: unknown, headers?: Record<string, string>): Promise<string> {
			for (;;) {
				const { status, body: answer } = await client.create(body, headers);
				if (status === 200) return answer.output.task_id as string;
				if (status !== 429) throw new Error(`${status} ${JSON.stringify(answer)}`);
				emulator.clock.advance(1000);
			}
		},
		/** Polls until the task has one of the states, and gives back the last answer. */
		async until(id: string, ...states: string[]): Promise<Json> {
			for (;;) {
				const { body } = await client.query(id);
				if (states.includes(body.output?.task_status)) return body;
				await new Promise((resolve) => setTimeout(resolve, 50));
			}
		},
		async finish(body: unknown, headers?: Record<string, string>): Promise<Json> {
			return await client.until(await client.submit(body, headers), 'SUCCEEDED', 'FAILED');
		},
	};
	return client;
}

export type Client = ReturnType<typeof clientOf>;

export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** `YYYY-MM-DD HH:mm:ss.SSS` */
export const TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/;

/** An error answer, whole. */
export const refusal = (status: number, code: string, message: unknown = expect.any(String)): Answer => ({
	status,
	body: { code, message, request_id: expect.stringMatching(UUID) },
});

/** A body of wan2.7-videoedit. */
export const edit = (url: string, parameters: object = {}, input: object = {}) => ({
	model: 'wan2.7-videoedit',
	input: { prompt: 'Turn it into clay', media: [{ type: 'video', url }], ...input },
	parameters: { resolution: '720P', ...parameters },
});

/** A body of VACE. */
export const vace = (name: string, input: object = {}, parameters: object = {}) => ({
	model: 'wan2.1-vace-plus',
	input: { function: name, prompt: 'A calm evening', ...input },
	parameters,
});
