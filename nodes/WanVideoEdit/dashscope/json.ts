/** No response is nested deeper: a list of tasks has four levels. */
const DEEPEST = 64;

/** The value of a JSON text, or undefined if it is invalid or nested too deeply. */
export function parseJson(text: string): unknown {
	if (!isShallow(text)) return undefined;
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

/** Counted in the text, before the parser creates an object for every bracket. */
function isShallow(text: string): boolean {
	let depth = 0;
	for (let at = 0; at < text.length; at++) {
		switch (text.charCodeAt(at)) {
			case 0x22: // "
				at = endOfString(text, at);
				break;
			case 0x5b: // [
			case 0x7b: // {
				if (++depth > DEEPEST) return false;
				break;
			case 0x5d: // ]
			case 0x7d: // }
				depth--;
		}
	}
	return true;
}

function endOfString(text: string, start: number): number {
	for (let at = start + 1; at < text.length; at++) {
		const character = text.charCodeAt(at);
		if (character === 0x5c) at++;
		else if (character === 0x22) return at;
	}
	return text.length;
}

export const isObject = (value: unknown): value is object =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

export const textOf = (value: unknown): string | undefined =>
	typeof value === 'string' && value !== '' ? value : undefined;
