/** Why a request got no response, by the stage of its connection. */
export type ConnectionFault =
	/** n8n blocks this address. */
	| 'blocked'
	/** The credential's 'Allowed Domains' do not include the host. */
	| 'restricted'
	| 'badAddress'
	/** The host name does not exist. */
	| 'unknownHost'
	/** The DNS server did not respond. */
	| 'notResolved'
	| 'connectionRefused'
	/** No address of the host accepted a connection. */
	| 'notConnected'
	/** The TLS handshake was cut off. */
	| 'noHandshake'
	/** The port responded, but not with TLS. */
	| 'notTls'
	| 'certificate'
	| 'proxyUnreachable'
	| 'proxyAuthentication'
	| 'proxyRejected'
	| 'proxyFailed'
	| 'stopped'
	/** The connection was open, or may have been: the request may have arrived. */
	| 'lost';

/** What a fault means for the user and for the request. */
interface FaultFacts {
	/** For the middle of a sentence, without the code. */
	readonly words: string;
	/** What to do about it. */
	readonly advice?: string;
	/** Maximum retries of a create request. Two are enough for faults that are rarely temporary. */
	readonly retries: number;
	/** Whether running the item again later can help. */
	readonly passes: boolean;
}

const CHECK_ADDRESS = "Check region and 'Base URL' in the credential";
const CHECK_NETWORK = `${CHECK_ADDRESS}, and the network of this n8n instance.`;
const PROXY = "n8n's proxy (HTTPS_PROXY, HTTP_PROXY or ALL_PROXY)";

/** Every fault but `lost` and `stopped` proves that no byte of the request was sent to Alibaba Cloud. */
export const FAULTS: Readonly<Record<ConnectionFault, FaultFacts>> = {
	blocked: {
		words: "n8n's SSRF protection blocks the address",
		advice:
			"The administrator of n8n can allow it: N8N_SSRF_ALLOWED_HOSTNAMES or N8N_SSRF_ALLOWED_IP_RANGES, in addition to N8N_SSRF_PROTECTION_ENABLED. Otherwise check 'Base URL' in the credential.",
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
		words: 'the DNS server did not respond',
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
		advice: `A firewall or proxy in between can cause this. ${CHECK_NETWORK}`,
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
		advice: `A company proxy may replace the certificate with its own: add its CA certificate to n8n with NODE_EXTRA_CA_CERTS. ${CHECK_ADDRESS}, and the clock of this n8n instance.`,
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
		words: "n8n's proxy requires a user name and password",
		advice: `Add them to the address of ${PROXY}: http://user:password@host:port.`,
		retries: 0,
		passes: false,
	},
	proxyRejected: {
		words: "n8n's proxy rejected the connection",
		advice: `Allow the host in ${PROXY}, or add the host to NO_PROXY.`,
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
	lost: { words: 'no response', advice: CHECK_NETWORK, retries: 0, passes: true },
};

/** Codes for an untrusted certificate: the connection is closed before anything is sent. */
const CERTIFICATE =
	/^(CERT_|UNABLE_TO_|CRL_|ERROR_IN_CERT|ERROR_IN_CRL|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED_CERT|INVALID_CA$|INVALID_PURPOSE$|PATH_LENGTH_EXCEEDED$|HOSTNAME_MISMATCH$|ERR_TLS_CERT_)/;

/** Codes that alone prove the stage of the connection. */
const BY_CODE: Readonly<Record<string, ConnectionFault>> = {
	ERR_INVALID_URL: 'badAddress',
	ENOTFOUND: 'unknownHost',
	EAI_AGAIN: 'notResolved',
	EAI_FAIL: 'notResolved',
	ECONNREFUSED: 'connectionRefused',
};

/** The fault that a code proves; `connect ETIMEDOUT` means that the connection was still being opened. */
export function faultOfCode(code: string): ConnectionFault {
	if (CERTIFICATE.test(code)) return 'certificate';
	return BY_CODE[code] ?? (code.startsWith('connect ') ? 'notConnected' : 'lost');
}

/**
 * Whether waiting may help, judged by the words of a message: not for a host name that does not exist, nor for an
 * untrusted certificate.
 */
export function isOutage(message: string): boolean {
	const code = /\(([A-Z][A-Z0-9_]{1,60})\)/.exec(message)?.[1] ?? '';
	return (
		FAULTS[faultOfCode(code)].passes &&
		!Object.values(FAULTS).some(({ words, passes }) => !passes && message.includes(words))
	);
}
