import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';
import { FAULTS } from '../dashscope/connectionFaults';
import { isPrivateHost } from '../text/privateHosts';
import { connectionError, networkCodeOf } from './connectionErrors';
import type { Transfer } from './transfer';

/** Which private hosts n8n may download links from. */
export interface LinkPolicy {
	/** Any. */
	readonly innerHosts: boolean;
	/** This one in any case, with its port: the API's own. */
	readonly apiHost: string;
	/** Whether public names are resolved too, for links from untrusted sources. */
	readonly looksUpNames: boolean;
}

/** A streamed body, as n8n's binary store accepts it. */
export type BodyStream = Extract<
	Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0],
	{ destroy(): unknown }
> &
	AsyncIterable<Uint8Array>;

export interface LinkResponse {
	readonly kind: 'opened';
	readonly status: number;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string | undefined>>;
	readonly body: BodyStream;
}

/** Why there is no response. The reason fits into brackets. */
export interface NotOpened {
	readonly kind: 'notOpened';
	readonly reason: string;
	/** Whether retrying later may help. */
	readonly isPassing: boolean;
	/** Blocked here before any request was sent: a private host, or blocked by n8n's SSRF protection. */
	readonly refusal?: LinkRefusal;
}

export type LinkRefusal = 'inner' | 'blocked';

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const MOST_REDIRECTS = 5;

/**
 * Opens a link without any key, and follows redirects itself: no request goes to a blocked host, so the
 * result does not reveal whether such a host exists.
 * @param headers of the request; uncompressed bytes are requested in addition
 */
export async function openLink(
	context: IExecuteFunctions,
	link: string,
	headers: Readonly<Record<string, string>>,
	reach: LinkPolicy,
	transfer: Transfer,
): Promise<LinkResponse | NotOpened> {
	let url = link;
	for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
		const refused = await outOfReach(context, url, redirects > 0, reach);
		if (refused !== undefined) return refused;
		const response = await request(context, url, headers, transfer);
		const location =
			'status' in response && REDIRECTS.has(response.status) ? response.headers.location : undefined;
		if (response.kind === 'notOpened' || location === undefined) return response;
		response.body.destroy();
		if (!URL.canParse(location, url)) return notOpened('it redirects to an invalid address');
		url = new URL(location, url).href;
	}
	return notOpened(`it redirects more than ${MOST_REDIRECTS} times`);
}

async function request(
	context: IExecuteFunctions,
	url: string,
	headers: Readonly<Record<string, string>>,
	transfer: Transfer,
): Promise<LinkResponse | NotOpened> {
	const options: IHttpRequestOptions = {
		method: 'GET',
		url,
		headers: { ...headers, 'Accept-Encoding': 'identity' },
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		abortSignal: transfer.signal,
		timeout: transfer.deadlineMs,
	};
	try {
		const {
			statusCode,
			headers: given,
			body,
		} = (await context.helpers.httpRequest(options)) as {
			statusCode: number;
			headers: Record<string, string | undefined>;
			body: BodyStream;
		};
		transfer.hold(body);
		return { kind: 'opened', status: statusCode, headers: given, body };
	} catch (thrown) {
		if (connectionError(thrown).fault === 'blocked')
			return { ...notOpened(FAULTS.blocked.words), refusal: 'blocked' };
		return { kind: 'notOpened', reason: networkCodeOf(thrown), isPassing: true };
	}
}

const notOpened = (reason: string): NotOpened => ({ kind: 'notOpened', reason, isPassing: false });

async function outOfReach(
	context: IExecuteFunctions,
	address: string,
	isRedirect: boolean,
	reach: LinkPolicy,
): Promise<NotOpened | undefined> {
	const url = URL.canParse(address) ? new URL(address) : undefined;
	if (url === undefined || !/^https?:$/.test(url.protocol)) {
		return notOpened(
			isRedirect
				? 'it redirects to an address other than http or https'
				: 'it is not an http or https address',
		);
	}
	if (reach.innerHosts || url.host === reach.apiHost) return undefined;
	const isInner =
		isPrivateHost(url.hostname) || (reach.looksUpNames && (await leadsInside(context, url.hostname)));
	if (!isInner) return undefined;
	const reason = isRedirect
		? "it redirects to a host in n8n's private network"
		: `"${url.host}" is a host in n8n's private network`;
	return { ...notOpened(reason), refusal: 'inner' };
}

/** Resolves a name through n8n, in versions that support it. An unknown name is left to the request. */
async function leadsInside(context: IExecuteFunctions, name: string): Promise<boolean> {
	const { getSecureEgressFilter } = context.helpers as Partial<IExecuteFunctions['helpers']>;
	if (typeof getSecureEgressFilter !== 'function' || /^[\d.]+$|:/.test(name)) return false;
	const lookUp = getSecureEgressFilter().createSecureLookup();
	const addresses = await new Promise<ReadonlyArray<{ readonly address: string }>>((resolve) => {
		lookUp(name, { all: true }, (error, found) => {
			resolve(error === null && Array.isArray(found) ? found : []);
		});
	});
	return addresses.some(({ address }) => isPrivateHost(address));
}
