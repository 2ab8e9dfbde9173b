import { Failure } from '../failure/failure';
import { quoted } from '../failure/quoted';
import { withoutSecrets } from '../text/hostOf';
import { trimEnd } from '../text/trim';

export interface BucketHost {
	/** Scheme, host and port. */
	readonly origin: string;
	/** Whether the bucket name is part of the path, because the host name cannot contain it. */
	readonly pathStyle: boolean;
}

/**
 * The host for the endpoint of the credential. Without an endpoint, the bucket's public host. The bucket
 * name is put before an official OSS endpoint unless it is there already. Any other host name (a CNAME, a
 * CDN) stands for the bucket itself. An IP address or localhost serves buckets by path. (OSS guide, "Regions
 * and endpoints", "Access OSS via custom domain names")
 * @throws Failure `credential` if the address is invalid
 */
export function hostOf(endpoint: string, bucket: string, region: string): BucketHost {
	const text = trimEnd(endpoint.trim(), /\//);
	if (text === '') return { origin: `https://${bucket}.oss-${region}.aliyuncs.com`, pathStyle: false };
	// The console shows endpoints without a scheme.
	const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
	const url = URL.canParse(address) ? new URL(address) : undefined;
	const isOrigin = url?.pathname === '/' && url.search === '' && url.hash === '' && url.username === '';
	if (!url || !isOrigin || !['http:', 'https:'].includes(url.protocol)) {
		throw refused(
			withoutSecrets(text),
			'it must be the address of a host, without path or query',
			'E.g. https://media.example.com. Leave it empty for the public address of the bucket.',
		);
	}
	const { hostname } = url;
	if (isAddress(hostname)) return { origin: url.origin, pathStyle: true };
	if (!hostname.endsWith('.aliyuncs.com')) return { origin: url.origin, pathStyle: false };

	const [, owner, official = hostname] = /^([^.]+)\.(oss-.+)$/.exec(hostname) ?? [];
	if (owner !== undefined && owner !== bucket) {
		throw refused(text, `it belongs to another bucket than ${quoted(bucket)}`);
	}
	// Model Studio cannot reach the private network of a region.
	if (official.includes('-internal.')) {
		throw refused(
			text,
			'the model cannot reach an internal endpoint',
			'Use the public endpoint of the bucket, or leave the field empty.',
		);
	}
	return { origin: url.origin.replace(hostname, `${bucket}.${official}`), pathStyle: false };
}

const isAddress = (hostname: string): boolean =>
	hostname === 'localhost' || hostname.startsWith('[') || /^\d+(\.\d+){3}$/.test(hostname);

const refused = (endpoint: string, rule: string, description?: string): Failure =>
	new Failure('credential', `'Endpoint' of the credential is ${quoted(endpoint)}; ${rule}`, description);
