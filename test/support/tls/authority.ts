import { readFileSync } from 'node:fs';
import path from 'node:path';
import tls from 'node:tls';

/**
 * Certificates for `localhost`, 127.0.0.1 and ::1, each with one fault. They are valid for 100 years, and their
 * key is worth nothing: nobody trusts their authority but who calls `trustAuthority`.
 */
export type Certificate = 'trusted' | 'selfSigned' | 'otherHost' | 'expired' | 'unknownIssuer';

const read = (name: string): Buffer => readFileSync(path.join(__dirname, `${name}.pem`));

export const identity = (name: Certificate) => ({ key: read('key'), cert: read(name) });

/**
 * Makes this process trust the authority, like NODE_EXTRA_CA_CERTS at the start of one. Returns a function
 * that undoes it.
 */
export function trustAuthority(): () => void {
	const original = tls.createSecureContext;
	tls.createSecureContext = (options) => {
		const made = original(options);
		(made.context as { addCACert(pem: Buffer): void }).addCACert(read('ca'));
		return made;
	};
	return () => {
		tls.createSecureContext = original;
	};
}
