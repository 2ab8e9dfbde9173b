import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { apiKeyOf } from '../dashscope/apiKey';
import { baseUrlOf, type DashScopeCredential, REGIONS } from '../dashscope/hosts';
import { asFailure } from '../failure/report';
import { networkCodeOf } from './requests';

/** How a host took the key. */
type Verdict =
	| { readonly kind: 'accepted' }
	| { readonly kind: 'keyRefused' }
	| { readonly kind: 'otherAnswer'; readonly what: string }
	| { readonly kind: 'unreachable'; readonly reason: string };

/** Asks a host for one row of the task list, which is free of charge. */
export type AskHost = (baseUrl: string, apiKey: string) => Promise<Verdict>;

/** The Test button of the credential `wanDashScopeApi`. */
export async function testDashScopeCredential(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	return await judge((credential.data ?? {}) as DashScopeCredential, askWith(this.helpers));
}

/**
 * Tells a wrong key from a key of the other region, a wrong workspace and a host that cannot be reached.
 * A key that is turned down is shown to the other official hosts of DashScope, never to any other host.
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
				`${baseUrl} could not be reached (${verdict.reason}). Check ${suspectOf(credential)}the network of this n8n instance.`,
			);
		case 'otherAnswer':
			return failed(`${baseUrl} does not answer as DashScope does (${verdict.what}). Check the address.`);
		case 'keyRefused':
			return failed(await explainRefusal(credential, baseUrl, apiKey, ask));
	}
}

/** The field that may have made a host that does not exist. */
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
	const refusal = `The key was not accepted at ${baseUrl}.`;
	if (credential.region === 'custom') {
		return `${refusal} Check the key, and that it belongs to the region that this address leads to.`;
	}
	for (const [region, { label, host }] of Object.entries(REGIONS)) {
		if (host === baseUrl || (await ask(host, apiKey)).kind !== 'accepted') continue;
		return region === (credential.region ?? 'cn-beijing')
			? `${refusal} It works without the workspace: check the workspace ID.`
			: `${refusal} It is a key of the region ${label}: choose that region, or use a key of this one.`;
	}
	return `${refusal} No other region knows it either: check that it was copied whole and has not been deleted.`;
}

/** A credential test gets this one helper of n8n only. Redirects are not followed: they would carry the key along. */
const askWith =
	({ request }: ICredentialTestFunctions['helpers']): AskHost =>
	async (baseUrl, apiKey) => {
		try {
			const response = (await request({
				method: 'GET',
				uri: `${baseUrl}/api/v1/tasks/`,
				qs: { page_no: 1, page_size: 1 },
				headers: { Authorization: `Bearer ${apiKey}` },
				followRedirect: false,
				simple: false,
				resolveWithFullResponse: true,
				timeout: 15_000,
			})) as { statusCode: number; body: unknown };
			return verdictOn(response.statusCode, response.body);
		} catch (thrown) {
			return { kind: 'unreachable', reason: networkCodeOf(thrown) };
		}
	};

function verdictOn(status: number, body: unknown): Verdict {
	const answer = typeof body === 'string' ? parsed(body) : body;
	const isJson = typeof answer === 'object' && answer !== null;
	if (status === 200 && isJson && 'data' in answer) return { kind: 'accepted' };
	// 429 comes after the key was looked at.
	if (status === 429 && isJson) return { kind: 'accepted' };
	if (status === 401 || (status === 403 && isJson)) return { kind: 'keyRefused' };
	return { kind: 'otherAnswer', what: `HTTP ${status}` };
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

const failed = (message: string): INodeCredentialTestResult => ({ status: 'Error', message });
