import { Container } from '@n8n/di';
import { ExternalSecretsProxy } from 'n8n-core';
import type { IWorkflowExecuteAdditionalData } from 'n8n-workflow';

/**
 * What a run knows of the instance around it. The URLs have to be valid: n8n parses them for each parameter.
 * @param url address of the instance, with a slash at its end
 */
export function instanceData(
	url = 'http://localhost:5678/',
): Omit<IWorkflowExecuteAdditionalData, 'credentialsHelper'> {
	const unavailable = (what: string) => async () => {
		throw new Error(`${what} are not available in the embedded engine`);
	};
	return {
		currentNodeExecutionIndex: 0,
		variables: {},
		externalSecretsProxy: Container.get(ExternalSecretsProxy),
		instanceBaseUrl: url,
		restApiUrl: `${url}rest`,
		formBaseUrl: `${url}form`,
		formWaitingBaseUrl: `${url}form-waiting`,
		formTestBaseUrl: `${url}form-test`,
		webhookBaseUrl: `${url}webhook`,
		webhookWaitingBaseUrl: `${url}webhook-waiting`,
		webhookTestBaseUrl: `${url}webhook-test`,
		mcpBaseUrl: `${url}mcp`,
		mcpTestBaseUrl: `${url}mcp-test`,
		logAiEvent() {},
		setExecutionStatus() {},
		getRunExecutionData: async () => undefined,
		getRuntimeCredential: async () => undefined,
		executeWorkflow: unavailable('Sub-workflows'),
		startRunnerTask: unavailable('Task runners'),
	};
}
