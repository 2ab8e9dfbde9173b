import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Schedule } from './schedule';

/** Line width, as in the Prettier configuration. */
const WIDTH = 110;

const FILE = path.join(__dirname, 'seeds.json');

interface Kept {
	/** The promises that it broke. */
	readonly broke: readonly string[];
	readonly schedule: Schedule;
}

/** Schedules that once broke a promise: they are always played first. */
export const kept = (): Kept[] => JSON.parse(readFileSync(FILE, 'utf8')) as Kept[];

/** @param broken the sentences of the promises that it broke */
export function keep(schedule: Schedule, broken: readonly string[]): void {
	const known = kept();
	if (known.some((one) => JSON.stringify(one.schedule) === JSON.stringify(schedule))) return;
	const broke = [...new Set(broken.map((sentence) => sentence.split(':')[0] ?? sentence))];
	writeFileSync(FILE, `${withShortLists(JSON.stringify([...known, { broke, schedule }], undefined, 2))}\n`);
}

/** Puts lists of plain values on one line if they fit, as Prettier does. */
const withShortLists = (json: string): string =>
	json.replace(/^(.*)\[([^[\]{}]+)\](,?)$/gm, (whole, before: string, inner: string, after: string) => {
		const line = `${before}[${inner.trim().replace(/\s+/g, ' ')}]${after}`;
		return line.length > WIDTH ? whole : line;
	});
