/** A problem with a file: the two halves of "'Mask' IS; Edit Region takes TAKES", and the way out. */
export interface Fault {
	readonly is: string;
	readonly takes: string;
	/** Whole sentences. */
	readonly advice: string;
}
