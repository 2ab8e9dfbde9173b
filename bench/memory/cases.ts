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
	/** What the node makes of the file on its way: a part of it, or a film with sound. */
	readonly made?: 'trimmed' | 'withSound';
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
	{ direction: 'in', megabytes: 95, layout: 'headerFirst', made: 'trimmed' },
	{ direction: 'out', megabytes: 600, layout: 'headerFirst', made: 'withSound' },
];

/** The built-in node takes images, which have no such header, and makes nothing of a file. */
export const takesPart = (subject: Subject, { layout, made }: Transfer): boolean =>
	subject === 'wan' || (layout === 'headerFirst' && made === undefined);

/** The same, for the table. */
const MADE = { trimmed: ', trimmed to 10 s of 12', withSound: ', with new sound' } as const;

export const nameOf = ({ direction, megabytes, layout, made }: Transfer): string =>
	`${megabytes} MB ${direction}${layout === 'headerLast' ? ', header at its end' : ''}${made ? MADE[made] : ''}`;
