import type { IExecuteFunctions, INodeProperties, INodePropertyCollection } from 'n8n-workflow';
import { Failure } from '../failure/failure';
import { quoted } from '../failure/quoted';
import { demandFound, isExpression } from './expressions';
import { epochOf } from './zonedTime';

/** n8n's functions for reading the form. */
export type FormContext = Pick<IExecuteFunctions, 'getNodeParameter' | 'getTimezone'> &
	Partial<Pick<IExecuteFunctions, 'evaluateExpression' | 'getInputData'>>;

/** An entry of a fixed collection. */
export interface Entry {
	/** Value of a field, or undefined if it is missing. @throws Failure `badInput` if its expression found nothing */
	value(name: string): unknown;
}

/**
 * Reads the parameters of one item as the types that the modes need. It takes parameter labels from the form
 * itself, so that messages always match it.
 *
 * Names are paths: `prompt`, `options.seed`. Expressions can return any type, and empty optional fields count as
 * not set. An expression that finds nothing is an error, not an empty field: the user meant a value.
 */
export class ItemParameters {
	constructor(
		private readonly context: FormContext,
		readonly item: number,
		private readonly fields: readonly INodeProperties[],
	) {}

	/** Label of the parameter in the form, e.g. `Mask Frame ID` for `maskFrameId`. */
	label(path: string): string {
		const label = labelIn(this.fields, path.split('.'));
		return label ?? path;
	}

	/** Text without surrounding white space, or undefined if empty. */
	text(path: string): string | undefined {
		const value = this.raw(path);
		if (isEmpty(value)) return undefined;
		if (typeof value === 'object') throw this.wrongType(path, value, 'a text');
		const text = String(value).trim();
		return text === '' ? undefined : text;
	}

	/** Text of a required field. @throws Failure `badInput` if empty */
	requiredText(path: string): string {
		const text = this.text(path);
		if (text === undefined) throw this.missing(path);
		return text;
	}

	/** Name of a binary field, or the binary object that an expression returned. */
	file(path: string): unknown {
		const value = this.raw(path);
		return typeof value === 'object' && value !== null ? value : this.requiredText(path);
	}

	/** A number, also from a numeric text, or undefined if empty. */
	number(path: string): number | undefined {
		const value = this.raw(path);
		if (isEmpty(value)) return undefined;
		const number = typeof value === 'string' ? Number(value.trim()) : value;
		if (typeof number !== 'number' || !Number.isFinite(number)) throw this.wrongType(path, value, 'a number');
		return number;
	}

	/** Number of a required field. @throws Failure `badInput` if empty */
	requiredNumber(path: string): number {
		const number = this.number(path);
		if (number === undefined) throw this.missing(path);
		return number;
	}

	/** True or false, also from text, or undefined if empty. */
	boolean(path: string): boolean | undefined {
		const value = this.raw(path);
		if (isEmpty(value)) return undefined;
		if (typeof value === 'boolean') return value;
		const text = String(value).trim().toLowerCase();
		if (text !== 'true' && text !== 'false') throw this.wrongType(path, value, 'true or false');
		return text === 'true';
	}

	/** Epoch milliseconds of a date field, or undefined if empty. A time without a zone is in the workflow's time zone. */
	time(path: string): number | undefined {
		const value = this.raw(path);
		// Expressions with $now return Luxon objects.
		if (typeof value === 'object' && value !== null && typeof value.valueOf() === 'number') {
			if (Number.isNaN(Number(value))) throw this.wrongType(path, String(value), 'a date and time');
			return Number(value);
		}
		const text = this.text(path);
		if (text === undefined) return undefined;
		const time = epochOf(text, this.context.getTimezone());
		if (Number.isNaN(time)) throw this.wrongType(path, text, 'a date and time, e.g. 2026-01-31T18:00:00Z');
		return time;
	}

	/** Value of a resource locator: the ID of the chosen entry, or the one typed in. */
	locator(path: string): string {
		const chosen = this.chosen(path);
		const text = typeof chosen === 'string' ? chosen.trim() : '';
		if (text === '') throw this.missing(path);
		return text;
	}

	/** The same for several: typed in, separated by commas, spaces or lines, or a list from an expression. */
	locators(path: string): string[] {
		const chosen = this.chosen(path);
		const texts = (Array.isArray(chosen) ? chosen : [chosen]).flatMap((one) =>
			typeof one === 'string' ? one.split(/[\s,;]+/).filter(Boolean) : [quoted(one)],
		);
		if (texts.length === 0 || isEmpty(chosen)) throw this.missing(path);
		return texts;
	}

	private chosen(path: string): unknown {
		const value = this.raw(path);
		return typeof value === 'object' && value !== null && 'value' in value
			? this.raw(`${path}.value`, this.label(path))
			: value;
	}

	/** Entries of a fixed collection, e.g. `referenceImages.image`. */
	entries(path: string): Entry[] {
		const value = this.raw(path);
		if (isEmpty(value)) return [];
		const list = Array.isArray(value) ? value : [value];
		if (!list.every((entry) => typeof entry === 'object' && entry !== null)) {
			throw this.wrongType(path, value, 'a list of entries');
		}
		const written = this.written(path);
		return (list as Array<Record<string, unknown>>).map((entry, index) => ({
			value: (name) => {
				const own = writtenIn(Array.isArray(written) ? (written as unknown[])[index] : written, entry, name);
				const [collection = path] = path.split('.');
				const label = `${this.label(collection)} (Entry ${index + 1}: ${this.label(`${path}.${name}`)})`;
				this.demand(entry[name], own, label, name);
				return entry[name];
			},
		}));
	}

	/** The failure for a required parameter that is empty. */
	missing(path: string): Failure {
		return new Failure('badInput', `'${this.label(path)}' is empty`, 'Fill it in, or check its expression.');
	}

	/** @param label for messages, if the path has none */
	private raw(path: string, label = this.label(path)): unknown {
		// Without a fallback, n8n throws for a parameter that the form does not show.
		const value = this.context.getNodeParameter(path, this.item, null) as unknown;
		this.demand(value, this.written(path), label, path);
		return value;
	}

	/** The raw parameter, its expressions not evaluated. */
	private written(path: string): unknown {
		return this.context.getNodeParameter(path, this.item, null, { rawExpressions: true }) as unknown;
	}

	/** @throws Failure `badInput` for a value whose expression went wrong */
	private demand(value: unknown, written: unknown, label: string, name: string): void {
		demandFound(value, {
			written,
			label,
			isLink: /url$/i.test(name),
			fields: () => Object.keys(this.context.getInputData?.()[this.item]?.json ?? {}),
			evaluate: (expression) => this.evaluated(expression),
		});
	}

	/** Evaluates an expression by itself. Empty if it throws: then the whole text throws as well. */
	private evaluated(expression: string): unknown {
		try {
			return this.context.evaluateExpression ? this.context.evaluateExpression(expression, this.item) : '';
		} catch {
			return '';
		}
	}

	private wrongType(path: string, value: unknown, wanted: string): Failure {
		return new Failure(
			'badInput',
			`'${this.label(path)}' is ${typeof value === 'number' ? value : quoted(value)}; it takes ${wanted}`,
			'Check its expression.',
		);
	}
}

/** Raw value of a field of an entry. The entry, or the whole list, may itself be an expression. */
const writtenIn = (written: unknown, entry: object, name: string): unknown => {
	if (isExpression(written)) return name in entry ? written : undefined;
	return (written as Record<string, unknown> | null | undefined)?.[name];
};

const isEmpty = (value: unknown): boolean =>
	value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

function labelIn(
	fields: ReadonlyArray<INodeProperties | INodePropertyCollection>,
	path: readonly string[],
): string | undefined {
	const [head, ...rest] = path;
	for (const field of fields.filter(({ name }) => name === head)) {
		if (rest.length === 0) return field.displayName;
		const inner = 'values' in field ? field.values : ((field as INodeProperties).options ?? []);
		const label = labelIn(inner as INodeProperties[], rest);
		if (label !== undefined) return label;
	}
	return undefined;
}
