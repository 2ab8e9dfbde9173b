import type { Subject } from '../shared/subjects';

/** A megabyte in this benchmark: 1,048,576 bytes, as Alibaba Cloud counts. */
export const MB = 1024 * 1024;

/** Maximum memory growth of the node, whatever the file size: see `docs/memory.md`. */
export const BAR_MB = 60;

/** Where an MP4 has its header (moov): before or after most of the file. */
export type Layout = 'headerFirst' | 'headerLast';

/** A file that is sent through the node, in or out. */
export interface Transfer {
	readonly direction: 'in' | 'out';
	readonly megabytes: number;
	/** For videos that go in. */
	readonly layout: Layout;
}

/** The measurements, in the order of the table. 95 MB is slightly below Alibaba Cloud's limit of 100 MB. */
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
