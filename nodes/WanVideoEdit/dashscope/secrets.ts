/** Returns a copy of a value without secrets, in texts, lists, objects and their keys. */
export type Cleaner = <Value>(value: Value) => Value;

const GONE = '…';

/** Minimum lengths. Shorter secrets may be ordinary words. */
const LEAST = { whole: 6, withoutPrefix: 16 };

/** Deeper than any response. */
const DEEPEST = 64;

/** Creates a cleaner for the secrets of a credential, in all encodings in which a host may return them. */
export function cleanerOf(secrets: ReadonlyArray<string | undefined>): Cleaner {
	const spellings = [...new Set(secrets.flatMap((secret) => spellingsOf((secret ?? '').trim())))].sort(
		(one, other) => other.length - one.length,
	);
	const cleanText = (text: string): string =>
		spellings.reduce(
			(cleaned, spelling) => (cleaned.includes(spelling) ? cleaned.split(spelling).join(GONE) : cleaned),
			text,
		);
	const clean = (value: unknown, depth: number): unknown => {
		if (typeof value === 'string') return cleanText(value);
		if (typeof value !== 'object' || value === null) return value;
		if (depth > DEEPEST) return null;
		if (Array.isArray(value)) return value.map((one) => clean(one, depth + 1));
		return Object.fromEntries(
			Object.entries(value).map(([name, one]) => [cleanText(name), clean(one, depth + 1)]),
		);
	};
	return <Value>(value: Value) => (spellings.length === 0 ? value : (clean(value, 0) as Value));
}

function spellingsOf(secret: string): string[] {
	if (secret.length < LEAST.whole) return [];
	const bare = secret.replace(/^sk-/, '');
	return [
		secret,
		encodeURIComponent(secret),
		...(bare.length >= LEAST.withoutPrefix ? [bare] : []),
		...encoded(secret),
	];
}

/** The encodings also match inside a longer encoded text: `Basic` puts a user name before the secret. */
function encoded(secret: string): string[] {
	const bytes = Buffer.from(secret, 'utf8');
	const base64 = [0, 1, 2].flatMap((before) => {
		const text = Buffer.concat([Buffer.alloc(before), bytes])
			.toString('base64')
			.replaceAll('=', '');
		// The first and last characters share bits with the adjacent bytes.
		const own = text.slice([0, 2, 3][before], (before + bytes.length) % 3 === 0 ? undefined : -1);
		return [own, own.replaceAll('+', '-').replaceAll('/', '_')];
	});
	return [...base64, bytes.toString('hex')].filter(({ length }) => length >= LEAST.whole);
}
