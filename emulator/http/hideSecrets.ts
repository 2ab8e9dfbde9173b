import { createHash } from 'node:crypto';
import type { RequestRecord } from './requestLog';

/** Headers and query parameters that grant access to anyone. */
const NAMES =
	'authorization|proxy-authorization|cookie|x-api-key|signature|x-oss-signature|security-token|x-oss-security-token|access_?token|api_?key';
const SECRET_NAME = new RegExp(`^(?:${NAMES})$`, 'i');
const IN_LINKS = new RegExp(`([?&](?:${NAMES})=)([^&"'\\s\\\\]+)`, 'gi');

/** Matches API keys. */
const KEY = /\bsk-[\w-]{4,}/g;

const SCHEME = /^(?:Bearer|Basic)\s+/i;

/** Distinguishes secrets without revealing them. */
const hidden = (secret: string): string =>
	`(hidden, ${createHash('sha256').update(secret).digest('hex').slice(0, 8)})`;

/**
 * Records as shown to anyone on this machine, without API keys: users try the emulator with their real
 * credential.
 * @param requests whose headers contain the keys
 * @param secrets further texts to hide everywhere
 */
export function withoutSecrets(
	records: readonly unknown[],
	requests: readonly RequestRecord[],
	secrets: readonly string[],
): unknown {
	const sent = requests.flatMap(({ headers }) => headers.authorization ?? []);
	const keys = sent.filter((value) => SCHEME.test(value)).map((value) => value.replace(SCHEME, '').trim());
	// Longer ones first: one may contain another.
	const known = [...new Set([...secrets, ...keys])]
		.filter((secret) => secret.length >= 4)
		.sort((one, other) => other.length - one.length);
	const inText = (text: string): string =>
		known
			.reduce((left, secret) => left.replaceAll(secret, hidden(secret)), text)
			.replace(KEY, hidden)
			.replace(IN_LINKS, (_, name: string, secret: string) => name + hidden(secret));
	const inField = (name: string, value: unknown): unknown => {
		if (typeof value !== 'string' || !SECRET_NAME.test(name)) return inValue(value);
		const [scheme = ''] = SCHEME.exec(value) ?? [];
		return scheme + hidden(value.slice(scheme.length).trim());
	};
	const inValue = (value: unknown): unknown => {
		if (typeof value === 'string') return inText(value);
		if (Array.isArray(value)) return value.map(inValue);
		if (typeof value !== 'object' || value === null) return value;
		return Object.fromEntries(Object.entries(value).map(([name, one]) => [inText(name), inField(name, one)]));
	};
	return inValue(records);
}
