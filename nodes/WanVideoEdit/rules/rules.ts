import type { ChoiceLimit, CountLimit, NumberLimit, TextLimit } from '../dashscope/limits';
import { countCharacters } from '../dashscope/limits';
import { Failure } from '../failure/failure';
import { quoted } from '../failure/quoted';

/** A rule that a draft or a file breaks. */
export interface Violation {
	/** Parameter, value and limit, without a full stop. */
	readonly says: string;
	/** What to change, in whole sentences. */
	readonly advice?: string;
}

/**
 * Maximum number of violations in a description, besides the first: a list may have thousands of wrong
 * entries.
 */
const MOST_OTHERS = 20;

/**
 * The kinds of rules that modes use. Each compares a value with its limit from the tables and records
 * violations as messages. A value that is not set breaks no rule.
 */
export class Rules {
	private readonly found: Violation[] = [];

	constructor(
		/** Name of the mode as used in sentences, e.g. Repaint. */
		private readonly mode: string,
	) {}

	get violations(): Violation[] {
		return [...this.found];
	}

	text(label: string, text: string | undefined, limit: TextLimit): void {
		if (text === undefined) {
			this.require(
				!limit.required,
				`${this.subject(label)} is empty; ${this.mode} needs it`,
				'Fill it in, or check its expression.',
			);
			return;
		}
		const count = countCharacters(text);
		this.require(
			count <= limit.maxCharacters,
			`${this.subject(label)} has ${count} characters; ${this.mode} takes up to ${limit.maxCharacters}`,
			`Shorten it by ${counted(count - limit.maxCharacters, 'character')}.`,
		);
	}

	/**
	 * @param or a value that is also accepted, with its meaning, e.g. `{ value: 0, meaning: 'the whole video'
	 *   }`
	 */
	number(
		label: string,
		value: number | undefined,
		limit: NumberLimit,
		or?: { readonly value: number; readonly meaning: string },
	): void {
		if (value === undefined || value === or?.value) return;
		const inRange = value >= limit.min && value <= limit.max && (!limit.integer || Number.isInteger(value));
		const kind = limit.integer ? 'a whole number' : 'a number';
		const range =
			limit.max === Number.MAX_SAFE_INTEGER ? `of ${limit.min} or more` : `from ${limit.min} to ${limit.max}`;
		const also = or === undefined ? '' : `, or ${or.value} for ${or.meaning}`;
		this.require(
			inRange,
			`${this.subject(label)} is ${quoted(value)}; it takes ${kind} ${range}${also}`,
			'Change it, or check its expression.',
		);
	}

	choice(label: string, value: string | undefined, limit: ChoiceLimit): void {
		if (value === undefined) return;
		this.require(
			limit.values.includes(value),
			`${this.subject(label)} is ${quoted(value)}; ${this.mode} takes ${limit.values.join(', ')}`,
			'Choose one from the list, or check its expression.',
		);
	}

	/** @param what the things that are counted */
	count(label: string, count: number, limit: CountLimit, what = 'entries'): void {
		const inRange = count >= limit.min && count <= limit.max;
		const wanted =
			limit.min === limit.max
				? `exactly ${limit.max}`
				: limit.min === 0
					? `up to ${limit.max}`
					: `${limit.min} to ${limit.max}`;
		this.require(
			inRange,
			`${this.subject(label)} has ${count} ${what}; ${this.mode} takes ${wanted}`,
			count > limit.max
				? `Remove ${count - limit.max} of them, or check the expression that returns them.`
				: `Add ${limit.min - count}, or check the expression that returns them.`,
		);
	}

	/**
	 * A custom rule: `holds` must be true.
	 * @param advice what to change, in whole sentences
	 */
	require(holds: boolean, says: string, advice: string): void {
		if (!holds) this.found.push({ says, advice });
	}

	/**
	 * @throws Failure `badInput` with the first violation as message; its description has the advice and all
	 *   others
	 */
	throwIfBroken(): void {
		const [first, ...others] = this.found;
		if (first === undefined) return;
		// Rules of one kind have the same advice: once is enough.
		const given = new Set([first.advice]);
		const also = others.slice(0, MOST_OTHERS).map(({ says, advice }) => {
			const isNew = !given.has(advice);
			given.add(advice);
			return [`${says}.`, isNew && advice].filter(Boolean).join(' ');
		});
		if (others.length > MOST_OTHERS) also.push(`And ${others.length - MOST_OTHERS} more.`);
		const description = [first.advice, others.length > 0 && `Also: ${also.join(' ')}`]
			.filter(Boolean)
			.join(' ');
		throw new Failure('badInput', first.says, description === '' ? undefined : description);
	}

	/** Adds violations that were found elsewhere. */
	add(violations: readonly Violation[]): void {
		this.found.push(...violations);
	}

	/** The beginning of a sentence about a parameter. */
	subject(label: string): string {
		return `'${label}'`;
	}
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
