/** HTTP headers as strings, with names in lower case. */
export const lowerCased = (headers: object | undefined): Record<string, string> =>
	Object.fromEntries(
		Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]),
	);
