import '../../support/engine-environment';
import { CredentialTestContext } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	INodeCredentialTestResult,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { WanVideoEdit } from '../../../nodes/WanVideoEdit/WanVideoEdit.node';

/** Clicks the Test button of the credential `wanOssApi`, with the helpers that n8n provides. */
export async function testButton(data: ICredentialDataDecryptedObject): Promise<INodeCredentialTestResult> {
	const node = new WanVideoEdit();
	const entry = node.description.credentials?.find(({ name }) => name === 'wanOssApi');
	const { credentialTest } = node.methods;
	const test = credentialTest[entry?.testedBy as keyof typeof credentialTest];
	const context = new CredentialTestContext({} as IWorkflowExecuteAdditionalData);
	const credential: ICredentialsDecrypted = { id: '1', name: 'Bucket', type: 'wanOssApi', data };
	return await test.call(context, credential);
}
