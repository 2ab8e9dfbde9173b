/** IPv4 networks that are not of the internet (RFC 6890): first address, and how many bits of it all share. */
const LOCAL_NETWORKS: ReadonlyArray<readonly [network: string, bits: number]> = [
	['0.0.0.0', 8],
	['10.0.0.0', 8],
	['100.64.0.0', 10],
	['127.0.0.0', 8],
	['169.254.0.0', 16],
	['172.16.0.0', 12],
	['192.168.0.0', 16],
];

/** The same for IPv6 (RFC 6890), by how an address begins: link-local, and unique local ones. */
const LOCAL_IPV6 = /^(fe[89ab][0-9a-f]|f[cd][0-9a-f]{2}):|^::1?$/;

/** Last parts of names that only a machine, a container or a network of one's own knows (RFC 6761, 6762, 8375; ICANN's `internal`). */
const LOCAL_ENDINGS = /\.(localhost|local|internal|lan|localdomain|home\.arpa)$/;

/**
 * Whether a host can be reached from its own surroundings only, by what its name says: nothing is looked up.
 * @param hostname as `URL` gives it: in small letters, IPv4 in four parts, IPv6 shortened and in brackets
 */
export function isLocalHost(hostname: string): boolean {
	if (hostname.startsWith('[')) return isLocalIpv6(hostname.slice(1, -1));
	if (/^\d+(\.\d+){3}$/.test(hostname)) return isLocalIpv4(numberOf(hostname));
	const name = hostname.replace(/\.$/, '');
	return !name.includes('.') || LOCAL_ENDINGS.test(name);
}

const isLocalIpv4 = (address: number): boolean =>
	LOCAL_NETWORKS.some(([network, bits]) => {
		const size = 2 ** (32 - bits);
		return Math.floor(address / size) === Math.floor(numberOf(network) / size);
	});

const numberOf = (ipv4: string): number => ipv4.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);

function isLocalIpv6(address: string): boolean {
	// An IPv4 address in the clothes of IPv6.
	const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(address) ?? [];
	if (high !== undefined && low !== undefined)
		return isLocalIpv4(parseInt(high, 16) * 65_536 + parseInt(low, 16));
	return LOCAL_IPV6.test(address);
}
