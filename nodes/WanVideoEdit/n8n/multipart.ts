/**
 * A form whose last part is streamed. n8n hands it to axios, which takes any object with the face of a
 * `FormData` and asks each part for its stream: the file is never held whole, and the length of the body is
 * known beforehand, as the storage wants it.
 */
export class StreamedForm {
	private readonly parts: ReadonlyArray<readonly [string, string | StreamedPart]>;

	constructor(fields: Readonly<Record<string, string>>, fileField: string, file: StreamedPart) {
		this.parts = [...Object.entries(fields), [fileField, file]];
	}

	get [Symbol.toStringTag](): string {
		return 'FormData';
	}

	/** Looked for by axios; the parts are complete from the start. */
	append(): never {
		throw new TypeError('This form takes no more parts');
	}

	*entries(): IterableIterator<readonly [string, string | StreamedPart]> {
		yield* this.parts;
	}

	[Symbol.iterator](): IterableIterator<readonly [string, string | StreamedPart]> {
		return this.entries();
	}
}

/** A file part, with the face of a `File`. */
export class StreamedPart {
	private readonly opened: Array<AsyncIterable<Uint8Array>> = [];
	private isClosed = false;

	constructor(
		readonly name: string,
		readonly type: string,
		/** Bytes. */
		readonly size: number,
		private readonly open: () => Promise<AsyncIterable<Uint8Array>>,
	) {}

	get [Symbol.toStringTag](): string {
		return 'File';
	}

	async *stream(): AsyncIterable<Uint8Array> {
		const content = await this.open();
		this.opened.push(content);
		if (this.isClosed) this.close();
		else yield* content;
	}

	/** To be called when the form has been sent, or broke off: axios lets go of no stream that it does not finish. */
	close(): void {
		this.isClosed = true;
		for (const content of this.opened) (content as { destroy?: () => void }).destroy?.();
	}
}
