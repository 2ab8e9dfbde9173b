import { Failure } from '../failure/failure';
import { type Slot, titleOf } from '../media/slot';
import type { LinkRefusal, LinkPolicy } from '../n8n/openLink';
import { isPrivateAddress } from '../text/privateHosts';

/** For links in parameters or in input data. */
export const policyOfLinks = (allowPrivateHosts: boolean, baseUrl: string): LinkPolicy => ({
	innerHosts: allowPrivateHosts,
	apiHost: new URL(baseUrl).host,
	looksUpNames: true,
});

/**
 * For links that the API returned. An API on a private host, a gateway or an emulator, has its storage there too. Names
 * are not resolved: within Alibaba Cloud, the storage of results may have a private address.
 */
export const policyOfResults = (allowPrivateHosts: boolean, baseUrl: string): LinkPolicy => ({
	innerHosts: allowPrivateHosts || isPrivateAddress(baseUrl),
	apiHost: new URL(baseUrl).host,
	looksUpNames: false,
});

/** What to do about a blocked link. */
export const LINK_ADVICE: Readonly<Record<LinkRefusal, string>> = {
	inner:
		"Turn on 'Allow Private Hosts' in the advanced options if n8n may download files from there, or provide the file as 'File'.",
	blocked:
		'The administrator of n8n can allow it: N8N_SSRF_ALLOWED_HOSTNAMES or N8N_SSRF_ALLOWED_IP_RANGES, in addition to N8N_SSRF_PROTECTION_ENABLED.',
};

/**
 * Checks that Alibaba Cloud can reach a link that is sent unchanged. An API on a private host, a gateway or an emulator,
 * can reach private hosts too.
 * @throws Failure `badInput`
 */
export function demandReachable(slot: Slot, link: string, baseUrl: string): void {
	if (!isPrivateAddress(link) || isPrivateAddress(baseUrl)) return;
	throw new Failure(
		'badInput',
		`'${titleOf(slot)}' is a link to "${new URL(link).host}", a host in a private network, which Alibaba Cloud cannot reach`,
		"Turn on 'Rehost URLs' and 'Allow Private Hosts' in the advanced options to have n8n download it, or provide the file as 'File'.",
	);
}
