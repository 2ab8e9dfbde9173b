import { Failure } from '../failure/failure';
import { type Slot, titleOf } from '../media/slot';
import type { LinkRefusal, LinkPolicy } from '../n8n/openLink';
import { isPrivateAddress } from '../text/privateHosts';

/** For links that people wrote, or that came with their data. */
export const policyOfLinks = (allowPrivateHosts: boolean, baseUrl: string): LinkPolicy => ({
	innerHosts: allowPrivateHosts,
	apiHost: new URL(baseUrl).host,
	looksUpNames: true,
});

/**
 * For links that the API named. One at an inner host, a gateway or an emulator, has its storage there too. Its names
 * are not looked up: within Alibaba Cloud the storage of results may have an inner address.
 */
export const policyOfResults = (allowPrivateHosts: boolean, baseUrl: string): LinkPolicy => ({
	innerHosts: allowPrivateHosts || isPrivateAddress(baseUrl),
	apiHost: new URL(baseUrl).host,
	looksUpNames: false,
});

/** How to go on with a link that was refused. */
export const LINK_ADVICE: Readonly<Record<LinkRefusal, string>> = {
	inner:
		"Switch 'Allow Private Hosts' on in the options if n8n may fetch links there, or give the file as 'File'.",
	blocked:
		'The administrator of n8n can allow it: N8N_SSRF_ALLOWED_HOSTNAMES or N8N_SSRF_ALLOWED_IP_RANGES, next to N8N_SSRF_PROTECTION_ENABLED.',
};

/**
 * Holds a link that is handed on as it is against what Alibaba Cloud can reach. An API at an inner host, a gateway or
 * an emulator, reaches inner hosts too.
 * @throws Failure `badInput`
 */
export function demandReachable(slot: Slot, item: number, link: string, baseUrl: string): void {
	if (!isPrivateAddress(link) || isPrivateAddress(baseUrl)) return;
	throw new Failure(
		'badInput',
		`'${titleOf(slot)}' of item ${item} is a link to "${new URL(link).host}", a host of a private network, which Alibaba Cloud cannot reach`,
		"Switch 'Rehost URLs' and 'Allow Private Hosts' on in the options to let n8n fetch it, or give the file as 'File'.",
	);
}
