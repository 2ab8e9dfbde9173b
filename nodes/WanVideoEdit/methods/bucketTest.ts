import { asFailure } from '../failure/failure';
import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	IHttpRequestOptions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { signRequest } from '../oss/authenticate';
import { bucketOf, type OssCredential } from '../oss/bucket';
import { refusalIn } from '../oss/refusal';
import { factsOf } from '../oss/refusals';
import { sendTest } from './testRequest';

/**
 * Tests the credential `wanOssApi` by listing one file. A declarative test sees only the HTTP status, but a 403 of OSS has
 * a dozen causes, from a wrong clock to a forbidden address.
 */
export async function testOssCredential(
	this: ICredentialTestFunctions,
	{ data = {} }: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	let signed: IHttpRequestOptions;
	try {
		signed = listRequest(data as OssCredential);
	} catch (thrown) {
		const { message, description } = asFailure(thrown);
		return failed([message, description].filter(Boolean).join('. '));
	}
	const { url, headers } = signed;
	const response = await sendTest(this.helpers, { url, headers: headers ?? {} });
	if (response.kind === 'response') return verdictOn(response.status, response.text);
	return failed(
		`The storage could not be reached: ${response.reason}. Check 'Endpoint' and 'Region', and the network of this n8n instance.`,
	);
}

function listRequest(credential: OssCredential): IHttpRequestOptions {
	const { prefix } = bucketOf(credential);
	const qs = { 'list-type': '2', 'max-keys': '1', ...(prefix === '' ? {} : { prefix }) };
	return signRequest(credential, { method: 'GET', url: '/', qs }, Date.now());
}

function verdictOn(status: number, body: string): INodeCredentialTestResult {
	if (status === 200 && body.includes('<ListBucketResult')) {
		return { status: 'OK', message: 'Connection successful!' };
	}
	const refusal = refusalIn(status, {}, body);
	if (refusal.code === null) {
		return failed(`The server at 'Endpoint' does not respond like OSS (HTTP ${status}).`);
	}
	const { meaning, advice } = factsOf(refusal);
	return failed(`${meaning} (HTTP ${status} ${refusal.code}). ${advice}`);
}

const failed = (message: string): INodeCredentialTestResult => ({ status: 'Error', message });
