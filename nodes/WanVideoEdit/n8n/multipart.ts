/**
 * A form whose last part is streamed. n8n passes it to axios, which accepts any object shaped like
 * `FormData` and reads each part as a stream: the file is never held in memory as a whole, and the body has
 * a known length, which the storage requires.
 */
export class StreamedForm {
	private readonly parts: ReadonlyArray<readonly [string, string | StreamedPart]>;

	constructor(fields: Readonly<Record<string, string>>, fileField: string, file: StreamedPart) {
		this.parts = [...Object.entries(fields), [fileField, file]];
	}

	get [Symbol.toStringTag](): string {
		return 'FormData';
	}

	/** Axios checks that it exists; all parts are set in the constructor. */
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

/** A file part, shaped like a `File`. */
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

	/**
	 * Call when the form has been sent or has failed: axios does not close streams that it has not read to
	 * the end.
	 */
	close(): void {
		this.isClosed = true;
		for (const content of this.opened) (content as { destroy?: () => void }).destroy?.();
	}
}
