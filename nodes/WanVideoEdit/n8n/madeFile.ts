import { createHash } from 'crypto';
import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { shareInFlight } from '../timing/shareInFlight';
import { streamLike } from './transfer';
import type { FileBody, InputFile } from './files';

/** A file that this node makes. It is made anew whenever it is opened, and never held as a whole. */
export interface Making {
	/** Equal for equal content. */
	readonly identity: string;
	readonly bytes: number;
	readonly fileName: string;
	readonly mimeType: string;
	/** The content from its start. */
	chunks(): AsyncIterable<Uint8Array>;
	/** Any stream, which n8n's client and store need as a model. Without one, the file is held in memory. */
	stream?(): Promise<FileBody>;
}

export const madeFile = ({ identity, bytes, fileName, mimeType, chunks, stream }: Making): InputFile => ({
	identity: `made ${createHash('sha256').update(identity).digest('hex')}`,
	bytes,
	binary: { data: '', mimeType, fileName },
	open: async () => chunks(),
	async body() {
		const like = await stream?.();
		if (like !== undefined && !Buffer.isBuffer(like)) {
			(like as { destroy?: () => void }).destroy?.();
			return streamLike(like, chunks());
		}
		const all: Uint8Array[] = [];
		for await (const chunk of chunks()) all.push(chunk);
		return Buffer.concat(all);
	},
});

/** A small file in memory, e.g. a mask. */
export const fileOfBytes = (content: Uint8Array, fileName: string, mimeType: string): InputFile =>
	madeFile({
		identity: createHash('sha256').update(content).digest('hex'),
		bytes: content.byteLength,
		...{ fileName, mimeType },
		async *chunks() {
			yield content;
		},
	});

/**
 * The file as others find it in n8n's store: one that this node makes is stored first, once for all items. In n8n's memory
 * mode, it has no ID.
 */
export async function inStore(
	context: IExecuteFunctions,
	{ identity, binary, body }: InputFile,
): Promise<IBinaryData> {
	if (binary.id !== undefined || binary.data !== '') return binary;
	const { fileName, mimeType } = binary;
	const store = async () => await context.helpers.prepareBinaryData(await body(), fileName, mimeType);
	// Otherwise it would stay in memory to the end of the run.
	return await shareInFlight(context, `in store ${identity}`, store, ({ id }) => id !== undefined);
}
