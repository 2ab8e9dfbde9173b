import { createHash } from 'crypto';
import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { Failure } from '../failure/failure';
import { quoted } from '../failure/quoted';

/** A file of an input item, wherever n8n stores it. It is streamed: only n8n's memory mode holds it in memory as a whole. */
export interface InputFile {
	/** Equal for the same content in n8n's store, however many items refer to it. */
	readonly identity: string;
	/** Size in bytes, if n8n knows it without reading the file. */
	readonly bytes: number | undefined;
	readonly binary: IBinaryData;
	/** The content from its start, again at each call: a stream, or a buffer in n8n's memory mode. */
	body(): Promise<FileBody>;
	/** The same, in chunks. */
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
 * A file of an item by the name of its field, or by the binary object that an expression returned.
 * @throws Failure `badInput` if the item has no such file
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
		`'Input Data Field Name (${title})' is ${quoted(field)}, and the item has no file in that field: ${filesOf(context, item)}`,
		'Check the field name in the output of the previous node, under Binary. Nodes in between may drop files: see their options.',
	);
}

const MOST_NAMED = 10;

/** The names of an item's files, for the end of a sentence. */
function filesOf(context: IExecuteFunctions, item: number): string {
	const names = Object.keys(context.getInputData()[item]?.binary ?? {});
	if (names.length === 0) return 'it has no files';
	const named = names.slice(0, MOST_NAMED).map(quoted).join(', ');
	return `it has ${named}${names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : ''}`;
}

/** Undefined if the item has no such file, for which n8n throws. */
function binaryOf(context: IExecuteFunctions, item: number, field: unknown): IBinaryData | undefined {
	try {
		return context.helpers.assertBinaryData(item, field as string | IBinaryData);
	} catch {
		return undefined;
	}
}

/**
 * Bytes that n8n's store on disk is asked for at once. With n8n's 64 kB, reading a film takes four times as long; from 512 kB
 * on, memory grows by more while it is written.
 */
export const STORE_CHUNK = 384 * 1024;

/** A file in n8n's store, or in the item itself in n8n's memory mode. */
export function storedFile(context: IExecuteFunctions, binary: IBinaryData): InputFile {
	const { id } = binary;
	const body = async (): Promise<FileBody> =>
		id === undefined
			? Buffer.from(binary.data, 'base64')
			: await context.helpers.getBinaryStream(id, STORE_CHUNK);
	return {
		// Without an ID, the item itself has the content.
		identity: id ?? createHash('sha256').update(binary.data).digest('hex'),
		// Decoded: line breaks in Base64 count as characters but add no bytes, and the storage would wait for more.
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

/** Size of a file in bytes, counted by reading it if n8n does not know it. */
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
