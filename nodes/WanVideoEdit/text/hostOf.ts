/** An address that is safe to show: without user, password and query, which may contain a key. */
export function withoutSecrets(address: string): string {
	const [bare = ''] = address.split(/[?#]/, 1);
	const scheme = schemeOf(bare);
	const rest = bare.slice(scheme.length);
	return scheme + rest.slice(rest.lastIndexOf('@') + 1);
}

/** The same without the path. */
export function hostAlone(address: string): string {
	const scheme = schemeOf(address);
	const [authority = ''] = address.slice(scheme.length).split(/[/?#]/, 1);
	return scheme + authority.slice(authority.lastIndexOf('@') + 1);
}

const schemeOf = (address: string): string => /^[a-z][a-z0-9+.-]{0,20}:\/\//i.exec(address)?.[0] ?? '';
