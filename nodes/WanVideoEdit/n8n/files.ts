import { createHash } from 'crypto';
import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { Failure } from '../failure/failure';
import { quoted } from '../failure/quoted';

/** A file of an input item, wherever n8n keeps it. It is streamed: nothing holds it whole but n8n's memory mode. */
export interface InputFile {
	/** The same for the same content in n8n's store, however many items refer to it. */
	readonly identity: string;
	/** Bytes, where n8n knows them without reading. */
	readonly bytes: number | undefined;
	readonly binary: IBinaryData;
	/** The content from its start, anew at each call: a stream, or a buffer in n8n's memory mode. */
	body(): Promise<FileBody>;
	/** The same, piece by piece. */
	open(): Promise<AsyncIterable<Uint8Array>>;
}

/** Node's `Readable`, which community nodes may not import, or a buffer. */
export type FileBody = Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0];

/** All bytes of a file. For small ones only. */
export async function bytesOf(file: InputFile): Promise<Buffer> {
	const chunks: Uint8Array[] = [];
	for await (const chunk of await file.open()) chunks.push(chunk);
	return Buffer.concat(chunks);
}

/**
 * A file of an item by the name of its field, or by the binary object that an expression gave.
 * @throws Failure `badInput` where the item has no such file
 */
export function inputFile(
	context: IExecuteFunctions,
	item: number,
	field: unknown,
	title: string,
): InputFile {
	const binary = binaryOf(context, item, field);
	if (binary !== undefined) return storedFile(context, binary);
	throw new Failure(
		'badInput',
		`'Input Data Field Name (${title})' of item ${item} is ${quoted(field)}, and the item has no file in that field: ${filesOf(context, item)}`,
		'Check the field name in the output of the previous node, under Binary. Nodes in between may drop files: see their options.',
	);
}

const MOST_NAMED = 10;

/** Which files an item has, for the end of a sentence. */
function filesOf(context: IExecuteFunctions, item: number): string {
	const names = Object.keys(context.getInputData()[item]?.binary ?? {});
	if (names.length === 0) return 'it has no file at all';
	const named = names.slice(0, MOST_NAMED).map(quoted).join(', ');
	return `it has ${named}${names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : ''}`;
}

/** Undefined where the item has no such file: n8n throws then. */
function binaryOf(context: IExecuteFunctions, item: number, field: unknown): IBinaryData | undefined {
	try {
		return context.helpers.assertBinaryData(item, field as string | IBinaryData);
	} catch {
		return undefined;
	}
}

/** A file that is in n8n's store, or in the item itself in n8n's memory mode. */
export function storedFile(context: IExecuteFunctions, binary: IBinaryData): InputFile {
	const { id } = binary;
	const body = async (): Promise<FileBody> =>
		id === undefined ? Buffer.from(binary.data, 'base64') : await context.helpers.getBinaryStream(id);
	return {
		// Without an ID the item itself carries the content.
		identity: id ?? createHash('sha256').update(binary.data).digest('hex'),
		// Decoded: a line break counts as a character but sends nothing, and the storage would wait for what is missing.
		bytes: id === undefined ? Buffer.from(binary.data, 'base64').byteLength : binary.bytes,
		binary,
		body,
		open: async () => {
			const content = await body();
			return Buffer.isBuffer(content) ? once(content) : (content as AsyncIterable<Uint8Array>);
		},
	};
}

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
	yield bytes;
}

/** Bytes of a file, counted by reading it where n8n does not tell. */
export async function sizeOf(context: IExecuteFunctions, file: InputFile): Promise<number> {
	if (file.bytes !== undefined) return file.bytes;
	const { id } = file.binary;
	if (id !== undefined) {
		const { fileSize } = await context.helpers.getBinaryMetadata(id);
		if (typeof fileSize === 'number') return fileSize;
	}
	let bytes = 0;
	for await (const chunk of await file.open()) bytes += chunk.byteLength;
	return bytes;
}
