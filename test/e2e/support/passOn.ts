import { request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import { text } from 'node:stream/consumers';

interface PassOnOptions {
	/** What is made of the body of the answer. */
	readonly rewrite?: (body: string) => string;
	/** The other side cannot be reached, or has cut the connection before it answered. */
	readonly failed: (why: string) => void;
}

/** Asks another server the same, and answers as it does; a connection that it cuts is cut here as well. */
export function passOn(
	request: IncomingMessage,
	response: ServerResponse,
	url: string,
	{ rewrite, failed }: PassOnOptions,
): void {
	const { method } = request;
	// The other server answers to its own name only.
	const headers = { ...request.headers, host: new URL(url).host };
	const onward = ask(url, { method, headers }, (answer) => {
		if (rewrite) {
			const { 'content-type': type } = answer.headers;
			response.writeHead(answer.statusCode ?? 502, type === undefined ? {} : { 'content-type': type });
			text(answer).then(
				(body) => response.end(rewrite(body)),
				() => response.destroy(),
			);
			return;
		}
		response.writeHead(answer.statusCode ?? 502, answer.headers);
		pipeline(answer, response, () => {});
	});
	onward.on('error', ({ message }) => failed(message));
	response.on('close', () => onward.destroy());
	request.pipe(onward);
}
