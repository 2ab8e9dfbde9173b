import { Readable } from 'node:stream';
import { StreamedPart } from '../../../nodes/WanVideoEdit/n8n/multipart';

const endless = () => new Readable({ read() {} });
const partOf = (stream: Readable, until: Promise<unknown> = Promise.resolve()) =>
	new StreamedPart('a.mp4', 'video/mp4', 5, async () => {
		await until;
		return stream as AsyncIterable<Uint8Array>;
	});

describe('A file that is sent', () => {
	it('is closed when the form is cut off in the middle', async () => {
		const stream = endless();
		const part = partOf(stream);
		stream.push('hello');
		const pieces = part.stream()[Symbol.asyncIterator]();
		expect(String((await pieces.next()).value)).toBe('hello');
		part.close();
		expect(stream.destroyed).toBe(true);
	});

	it('is closed when it is opened after the form was cut off', async () => {
		const stream = endless();
		let come = (): void => undefined;
		const part = partOf(stream, new Promise<void>((resolve) => (come = resolve)));
		const next = part.stream()[Symbol.asyncIterator]().next();
		part.close();
		come();
		expect(await next).toEqual({ done: true, value: undefined });
		expect(stream.destroyed).toBe(true);
	});

	it("may be a buffer in n8n's memory mode", async () => {
		const part = partOf([Buffer.from('hello')] as unknown as Readable);
		const pieces: string[] = [];
		for await (const piece of part.stream()) pieces.push(String(piece));
		part.close();
		expect(pieces).toEqual(['hello']);
	});
});
