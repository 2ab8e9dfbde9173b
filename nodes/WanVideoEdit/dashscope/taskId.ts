/** ID of a task, in practice a UUID. A type of its own, because its format has been checked. */
export type TaskId = string & { readonly __taskId: unique symbol };

/** Parses a task ID, ignoring surrounding spaces and quotes. Undefined if the text cannot be one. */
export function parseTaskId(text: string): TaskId | undefined {
	const id = text
		.slice(0, 500)
		.trim()
		.replace(/^(["'])(.*)\1$/, '$2')
		.trim();
	return /^[A-Za-z0-9][\w.:~-]{3,127}$/.test(id) ? (id as TaskId) : undefined;
}
