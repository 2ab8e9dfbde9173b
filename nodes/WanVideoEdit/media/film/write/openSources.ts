import { Unreadable } from '../../facts';
import type { ForwardSource } from '../../source';

/** The sources of a film that is being written. */
export class OpenSources {
	private readonly files = new Map<number, ForwardSource>();

	constructor(private readonly open: (source: number) => Promise<ForwardSource>) {}

	/** The source, at a position that it has not passed. @throws Unreadable if it has */
	async at(source: number, position: number): Promise<ForwardSource> {
		let file = this.files.get(source);
		if (file === undefined) {
			file = await this.open(source);
			this.files.set(source, file);
		}
		if (position < file.position) throw new Unreadable('its content cannot be read forwards');
		await file.skip(position - file.position);
		return file;
	}

	async close(source: number): Promise<void> {
		await this.files.get(source)?.close();
	}

	async closeAll(): Promise<void> {
		for (const file of this.files.values()) await file.close();
	}
}
