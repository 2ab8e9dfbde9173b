import { type HttpResponse, unreadableResponse } from '../dashscope/http';
import { lowerCased } from '../text/headers';
import { whileWatching } from '../timing/clock';

/** A body that could not be read to the end. */
export class BodyBroken extends Error {
	/** @param soFar what was received until then, within the limit */
	constructor(
		message: string,
		readonly soFar: string,
	) {
		super(message);
	}
}

/**
 * The text of a response, in whatever form n8n returns it. Bytes are counted after decompression: a kilobyte on the wire
 * can be a gigabyte here.
 * @param signal stops the reading
 * @throws BodyBroken if too large, incomplete, or stopped by the signal
 */
export async function readText(body: unknown, mostBytes: number, signal: AbortSignal): Promise<string> {
	if (isStream(body))
		return await whileWatching(signal, async (aborted) => await join(body, mostBytes, aborted));
	const text = textOf(body);
	if (text.length > mostBytes) throw new BodyBroken(tooLarge(mostBytes), text.slice(0, mostBytes));
	return text;
}

/**
 * A response with its text. An incomplete one is unreadable, unless its status says enough: a rejection stays one,
 * however much of its text arrived.
 */
export async function responseOf(
	{ status, headers, body }: { status: number; headers: object | undefined; body: unknown },
	mostBytes: number,
	signal: AbortSignal,
): Promise<HttpResponse> {
	const read = (text: string): HttpResponse => ({
		kind: 'response',
		status,
		headers: lowerCased(headers),
		text,
	});
	try {
		return read(await readText(body, mostBytes, signal));
	} catch (thrown) {
		const { message, soFar } = thrown as BodyBroken;
		return status >= 400 ? read(soFar) : unreadableResponse(message);
	}
}

async function join(
	stream: AsyncIterable<unknown>,
	mostBytes: number,
	aborted: Promise<void>,
): Promise<string> {
	const chunks: Buffer[] = [];
	let bytes = 0;
	const parts = stream[Symbol.asyncIterator]();
	const over = aborted.then(() => 'over' as const);
	const broken = (why: string): BodyBroken => {
		// The stream's iterator would only end with the next bytes.
		(stream as { destroy?: () => void }).destroy?.();
		return new BodyBroken(why, textOf(Buffer.concat(chunks)));
	};
	for (;;) {
		const part = await Promise.race([parts.next(), over]).catch(() => undefined);
		if (part === undefined) throw broken('an incomplete response');
		if (part === 'over') throw broken('a response that did not finish in time');
		if (part.done === true) return textOf(Buffer.concat(chunks));
		const chunk = Buffer.from(part.value as Uint8Array);
		bytes += chunk.length;
		if (bytes > mostBytes) throw broken(tooLarge(mostBytes));
		chunks.push(chunk);
	}
}

function textOf(body: unknown): string {
	if (typeof body === 'string') return body;
	if (Buffer.isBuffer(body)) return withoutMark(body.toString('utf8'));
	return JSON.stringify(body ?? '');
}

const isStream = (body: unknown): body is AsyncIterable<unknown> =>
	typeof body === 'object' && body !== null && Symbol.asyncIterator in body;

const withoutMark = (text: string): string => text.replace(/^\uFEFF/, '');

const tooLarge = (mostBytes: number): string =>
	`a response of more than ${Math.round(mostBytes / 1024 / 1024)} MB`;
