import '../../support/engine-environment';
import 'reflect-metadata';
import { ExecuteContext, RoutingNode } from 'n8n-core';
import {
	createEmptyRunExecutionData,
	Workflow,
	type ICredentialDataDecryptedObject,
	type ICredentialsDecrypted,
	type IHttpRequestOptions,
	type INode,
	type INodeCredentialTestResult,
	type INodeType,
	type INodeTypes,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { WanOssApi } from '../../../credentials/WanOssApi.credentials';
import { instanceData } from '../../support/engine-instance';

/**
 * What n8n 2.41 does with a declarative test, with n8n's own routing and HTTP helpers; the part of
 * `packages/cli/src/services/credentials-tester.service.ts` around them is repeated here.
 */
export async function testButton(data: ICredentialDataDecryptedObject): Promise<INodeCredentialTestResult> {
	const type = new WanOssApi();
	const { request, rules = [] } = type.test;
	const node: INode = {
		id: 'temp',
		name: 'Temp-Node',
		type: 'noOp',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		credentials: { [type.name]: { id: '1', name: 'Bucket' } },
	};
	const nodeType: INodeType = {
		description: {
			displayName: 'No Operation',
			name: 'noOp',
			group: ['organization'],
			version: 1,
			description: '',
			defaults: {},
			inputs: ['main'],
			outputs: ['main'],
			credentials: [{ name: type.name, required: true }],
			properties: [{ displayName: 'Temp', name: 'temp', type: 'string', default: '', routing: { request } }],
		},
	};
	const nodeTypes: INodeTypes = {
		getByName: () => nodeType,
		getByNameAndVersion: () => nodeType,
		getKnownTypes: () => ({}),
	};
	const credentialsHelper = {
		getParentTypes: () => [],
		preAuthentication: async () => undefined,
		authenticate: async (
			credentials: ICredentialDataDecryptedObject,
			_name: string,
			options: IHttpRequestOptions,
		) => await type.authenticate(credentials, options),
	};
	const additionalData = {
		...instanceData(),
		credentialsHelper,
	} as unknown as IWorkflowExecuteAdditionalData;
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const context = new ExecuteContext(
		workflow,
		node,
		additionalData,
		'internal',
		createEmptyRunExecutionData(),
		0,
		[],
		{ main: [[{ json: {} }]] },
		{ node, data: {}, source: null },
		[],
	);
	const decrypted: ICredentialsDecrypted = { id: '1', name: 'Bucket', type: type.name, data };
	try {
		await new RoutingNode(context, nodeType, decrypted).runNode();
	} catch (thrown) {
		const { message, cause } = thrown as Error & {
			cause?: { code?: string; response?: { status: number; statusText: string } };
		};
		const failed = (text: string): INodeCredentialTestResult => ({ status: 'Error', message: text });
		if (cause?.response) {
			const { status, statusText } = cause.response;
			for (const { properties } of rules) {
				if ('value' in properties && properties.value === status) return failed(properties.message);
			}
			if (status < 199 || status > 299) return failed(statusText || `Received HTTP status code: ${status}`);
		} else if (cause?.code) {
			return failed(cause.code);
		}
		return failed(message);
	}
	return { status: 'OK', message: 'Connection successful!' };
}
