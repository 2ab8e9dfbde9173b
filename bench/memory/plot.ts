import { barChart } from '../shared/barChart';
import { SERIES, SUBJECTS } from '../shared/subjects';
import { BAR_MB, nameOf } from './cases';
import type { Row } from './figures';

/** A bar chart of the rows. */
export const plot = (rows: readonly Row[]): string =>
	barChart({
		title: 'Peak memory growth in MB, less is better',
		description: "Peak memory growth of this node and of n8n's Qwen Cloud node",
		limit: { label: `this node's limit, ${BAR_MB} MB`, value: BAR_MB },
		groups: rows.map(({ transfer, growth }) => ({
			label: nameOf(transfer),
			bars: SUBJECTS.flatMap((subject) => {
				const value = growth[subject];
				return value ? [{ series: SERIES[subject], value }] : [];
			}),
		})),
	});
