import type { IExecuteFunctions, INodeProperties, INodePropertyCollection } from 'n8n-workflow';
import { Failure } from '../failure/failure';
import { quoted } from '../failure/quoted';
import { epochOf } from './zonedTime';

/**
 * Reads the parameters of one item as the types that the modes want, and knows what each is called in the
 * form, so that messages never drift from it.
 *
 * Names are paths: `prompt`, `options.seed`. Expressions can give any type, and empty fields of optional
 * parameters count as not set.
 */
export class ItemParameters {
	constructor(
		private readonly context: Pick<IExecuteFunctions, 'getNodeParameter' | 'getTimezone'>,
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
		if (typeof value === 'object' && value !== null && typeof value.valueOf() === 'number')
			return Number(value);
		const text = this.text(path);
		if (text === undefined) return undefined;
		const time = epochOf(text, this.context.getTimezone());
		if (Number.isNaN(time)) throw this.wrongType(path, text, 'a date and time, e.g. 2026-01-31T18:00:00Z');
		return time;
	}

	/** What stands behind a resource locator: the ID of the chosen entry or the typed one. */
	locator(path: string): string {
		const value = this.raw(path);
		const chosen = typeof value === 'object' && value !== null && 'value' in value ? value.value : value;
		const text = typeof chosen === 'string' ? chosen.trim() : '';
		if (text === '') throw this.missing(path);
		return text;
	}

	/** Entries of a fixed collection, e.g. `referenceImages.image`. */
	entries(path: string): Array<Record<string, unknown>> {
		const value = this.raw(path);
		if (isEmpty(value)) return [];
		const list = Array.isArray(value) ? value : [value];
		if (!list.every((entry) => typeof entry === 'object' && entry !== null)) {
			throw this.wrongType(path, value, 'a list of entries');
		}
		return list as Array<Record<string, unknown>>;
	}

	/** The failure for a parameter that is empty and must not be. */
	missing(path: string): Failure {
		return new Failure(
			'badInput',
			`'${this.label(path)}' of item ${this.item} is empty`,
			'Fill it in, or check the expression that fills it.',
		);
	}

	private raw(path: string): unknown {
		// Without a fallback n8n throws for a parameter that the form does not show.
		return this.context.getNodeParameter(path, this.item, null) as unknown;
	}

	private wrongType(path: string, value: unknown, wanted: string): Failure {
		return new Failure(
			'badInput',
			`'${this.label(path)}' of item ${this.item} is ${quoted(value)}; it takes ${wanted}`,
			'Check the expression that fills it.',
		);
	}
}

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
