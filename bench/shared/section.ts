/** A part of `docs/performance.md`. */
export interface Section {
	/** Starts with its heading (level 2). Plots are linked as `images/<name>.svg`. */
	readonly markdown: string;
	readonly plots: ReadonlyArray<{
		/** File name without `.svg`. */
		readonly name: string;
		readonly svg: string;
	}>;
	/** Broken promises. */
	readonly complaints: readonly string[];
}

/** Shared by all parts. */
export interface Surroundings {
	/** Number of measurements of each figure; medians are shown. */
	readonly rounds: number;
	/** Folder of the package with n8n's Qwen Cloud node. */
	readonly peer: string;
	/** Reports progress. */
	readonly tell: (line: string) => void;
}
