/** A part of `docs/performance.md`. */
export interface Section {
	/** From its heading (level 2) on. Plots are linked as `images/<name>.svg`. */
	readonly markdown: string;
	readonly plots: ReadonlyArray<{
		/** File name without `.svg`. */
		readonly name: string;
		readonly svg: string;
	}>;
	/** Promises that were not kept. */
	readonly complaints: readonly string[];
}

/** What the parts share. */
export interface Surroundings {
	/** Times that each thing is measured; medians are shown. */
	readonly rounds: number;
	/** Folder of the package with n8n's Qwen Cloud node. */
	readonly peer: string;
	/** Is told what is going on. */
	readonly tell: (line: string) => void;
}
