import type { ChoiceLimit, CountLimit, NumberLimit, TextLimit } from '../dashscope/limits';
import { countCharacters } from '../dashscope/limits';
import { Failure } from '../failure/failure';
import { quoted } from '../failure/quoted';

/** A broken rule, as a message with parameter, item, value and limit. */
export type Violation = string;

/** A violation with advice, in whole sentences. */
export interface Advised {
	readonly says: Violation;
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
	private readonly found: Advised[] = [];

	constructor(
		private readonly item: number,
		/** Name of the mode as used in sentences, e.g. Repaint. */
		private readonly mode: string,
	) {}

	get violations(): Violation[] {
		return this.found.map(({ says }) => says);
	}

	text(label: string, text: string | undefined, limit: TextLimit): void {
		if (text === undefined) {
			this.require(!limit.required, `${this.subject(label)} is empty; ${this.mode} needs it`);
			return;
		}
		const count = countCharacters(text);
		this.require(
			count <= limit.maxCharacters,
			`${this.subject(label)} has ${count} characters; ${this.mode} takes up to ${limit.maxCharacters}`,
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
		this.require(inRange, `${this.subject(label)} is ${quoted(value)}; it takes ${kind} ${range}${also}`);
	}

	choice(label: string, value: string | undefined, limit: ChoiceLimit): void {
		if (value === undefined) return;
		this.require(
			limit.values.includes(value),
			`${this.subject(label)} is ${quoted(value)}; ${this.mode} takes ${limit.values.join(', ')}`,
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
		this.require(inRange, `${this.subject(label)} has ${count} ${what}; ${this.mode} takes ${wanted}`);
	}

	/** A custom rule: `holds` must be true. */
	require(holds: boolean, violation: Violation): void {
		if (!holds) this.found.push({ says: violation });
	}

	/**
	 * @throws Failure `badInput` with the first violation as message; its description has the advice and all
	 *   others
	 */
	throwIfBroken(): void {
		const [first, ...others] = this.found;
		if (first === undefined) return;
		const also = others
			.slice(0, MOST_OTHERS)
			.map(({ says, advice }) => [`${says}.`, advice].filter(Boolean).join(' '));
		if (others.length > MOST_OTHERS) also.push(`And ${others.length - MOST_OTHERS} more.`);
		const description = [first.advice, others.length > 0 && `Also: ${also.join(' ')}`]
			.filter(Boolean)
			.join(' ');
		throw new Failure('badInput', first.says, description === '' ? undefined : description);
	}

	/** Adds violations that were found elsewhere. */
	add(violations: ReadonlyArray<Violation | Advised>): void {
		for (const one of violations) this.found.push(typeof one === 'string' ? { says: one } : one);
	}

	/** The beginning of a sentence about a parameter. */
	subject(label: string): string {
		return `'${label}' of item ${this.item}`;
	}
}
