import { Failure } from '../failure/failure';

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
 * The host that a credential means, without a trailing slash.
 * @throws Failure `credential` when a custom base URL or a workspace ID cannot be one
 */
export function baseUrlOf(credential: DashScopeCredential): string {
	if (credential.region === 'custom') return customBaseUrl(credential.baseUrl ?? '');
	const region = credential.region ?? 'cn-beijing';
	if (!isRegion(region)) {
		throw new Failure(
			'credential',
			`'Region' of the credential is "${region}"; it takes ${Object.keys(REGIONS).join(', ')} or custom`,
		);
	}
	const workspace = (credential.workspaceId ?? '').trim();
	if (workspace === '') return REGIONS[region].host;
	// It becomes part of the host name that receives the key.
	if (!/^[A-Za-z0-9][A-Za-z0-9-]{0,62}$/.test(workspace)) {
		throw new Failure(
			'credential',
			`'Workspace ID' of the credential is "${workspace}"; it takes letters, digits and hyphens`,
			'Copy the ID from the workspace list of Model Studio, or leave it empty to use the default workspace.',
		);
	}
	return `https://${workspace}.${region}.maas.aliyuncs.com`;
}

const isRegion = (region: string): region is Region => region in REGIONS;

function customBaseUrl(text: string): string {
	const trimmed = text.trim().replace(/\/+$/, '');
	const url = URL.canParse(trimmed) ? new URL(trimmed) : undefined;
	if (!url || !['http:', 'https:'].includes(url.protocol) || /[?#@]/.test(trimmed)) {
		throw new Failure(
			'credential',
			`'Base URL' of the credential is "${withoutSecrets(trimmed)}"; it takes an http or https address without query`,
			'Enter the address up to the part before /api/v1, e.g. https://gateway.example.com/dashscope.',
		);
	}
	// People paste the address with the API's own prefix, which every path here begins with.
	return trimmed.replace(/\/api\/v1$/, '');
}

const withoutSecrets = (text: string): string =>
	text.replace(/[?#].*$/, '').replace(/^([a-z]+:\/\/)?.*@/i, '$1');
