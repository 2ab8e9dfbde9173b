import { type Compared, isFilm, isNeither, isPicture } from './compare';

/** A line for each difference of a file. */
export const linesOf = ({ file, by, differences }: Compared): string[] =>
	differences.map(({ field, node, other, because }) => {
		const reason = because === undefined ? '' : ` (explained: ${because})`;
		return `${file}: ${field}: node ${node}, ${by} ${other}${reason}`;
	});

export const isExplained = ({ differences }: Compared): boolean =>
	differences.every(({ because }) => because !== undefined);

/** Totals over all files. */
export class Summary {
	private readonly counts = { films: 0, pictures: 0, others: 0, same: 0, explained: 0, unexplained: 0 };
	private readonly reasons = new Map<string, number>();

	add(compared: Compared): void {
		if (isFilm(compared)) this.counts.films += 1;
		else if (isPicture(compared)) this.counts.pictures += 1;
		else if (isNeither(compared)) this.counts.others += 1;
		if (compared.differences.length === 0) this.counts.same += 1;
		else if (isExplained(compared)) this.counts.explained += 1;
		else this.counts.unexplained += 1;
		for (const { because } of compared.differences) {
			if (because !== undefined) this.reasons.set(because, (this.reasons.get(because) ?? 0) + 1);
		}
	}

	get hasUnexplained(): boolean {
		return this.counts.unexplained > 0;
	}

	lines(): string[] {
		const { films, pictures, others, same, explained, unexplained } = this.counts;
		const reasons = [...this.reasons].sort(([, one], [, other]) => other - one);
		return [
			`${films} films, ${pictures} pictures, ${others} other files`,
			`${same} the same, ${explained} with explained differences, ${unexplained} with others`,
			...reasons.map(([because, count]) => `${String(count).padStart(6)} × ${because}`),
		];
	}

	toJSON(): object {
		return { ...this.counts, reasons: Object.fromEntries(this.reasons) };
	}
}
