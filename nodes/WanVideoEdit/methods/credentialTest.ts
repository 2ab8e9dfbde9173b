import { asFailure } from '../failure/failure';
import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { apiKeyOf } from '../dashscope/apiKey';
import { baseUrlOf, type DashScopeCredential, REGIONS } from '../dashscope/hosts';
import { type ConnectionFault, FAULTS } from '../dashscope/connectionFaults';
import { saidIn } from '../dashscope/errorBody';
import type { HttpResponse } from '../dashscope/http';
import { parseJson } from '../dashscope/json';
import { type Cleaner, cleanerOf } from '../dashscope/secrets';
import { printable } from '../failure/printable';
import { sendTest } from './testRequest';

/** A host's response to the key. */
type Verdict =
	| { readonly kind: 'accepted' }
	| { readonly kind: 'keyRefused' }
	| { readonly kind: 'otherAnswer'; readonly what: string }
	| { readonly kind: 'unreachable'; readonly fault: ConnectionFault; readonly reason: string };

/** Requests one row of the task list from a host, which is free. */
export type AskHost = (baseUrl: string, apiKey: string) => Promise<Verdict>;

/** Tests the credential `wanDashScopeApi`. */
export async function testDashScopeCredential(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	return await judge((credential.data ?? {}) as DashScopeCredential, askWith(this.helpers));
}

/**
 * Distinguishes a wrong key from a key of the other region, a wrong workspace and an unreachable host. A rejected key is
 * tried at the other official hosts of DashScope, never at any other host.
 */
export async function judge(
	credential: DashScopeCredential,
	ask: AskHost,
): Promise<INodeCredentialTestResult> {
	let [apiKey, baseUrl] = ['', ''];
	try {
		apiKey = apiKeyOf(credential);
		baseUrl = baseUrlOf(credential);
	} catch (thrown) {
		const { message, description } = asFailure(thrown);
		return failed([message, description].filter(Boolean).join('. '));
	}

	const verdict = await ask(baseUrl, apiKey);
	switch (verdict.kind) {
		case 'accepted':
			return { status: 'OK', message: `The key works at ${baseUrl}` };
		case 'unreachable':
			return failed(
				`${baseUrl} could not be reached: ${verdict.reason}. ${adviceOn(verdict.fault, credential)}`,
			);
		case 'otherAnswer':
			return failed(`${baseUrl} does not respond like DashScope (${verdict.what}). Check the address.`);
		case 'keyRefused':
			return failed(await explainRefusal(credential, baseUrl, apiKey, ask));
	}
}

/** Faults that a wrong field in the credential can cause. */
const OF_THE_ADDRESS: ReadonlySet<ConnectionFault> = new Set([
	'unknownHost',
	'notResolved',
	'connectionRefused',
	'notConnected',
	'lost',
]);

const adviceOn = (fault: ConnectionFault, credential: DashScopeCredential): string | undefined =>
	OF_THE_ADDRESS.has(fault)
		? `Check ${suspectOf(credential)}the network of this n8n instance.`
		: FAULTS[fault].advice;

/** The field that may have produced a host that does not exist. */
function suspectOf({ region, workspaceId }: DashScopeCredential): string {
	if (region === 'custom') return 'the base URL and ';
	return (workspaceId ?? '').trim() === '' ? '' : 'the workspace ID and ';
}

async function explainRefusal(
	credential: DashScopeCredential,
	baseUrl: string,
	apiKey: string,
	ask: AskHost,
): Promise<string> {
	const refusal = `The key was rejected at ${baseUrl}.`;
	if (credential.region === 'custom') {
		return `${refusal} Check the key, and that it belongs to the region of this address.`;
	}
	for (const [region, { label, host }] of Object.entries(REGIONS)) {
		if (host === baseUrl || (await ask(host, apiKey)).kind !== 'accepted') continue;
		return region === (credential.region ?? 'cn-beijing')
			? `${refusal} It works without the workspace: check the workspace ID.`
			: `${refusal} It belongs to the region ${label}: select that region, or use a key of this one.`;
	}
	return `${refusal} Other regions reject it too: check that it is complete and has not been deleted.`;
}

const askWith =
	(helpers: ICredentialTestFunctions['helpers']): AskHost =>
	async (baseUrl, apiKey) => {
		const response = await sendTest(helpers, {
			url: `${baseUrl}/api/v1/tasks/`,
			headers: { Authorization: `Bearer ${apiKey}` },
			query: { page_no: 1, page_size: 1 },
		});
		if (response.kind === 'noResponse') return { ...response, kind: 'unreachable' };
		return verdictOn(response, cleanerOf([apiKey]));
	};

function verdictOn(response: Extract<HttpResponse, { kind: 'response' }>, clean: Cleaner): Verdict {
	const { status, headers, text } = response;
	const body = parseJson(text);
	const isJson = typeof body === 'object' && body !== null;
	if (status === 200 && isJson && 'data' in body) return { kind: 'accepted' };
	// 429 comes after the key was checked.
	if (status === 429 && isJson) return { kind: 'accepted' };
	if (status === 401 || (status === 403 && isJson)) return { kind: 'keyRefused' };
	const { code, message } = clean(saidIn(text, headers, status));
	const said = [code, message].filter((word) => word !== undefined).join(': ');
	return {
		kind: 'otherAnswer',
		what: `HTTP ${status}${said === '' ? '' : `, ${printable(said, MOST_WORDS)}`}`,
	};
}

/** Maximum characters quoted from another host. */
const MOST_WORDS = 120;

const failed = (message: string): INodeCredentialTestResult => ({ status: 'Error', message });
