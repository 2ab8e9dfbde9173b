import { LruMap } from '../timing/lruMap';

/** Maximum number of entries. With more hosts than that, a host is asked for its spelling again. */
const MOST = 1_000;

/** Model names that hosts have accepted, by host. Kept as long as the process runs. */
const known = new LruMap<string, string>(MOST);

const keyOf = (baseUrl: string, model: string): string => `${baseUrl} ${model}`;

/**
 * The name to send to a host for a chosen model: the chosen one, unless the host is known to accept only the
 * other spelling.
 */
export const spellingFor = (baseUrl: string, model: string): string =>
	known.get(keyOf(baseUrl, model)) ?? model;

/** Records that the host accepted one spelling of the chosen model. */
export function rememberSpelling(baseUrl: string, chosen: string, accepted: string): void {
	if (chosen === accepted) return;
	known.set(keyOf(baseUrl, chosen), accepted);
	known.delete(keyOf(baseUrl, accepted));
}
