/** IPv4 networks that are not part of the public internet (RFC 6890, 5737): first address and prefix length. */
const INNER_NETWORKS: ReadonlyArray<readonly [network: string, bits: number]> = [
	['0.0.0.0', 8],
	['10.0.0.0', 8],
	// Carriers and clouds: 100.100.100.200 is Alibaba Cloud's metadata host.
	['100.64.0.0', 10],
	['127.0.0.0', 8],
	// Link-local: 169.254.169.254 is the metadata host of most clouds.
	['169.254.0.0', 16],
	['172.16.0.0', 12],
	['192.0.0.0', 24],
	['192.0.2.0', 24],
	['192.168.0.0', 16],
	['198.18.0.0', 15],
	['198.51.100.0', 24],
	['203.0.113.0', 24],
	// Multicast and reserved addresses.
	['224.0.0.0', 3],
];

/** First groups of public IPv6 addresses: all others are local, reserved or multicast (RFC 4291, 2.4). */
const OUTER_IPV6 = { first: 0x2000, last: 0x3ffe } as const;
/** Within them, 2001:db8:: is for documentation (RFC 3849). */
const DOCUMENTS: readonly number[] = [0x2001, 0xdb8];

/**
 * IPv6 addresses that embed an IPv4 address: leading groups, and the group where it begins (RFC 4291, 6052,
 * 8215, 3056).
 */
const CARRIES_IPV4: ReadonlyArray<readonly [groups: readonly number[], at: number]> = [
	[[0, 0, 0, 0, 0, 0], 6],
	[[0, 0, 0, 0, 0, 0xffff], 6],
	[[0, 0, 0, 0, 0xffff, 0], 6],
	[[0x64, 0xff9b, 0, 0, 0, 0], 6],
	[[0x64, 0xff9b, 1], 6],
	[[0x2002], 1],
];

/**
 * Last labels of names that only exist on a machine, in a container or in a private network (RFC 6761, 6762, 7686,
 * 8375; ICANN's `internal`; `svc` of Kubernetes, `consul` and `docker`). They also match as a whole name.
 */
const INNER_ENDINGS =
	/(^|\.)(localhost|local|internal|intranet|intra|private|corp|home|lan|localdomain[46]?|home\.arpa|svc|docker|consul|test|invalid|onion)$/;

/**
 * Whether a host is private, judged by its name or address only: nothing is resolved.
 * @param hostname as `URL` returns it: in lower case, IPv4 in four parts, IPv6 shortened and in brackets; or
 *   an address from DNS
 */
export function isPrivateHost(hostname: string): boolean {
	if (hostname.includes(':')) return isInnerIpv6(groupsOf(hostname.replace(/^\[|\]$/g, '')));
	if (/^\d+(\.\d+){3}$/.test(hostname)) return isInnerIpv4(numberOf(hostname));
	const name = hostname.toLowerCase().replace(/\.{1,8}$/, '');
	return !name.includes('.') || INNER_ENDINGS.test(name);
}

/** Whether the host of an address is private. False for a text that is not an address. */
export const isPrivateAddress = (address: string): boolean =>
	URL.canParse(address) && isPrivateHost(new URL(address).hostname);

const isInnerIpv4 = (address: number): boolean =>
	INNER_NETWORKS.some(([network, bits]) => {
		const size = 2 ** (32 - bits);
		return Math.floor(address / size) === Math.floor(numberOf(network) / size);
	});

const numberOf = (ipv4: string): number => ipv4.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);

function isInnerIpv6(groups: readonly number[]): boolean {
	const beginsWith = (leading: readonly number[]): boolean =>
		leading.every((group, index) => groups[index] === group);
	const carried = CARRIES_IPV4.find(([leading]) => beginsWith(leading));
	if (carried !== undefined) {
		const [, at] = carried;
		return isInnerIpv4((groups[at] ?? 0) * 65_536 + (groups[at + 1] ?? 0));
	}
	const [first = 0] = groups;
	return first < OUTER_IPV6.first || first > OUTER_IPV6.last || beginsWith(DOCUMENTS);
}

/** The eight groups of an IPv6 address, however it is written. */
function groupsOf(ipv6: string): number[] {
	const [, before = '', ipv4] = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(ipv6.slice(0, 64)) ?? [];
	const number = ipv4 === undefined ? 0 : numberOf(ipv4);
	const hex =
		ipv4 === undefined
			? ipv6
			: `${before}${Math.floor(number / 65_536).toString(16)}:${(number % 65_536).toString(16)}`;
	const [head = '', tail] = hex.split('::');
	const [left, right] = [head, tail ?? ''].map((part) => (part === '' ? [] : part.split(':')));
	const zeros =
		tail === undefined ? [] : Array<string>(Math.max(0, 8 - left!.length - right!.length)).fill('0');
	return [...left!, ...zeros, ...right!].map((group) => parseInt(group, 16));
}
