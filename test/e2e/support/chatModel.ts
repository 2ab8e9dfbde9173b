// cspell:ignore chatcmpl
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Message {
	readonly role: string;
	readonly content: string | null;
}

interface ChatRequest {
	readonly model: string;
	readonly messages: Message[];
	readonly tools?: Array<{
		function: { name: string; description: string; parameters: { properties: Record<string, unknown> } };
	}>;
}

export interface ChatModel {
	/** Base URL as an OpenAI credential takes it. */
	readonly url: string;
	readonly requests: readonly ChatRequest[];
	/** What the tools answered, as the model saw it. */
	readonly toolAnswers: () => string[];
	close(): void;
}

/** A tool call: its name, and arguments created from the results of earlier calls and the user's message. */
export interface ToolCall {
	/** As the agent offers it: the node's name with underscores. Default: the first tool. */
	readonly tool?: string;
	readonly arguments: (answers: string[], request: string) => Record<string, unknown>;
}

const lastRequestIn = (messages: readonly Message[]): number =>
	messages.map(({ role }) => role).lastIndexOf('user');

/**
 * For `edit-by-chat.json`: edits the clip whose link the user sends, and waits for the video. It asks no questions.
 * @param clip for those who give no link
 */
export const editOnRequest = (clip: string): ToolCall[] => [
	{
		tool: 'Start_Edit',
		arguments: (_, request) => ({ videoUrl: /https?:\S+/.exec(request)?.[0] ?? clip, prompt: request }),
	},
	{
		tool: 'Get_Video',
		arguments: ([started = '[]']) => ({ taskId: (JSON.parse(started) as [{ taskId: string }])[0].taskId }),
	},
];

/** An OpenAI-compatible chat model that makes these calls one after the other, and then repeats the answers. */
export async function startChatModel(...calls: ToolCall[]): Promise<ChatModel> {
	const requests: ChatRequest[] = [];
	/** Since the last message of the user: the agent remembers earlier ones. */
	const answersIn = ({ messages }: ChatRequest) =>
		messages
			.slice(lastRequestIn(messages))
			.filter(({ role }) => role === 'tool')
			.map(({ content }) => content ?? '');

	const answerTo = (request: ChatRequest) => {
		const answers = answersIn(request);
		const call = calls[answers.length];
		if (call === undefined) {
			return { message: { role: 'assistant', content: answers.join('\n') }, finish_reason: 'stop' };
		}
		const said = request.messages[lastRequestIn(request.messages)]?.content ?? '';
		const name = call.tool ?? request.tools?.[0]?.function.name;
		const function_ = { name, arguments: JSON.stringify(call.arguments(answers, said)) };
		const tool_calls = [{ id: `call_${answers.length}`, type: 'function', function: function_ }];
		return { message: { role: 'assistant', content: null, tool_calls }, finish_reason: 'tool_calls' };
	};

	const server = createServer((request, response) => {
		const parts: Buffer[] = [];
		request.on('data', (part: Buffer) => parts.push(part));
		request.on('end', () => {
			// The Test button of the credential.
			if (request.url === '/v1/models') {
				response.writeHead(200, { 'content-type': 'application/json' }).end('{"object":"list","data":[]}');
				return;
			}
			if (request.url !== '/v1/chat/completions') {
				response.writeHead(404).end();
				return;
			}
			const chat = JSON.parse(Buffer.concat(parts).toString()) as ChatRequest;
			requests.push(chat);
			response.writeHead(200, { 'content-type': 'application/json' }).end(
				JSON.stringify({
					id: 'chatcmpl-1',
					object: 'chat.completion',
					created: 1,
					model: chat.model,
					choices: [{ index: 0, ...answerTo(chat) }],
					usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
				}),
			);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
		requests,
		toolAnswers: () => (requests.length > 0 ? answersIn(requests.at(-1)!) : []),
		close() {
			server.close();
			server.closeAllConnections();
		},
	};
}
