import type { CreateTaskBody } from '../dashscope/wire';
import type { PlacedSlot } from '../media/slot';
import type { Slot } from '../media/slot';

type Set<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };

/** The object without keys that are not set, so that Alibaba Cloud applies its own defaults. */
export const onlySet = <T extends object>(values: T): Set<T> =>
	Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Set<T>;

/** The body's `parameters` with the values that are set, or no `parameters` if there are none. */
export function parametersIfAny<T extends NonNullable<CreateTaskBody['parameters']>>(
	values: T,
): { parameters?: Set<T> } {
	const parameters = onlySet(values);
	return Object.keys(parameters).length === 0 ? {} : { parameters };
}

/** Links of all slots with a name, in order. */
export const urlsOf = (slots: readonly PlacedSlot[], name: Slot['name']): string[] =>
	slots.filter((slot) => slot.name === name).map(({ url }) => url);

/** Link of the only slot with a name, or undefined if the slot is empty. */
export const urlOf = (slots: readonly PlacedSlot[], name: Slot['name']): string | undefined =>
	urlsOf(slots, name)[0];

/** Links of all slots with a name, or undefined if there are none. */
export function urlsIfAny(slots: readonly PlacedSlot[], name: Slot['name']): string[] | undefined {
	const urls = urlsOf(slots, name);
	return urls.length === 0 ? undefined : urls;
}
