import { Container } from '@n8n/di';
import { ExternalSecretsProxy } from 'n8n-core';
import type { IWorkflowExecuteAdditionalData } from 'n8n-workflow';

const INSTANCE_URL = 'http://localhost:5678/';

/** What a run knows of the instance around it. The URLs have to be valid: n8n parses them for each parameter. */
export function instanceData(): Omit<IWorkflowExecuteAdditionalData, 'credentialsHelper'> {
	const unavailable = (what: string) => async () => {
		throw new Error(`${what} are not available in the embedded engine`);
	};
	return {
		currentNodeExecutionIndex: 0,
		variables: {},
		externalSecretsProxy: Container.get(ExternalSecretsProxy),
		instanceBaseUrl: INSTANCE_URL,
		restApiUrl: `${INSTANCE_URL}rest`,
		formBaseUrl: `${INSTANCE_URL}form`,
		formWaitingBaseUrl: `${INSTANCE_URL}form-waiting`,
		formTestBaseUrl: `${INSTANCE_URL}form-test`,
		webhookBaseUrl: `${INSTANCE_URL}webhook`,
		webhookWaitingBaseUrl: `${INSTANCE_URL}webhook-waiting`,
		webhookTestBaseUrl: `${INSTANCE_URL}webhook-test`,
		mcpBaseUrl: `${INSTANCE_URL}mcp`,
		mcpTestBaseUrl: `${INSTANCE_URL}mcp-test`,
		logAiEvent() {},
		setExecutionStatus() {},
		getRunExecutionData: async () => undefined,
		getRuntimeCredential: async () => undefined,
		executeWorkflow: unavailable('Sub-workflows'),
		startRunnerTask: unavailable('Task runners'),
	};
}
