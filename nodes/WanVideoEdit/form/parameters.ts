import type { IExecuteFunctions, INodeProperties, INodePropertyCollection } from 'n8n-workflow';
import { Failure } from '../failure/failure';
import { quoted } from '../failure/quoted';
import { demandFound, isExpression } from './expressions';
import { epochOf } from './zonedTime';

/** What of n8n's functions reads the form. */
export type FormContext = Pick<IExecuteFunctions, 'getNodeParameter' | 'getTimezone'> &
	Partial<Pick<IExecuteFunctions, 'evaluateExpression' | 'getInputData'>>;

/** An entry of a fixed collection. */
export interface Entry {
	/** A field of it; undefined where it is not there. @throws Failure `badInput` where its expression found nothing */
	value(name: string): unknown;
}

/**
 * Reads the parameters of one item as the types that the modes want, and knows what each is called in the
 * form, so that messages never drift from it.
 *
 * Names are paths: `prompt`, `options.seed`. Expressions can give any type, and empty fields of optional
 * parameters count as not set. An expression that finds nothing is not empty: somebody meant a value.
 */
export class ItemParameters {
	constructor(
		private readonly context: FormContext,
		readonly item: number,
		private readonly fields: readonly INodeProperties[],
	) {}

	/** The parameter's name in the form, e.g. `Mask Frame ID` for `maskFrameId`. */
	label(path: string): string {
		const label = labelIn(this.fields, path.split('.'));
		return label ?? path;
	}

	/** Text without surrounding white space; undefined where it is empty. */
	text(path: string): string | undefined {
		const value = this.raw(path);
		if (isEmpty(value)) return undefined;
		if (typeof value === 'object') throw this.wrongType(path, value, 'a text');
		const text = String(value).trim();
		return text === '' ? undefined : text;
	}

	/** Text that has to be there. */
	requiredText(path: string): string {
		const text = this.text(path);
		if (text === undefined) throw this.missing(path);
		return text;
	}

	/** The name of a field that has a file, or the binary object that an expression gave. */
	file(path: string): unknown {
		const value = this.raw(path);
		return typeof value === 'object' && value !== null ? value : this.requiredText(path);
	}

	/** A number, also from a numeric text; undefined where it is empty. */
	number(path: string): number | undefined {
		const value = this.raw(path);
		if (isEmpty(value)) return undefined;
		const number = typeof value === 'string' ? Number(value.trim()) : value;
		if (typeof number !== 'number' || !Number.isFinite(number)) throw this.wrongType(path, value, 'a number');
		return number;
	}

	/** A number that has to be there. */
	requiredNumber(path: string): number {
		const number = this.number(path);
		if (number === undefined) throw this.missing(path);
		return number;
	}

	/** True or false, also written as text; undefined where it is empty. */
	boolean(path: string): boolean | undefined {
		const value = this.raw(path);
		if (isEmpty(value)) return undefined;
		if (typeof value === 'boolean') return value;
		const text = String(value).trim().toLowerCase();
		if (text !== 'true' && text !== 'false') throw this.wrongType(path, value, 'true or false');
		return text === 'true';
	}

	/** Epoch milliseconds of a date field; a time without zone is one of the workflow's zone. Undefined where it is empty. */
	time(path: string): number | undefined {
		const value = this.raw(path);
		// Expressions with $now give such objects.
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

	/** What stands behind a resource locator: the ID of the chosen entry or the typed one. */
	locator(path: string): string {
		const value = this.raw(path);
		const chosen =
			typeof value === 'object' && value !== null && 'value' in value
				? this.raw(`${path}.value`, this.label(path))
				: value;
		const text = typeof chosen === 'string' ? chosen.trim() : '';
		if (text === '') throw this.missing(path);
		return text;
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

	/** The failure for a parameter that is empty and must not be. */
	missing(path: string): Failure {
		return new Failure(
			'badInput',
			`'${this.label(path)}' of item ${this.item} is empty`,
			'Fill it in, or check the expression that fills it.',
		);
	}

	/** @param label in messages, where the path has none */
	private raw(path: string, label = this.label(path)): unknown {
		// Without a fallback n8n throws for a parameter that the form does not show.
		const value = this.context.getNodeParameter(path, this.item, null) as unknown;
		this.demand(value, this.written(path), label, path);
		return value;
	}

	/** The parameter as the person wrote it, its expressions not evaluated. */
	private written(path: string): unknown {
		return this.context.getNodeParameter(path, this.item, null, { rawExpressions: true }) as unknown;
	}

	/** @throws Failure `badInput` for a value whose expression slipped */
	private demand(value: unknown, written: unknown, label: string, name: string): void {
		demandFound(value, {
			written,
			label,
			isLink: /url$/i.test(name),
			item: this.item,
			fields: () => Object.keys(this.context.getInputData?.()[this.item]?.json ?? {}),
			evaluate: (expression) => this.evaluated(expression),
		});
	}

	/** What an expression gives by itself; a blank where it throws, which the whole text does as well. */
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
			`'${this.label(path)}' of item ${this.item} is ${typeof value === 'number' ? value : quoted(value)}; it takes ${wanted}`,
			'Check the expression that fills it.',
		);
	}
}

/** How a field of an entry was written; the entry itself may be an expression, or the list of all. */
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
