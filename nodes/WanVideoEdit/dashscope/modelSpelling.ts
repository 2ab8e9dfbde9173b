import { LruMap } from '../timing/lruMap';

/** Most entries. Whoever has more hosts than that asks one of them for its spelling again. */
const MOST = 1_000;

/** Model names per host that turned out to be the ones the host knows. Lives as long as the process. */
const known = new LruMap<string, string>(MOST);

const keyOf = (baseUrl: string, model: string): string => `${baseUrl} ${model}`;

/** The name to send to a host for a chosen model: the chosen one, unless the host is known to know the other. */
export const spellingFor = (baseUrl: string, model: string): string =>
	known.get(keyOf(baseUrl, model)) ?? model;

/** Remembers that the host knows `accepted` where `chosen` was meant. */
export function rememberSpelling(baseUrl: string, chosen: string, accepted: string): void {
	if (chosen === accepted) return;
	known.set(keyOf(baseUrl, chosen), accepted);
	known.delete(keyOf(baseUrl, accepted));
}
