/** A task's ID as the provider gives it (a UUID so far). Not any string: it has been looked at. */
export type TaskId = string & { readonly __taskId: unique symbol };

/** Reads a task ID, with stray spaces or quotes around it. Undefined where the text cannot be one. */
export function parseTaskId(text: string): TaskId | undefined {
	const id = text
		.slice(0, 500)
		.trim()
		.replace(/^(["'])(.*)\1$/, '$2')
		.trim();
	return /^[A-Za-z0-9][\w.:~-]{3,127}$/.test(id) ? (id as TaskId) : undefined;
}
