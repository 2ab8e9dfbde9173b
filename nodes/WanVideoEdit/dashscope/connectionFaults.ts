/** Why a request brought no answer, by the stage at which its connection was. */
export type ConnectionFault =
	/** n8n does not send to this address. */
	| 'blocked'
	/** The credential's own list of domains does not have the host. */
	| 'restricted'
	| 'badAddress'
	/** The host name does not exist. */
	| 'unknownHost'
	/** The name server did not answer. */
	| 'notResolved'
	| 'connectionRefused'
	/** No connection came about, at any address of the host. */
	| 'notConnected'
	/** The TLS handshake was cut off. */
	| 'noHandshake'
	/** What answered on the port does not speak TLS. */
	| 'notTls'
	| 'certificate'
	| 'proxyUnreachable'
	| 'proxyAuthentication'
	| 'proxyRejected'
	| 'proxyFailed'
	| 'stopped'
	/** The connection stood, or may have: the request can have arrived. */
	| 'lost';

/** What a fault means for who sees it, and for the request that met it. */
interface FaultFacts {
	/** For the middle of a sentence, without the code. */
	readonly words: string;
	/** How to go on. */
	readonly advice?: string;
	/** How often a create call is repeated at most. Twice is enough for what hardly ever passes by itself. */
	readonly retries: number;
	/** Whether waiting can help, for who repeats the whole item. */
	readonly passes: boolean;
}

const CHECK_ADDRESS = "Check region and 'Base URL' in the credential";
const CHECK_NETWORK = `${CHECK_ADDRESS}, and the network of this n8n instance.`;
const PROXY = "n8n's proxy (HTTPS_PROXY, HTTP_PROXY or ALL_PROXY)";

/** Everything but `lost` and `stopped` proves that no byte of the request left for Alibaba Cloud. */
export const FAULTS: Readonly<Record<ConnectionFault, FaultFacts>> = {
	blocked: {
		words: "n8n's SSRF protection blocks the address",
		advice:
			"The administrator of n8n can allow it: N8N_SSRF_ALLOWED_HOSTNAMES or N8N_SSRF_ALLOWED_IP_RANGES, next to N8N_SSRF_PROTECTION_ENABLED. Otherwise check 'Base URL' in the credential.",
		retries: 0,
		passes: false,
	},
	restricted: {
		words: 'the credential does not allow this host',
		advice: "Add the host to 'Allowed Domains' of the credential.",
		retries: 0,
		passes: false,
	},
	badAddress: {
		words: 'the address is not valid',
		advice: `${CHECK_ADDRESS}.`,
		retries: 0,
		passes: false,
	},
	unknownHost: {
		words: 'the host name could not be resolved',
		advice: `${CHECK_ADDRESS}, and the DNS of this n8n instance.`,
		retries: 2,
		passes: false,
	},
	notResolved: {
		words: 'the name server did not answer',
		advice: `${CHECK_ADDRESS}, and the DNS of this n8n instance.`,
		retries: 8,
		passes: true,
	},
	connectionRefused: {
		words: 'the connection was refused',
		advice: CHECK_NETWORK,
		retries: 5,
		passes: true,
	},
	notConnected: {
		words: 'the connection could not be made',
		advice: CHECK_NETWORK,
		retries: 8,
		passes: true,
	},
	noHandshake: {
		words: 'the TLS handshake was cut off',
		advice: `A firewall or a proxy on the way may do that. ${CHECK_NETWORK}`,
		retries: 8,
		passes: true,
	},
	notTls: {
		words: 'the host does not speak TLS on this port',
		advice: "Check 'Base URL' in the credential: http or https, and the port.",
		retries: 2,
		passes: false,
	},
	certificate: {
		words: 'the certificate of the host is not trusted',
		advice: `A company proxy may put its own in the place of the right one: give n8n its issuer with NODE_EXTRA_CA_CERTS. ${CHECK_ADDRESS}, and the clock of this n8n instance.`,
		retries: 2,
		passes: false,
	},
	proxyUnreachable: {
		words: "n8n's proxy could not be reached",
		advice: `Check ${PROXY}.`,
		retries: 8,
		passes: true,
	},
	proxyAuthentication: {
		words: "n8n's proxy wants a user and a password",
		advice: `Put them into the address of ${PROXY}: http://user:password@host:port.`,
		retries: 0,
		passes: false,
	},
	proxyRejected: {
		words: "n8n's proxy rejected the connection",
		advice: `Allow the host at ${PROXY}, or name the host in NO_PROXY.`,
		retries: 2,
		passes: false,
	},
	proxyFailed: {
		words: "n8n's proxy could not connect to the host",
		advice: `Check ${PROXY}. ${CHECK_NETWORK}`,
		retries: 8,
		passes: true,
	},
	stopped: { words: 'the run was stopped', retries: 0, passes: false },
	lost: { words: 'no answer', advice: CHECK_NETWORK, retries: 0, passes: true },
};

/** Of a certificate that was looked at and not trusted: the connection is closed before anything is sent. */
const CERTIFICATE =
	/^(CERT_|UNABLE_TO_|CRL_|ERROR_IN_CERT|ERROR_IN_CRL|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED_CERT|INVALID_CA$|INVALID_PURPOSE$|PATH_LENGTH_EXCEEDED$|HOSTNAME_MISMATCH$|ERR_TLS_CERT_)/;

/** Codes which say by themselves at which stage the connection was. Those with a word before them need it. */
const BY_CODE: Readonly<Record<string, ConnectionFault>> = {
	ERR_INVALID_URL: 'badAddress',
	ENOTFOUND: 'unknownHost',
	EAI_AGAIN: 'notResolved',
	EAI_FAIL: 'notResolved',
	ECONNREFUSED: 'connectionRefused',
};

/** The fault that a code proves; `connect ETIMEDOUT` is that of a connection which was still being made. */
export function faultOfCode(code: string): ConnectionFault {
	if (CERTIFICATE.test(code)) return 'certificate';
	return BY_CODE[code] ?? (code.startsWith('connect ') ? 'notConnected' : 'lost');
}

/**
 * Whether waiting may help, from the words of a message: not with a name that does not exist, nor with a
 * certificate that does not fit.
 */
export function isOutage(message: string): boolean {
	const code = /\(([A-Z][A-Z0-9_]{1,60})\)/.exec(message)?.[1] ?? '';
	return (
		FAULTS[faultOfCode(code)].passes &&
		!Object.values(FAULTS).some(({ words, passes }) => !passes && message.includes(words))
	);
}
