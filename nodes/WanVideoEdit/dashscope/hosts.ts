import { Failure } from '../failure/failure';
import { quoted } from '../failure/quoted';
import { withoutSecrets } from '../text/hostOf';
import { cleanPasted, withHyphens } from '../text/pastedText';

/** Regions in which the editing models exist (ALI-27, ALI-RATE), with their classic hosts (SEED, ALI-27). */
export const REGIONS = {
	'cn-beijing': { label: 'China (Beijing)', host: 'https://dashscope.aliyuncs.com' },
	'ap-southeast-1': { label: 'Singapore', host: 'https://dashscope-intl.aliyuncs.com' },
} as const;

export type Region = keyof typeof REGIONS;

/** The fields of the credential `wanDashScopeApi`. */
export interface DashScopeCredential {
	apiKey?: string;
	region?: string;
	workspaceId?: string;
	baseUrl?: string;
}

/**
 * The host of a credential, without a trailing slash.
 * @throws Failure `credential` if a custom base URL or workspace ID is not valid
 */
export function baseUrlOf(credential: DashScopeCredential): string {
	if (credential.region === 'custom') return customBaseUrl(cleanPasted(credential.baseUrl));
	const region = cleanPasted(credential.region) || 'cn-beijing';
	if (!isRegion(region)) {
		throw new Failure(
			'credential',
			`'Region' of the credential is ${quoted(region)}; allowed are ${Object.keys(REGIONS).join(', ')} and custom`,
			'Choose the region that the API key belongs to.',
		);
	}
	const workspace = withHyphens(cleanPasted(credential.workspaceId));
	if (workspace === '') return REGIONS[region].host;
	// It becomes part of the host name that receives the key.
	if (!/^[A-Za-z0-9][A-Za-z0-9-]{0,62}$/.test(workspace)) {
		throw new Failure(
			'credential',
			`'Workspace ID' of the credential is ${quoted(workspace)}; it can contain letters, digits and hyphens`,
			'Copy the ID from the workspace list of Model Studio, or leave it empty to use the default workspace.',
		);
	}
	return `https://${workspace}.${region}.maas.aliyuncs.com`;
}

const isRegion = (region: string): region is Region => Object.hasOwn(REGIONS, region);

/** Longer texts are not addresses, and would take time to parse. */
const ADDRESS_MAX = 2_000;

function customBaseUrl(text: string): string {
	if (text.length > ADDRESS_MAX) {
		throw new Failure(
			'credential',
			`'Base URL' of the credential has ${text.length} characters; the limit is ${ADDRESS_MAX}`,
			HOW_TO_ENTER,
		);
	}
	const trimmed = text.trim();
	const url = URL.canParse(trimmed) ? new URL(trimmed) : undefined;
	if (!url || !['http:', 'https:'].includes(url.protocol) || /[?#@]/.test(trimmed)) {
		throw new Failure(
			'credential',
			trimmed === ''
				? "'Base URL' of the credential is empty; it must be an http or https address without a query"
				: `'Base URL' of the credential is ${quoted(withoutSecrets(trimmed))}; it must be an http or https address without a query`,
			HOW_TO_ENTER,
		);
	}
	// People paste the address with the API prefix, which every path here starts with.
	const path = url.pathname
		.split('/')
		.filter(Boolean)
		.join('/')
		.replace(/(^|\/)api\/v1$/, '');
	return path === '' ? url.origin : `${url.origin}/${path}`;
}

const HOW_TO_ENTER =
	'Enter the part of the address before /api/v1, e.g. https://gateway.example.com/dashscope.';

/** Names of the local machine. */
const LOOPBACK =
	/^((?:[a-z0-9-]{1,63}\.)?localhost|ip6-localhost|127(\.\d{1,3}){3}|0\.0\.0\.0|\[::1?\]|\[::ffff:(?:7f[0-9a-f]{2}:[0-9a-f]{1,4}|0:0)\])$/;

/**
 * Identifies the account host of a base URL: the same for all its spellings and for all hosts of a region.
 * @param baseUrl from `baseUrlOf`
 */
export function accountHostOf(baseUrl: string): string {
	const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
	if (!url) return baseUrl;
	const host = url.hostname.replace(/\.$/, '');
	const [, workspaceRegion] = /^[^.]+\.([a-z0-9-]+)\.maas\.aliyuncs\.com$/.exec(host) ?? [];
	const region = Object.entries(REGIONS).find(([, one]) => new URL(one.host).hostname === host)?.[0];
	if (url.pathname === '/' && (region ?? workspaceRegion) !== undefined)
		return region ?? workspaceRegion ?? host;
	const name = LOOPBACK.test(host) ? 'localhost' : host;
	return `${url.protocol}//${name}:${url.port}${url.pathname.replace(/\/$/, '')}`;
}
