import type { Subject } from '../shared/subjects';

/** A megabyte in this benchmark: 1,048,576 bytes, as the provider counts. */
export const MB = 1024 * 1024;

/** Most that the node may grow by, whatever the size of the file: `docs/memory.md` says why. */
export const BAR_MB = 60;

/** Where an MP4 has its header (moov): before the bulk of the file, or behind it. */
export type Layout = 'headerFirst' | 'headerLast';

/** A file on its way into the node, or out of it. */
export interface Transfer {
	readonly direction: 'in' | 'out';
	readonly megabytes: number;
	/** Of videos that go in. */
	readonly layout: Layout;
}

/** What is measured, in the order of the table. 95 MB is a little less than the provider's limit of 100 MB. */
export const TRANSFERS: readonly Transfer[] = [
	{ direction: 'in', megabytes: 10, layout: 'headerFirst' },
	{ direction: 'in', megabytes: 95, layout: 'headerFirst' },
	{ direction: 'in', megabytes: 10, layout: 'headerLast' },
	{ direction: 'in', megabytes: 95, layout: 'headerLast' },
	{ direction: 'out', megabytes: 10, layout: 'headerFirst' },
	{ direction: 'out', megabytes: 100, layout: 'headerFirst' },
	{ direction: 'out', megabytes: 600, layout: 'headerFirst' },
];

/** The built-in node takes images, which have no such header. */
export const takesPart = (subject: Subject, { layout }: Transfer): boolean =>
	subject === 'wan' || layout === 'headerFirst';

export const nameOf = ({ direction, megabytes, layout }: Transfer): string =>
	`${megabytes} MB ${direction}${layout === 'headerLast' ? ', header at its end' : ''}`;
