import {
	countCharacters,
	type ChoiceLimit,
	type NumberLimit,
	type TextLimit,
} from '../../nodes/WanVideoEdit/dashscope/limits';
import type { MediaLimit } from '../../nodes/WanVideoEdit/media/limits';
import { invalidParameter } from '../http/apiError';
import type { Link } from './job';
import { checkLink } from './link';

const range = ({ min, max, integer }: NumberLimit) =>
	`${integer ? 'an integer' : 'a number'} in [${min}, ${max}]`;

/**
 * Reads the members of one object of a request. Each member is read once, with its required type;
 * `refuseRest` then rejects all others. A member that is null is invalid, not missing.
 */
export class Fields {
	private readonly rest: Set<string>;
	private readonly record: Record<string, unknown>;

	constructor(
		value: unknown,
		/** Path of the object in the request: `input`, `parameters`, `input.media[0]`. */
		readonly path: string,
		/** Whether links to uploads may be used: the header that enables them was sent. */
		private readonly resolvesUploads: boolean,
	) {
		if (typeof value !== 'object' || value === null || Array.isArray(value)) {
			throw invalidParameter(`${path} must be an object.`);
		}
		this.record = value as Record<string, unknown>;
		this.rest = new Set(Object.keys(this.record));
	}

	has(name: string): boolean {
		return this.record[name] !== undefined;
	}

	/** Undefined if it is missing. Excess characters are cut off, as documented, instead of rejected. */
	text(name: string, limit: TextLimit): string | undefined {
		const value = this.take(name);
		if (value === undefined || value === '') {
			if (limit.required) throw invalidParameter(`${this.at(name)} is required and must not be empty.`);
			return value;
		}
		if (typeof value !== 'string') throw invalidParameter(`${this.at(name)} must be a string.`);
		if (limit.required && value.trim() === '') {
			throw invalidParameter(`${this.at(name)} is required and must not be empty.`);
		}
		return countCharacters(value) > limit.maxCharacters
			? Array.from(value).slice(0, limit.maxCharacters).join('')
			: value;
	}

	choice<Value extends string>(name: string, limit: ChoiceLimit<Value>): Value | undefined {
		const value = this.take(name);
		if (value === undefined) return undefined;
		const found = limit.values.find((allowed) => allowed === value);
		if (found === undefined) {
			throw invalidParameter(`${this.at(name)} must be one of ${limit.values.join(', ')}.`);
		}
		return found;
	}

	/** `besides`: a value that is allowed outside the range. */
	number(name: string, limit: NumberLimit, besides?: number): number | undefined {
		const value = this.take(name);
		if (value === undefined || (besides !== undefined && value === besides))
			return value as number | undefined;
		const fits =
			typeof value === 'number' &&
			value >= limit.min &&
			value <= limit.max &&
			(!limit.integer || Number.isInteger(value));
		if (!fits) {
			const more = besides === undefined ? '' : `, or ${besides}`;
			throw invalidParameter(`${this.at(name)} must be ${range(limit)}${more}.`);
		}
		return value;
	}

	flag(name: string): boolean | undefined {
		const value = this.take(name);
		if (value !== undefined && typeof value !== 'boolean') {
			throw invalidParameter(`${this.at(name)} must be a boolean.`);
		}
		return value;
	}

	/** Undefined if it is missing. */
	list(name: string): unknown[] | undefined {
		const value = this.take(name);
		if (value !== undefined && !Array.isArray(value)) {
			throw invalidParameter(`${this.at(name)} must be an array.`);
		}
		return value;
	}

	link(name: string, limit: MediaLimit): Link | undefined {
		const value = this.take(name);
		return value === undefined ? undefined : this.asLink(value, this.at(name), limit);
	}

	/** The member is required. */
	requiredLink(name: string, limit: MediaLimit): Link {
		const link = this.link(name, limit);
		if (!link) throw invalidParameter(`${this.at(name)} is required.`);
		return link;
	}

	links(name: string, limit: MediaLimit): Link[] | undefined {
		return this.list(name)?.map((value, index) => this.asLink(value, `${this.at(name)}[${index}]`, limit));
	}

	/** A member that SDKs always send and that has no effect here. Any other value is rejected. */
	tolerate(name: string, allowed: (value: unknown) => boolean): void {
		if (allowed(this.record[name])) this.rest.delete(name);
	}

	refuseRest(): void {
		const [unknown] = this.rest;
		if (unknown !== undefined) {
			throw invalidParameter(`${this.at(unknown)} is not supported here.`);
		}
	}

	private take(name: string): unknown {
		this.rest.delete(name);
		return this.record[name];
	}

	private asLink(value: unknown, field: string, limit: MediaLimit): Link {
		if (typeof value !== 'string' || value === '') throw invalidParameter(`${field} must be a URL.`);
		checkLink(value, field, limit, this.resolvesUploads);
		return { field, url: value, limit };
	}

	private at(name: string): string {
		return `${this.path}.${name}`;
	}
}
