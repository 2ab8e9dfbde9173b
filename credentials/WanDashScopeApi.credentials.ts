import type {
	Icon,
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { authorized } from '../nodes/WanVideoEdit/dashscope/apiKey';

/** An API key of Alibaba Cloud Model Studio (DashScope), and the host it is sent to. */
export class WanDashScopeApi implements ICredentialType {
	name = 'wanDashScopeApi';

	displayName = 'Wan DashScope API';

	icon: Icon = { light: 'file:../icons/wan.svg', dark: 'file:../icons/wan.dark.svg' };

	documentationUrl = 'https://www.alibabacloud.com/help/en/model-studio/get-api-key';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			placeholder: 'e.g. sk-...',
			description: 'API key of Alibaba Cloud Model Studio. A key works in one region only.',
		},
		{
			displayName: 'Region',
			name: 'region',
			type: 'options',
			default: 'cn-beijing',
			options: [
				{ name: 'China (Beijing)', value: 'cn-beijing' },
				{ name: 'Custom', value: 'custom', description: 'A gateway, a proxy or a local test server' },
				{ name: 'Singapore', value: 'ap-southeast-1' },
			],
			description: 'Region in which the key was created. A key does not work in other regions.',
		},
		{
			displayName: 'Workspace ID',
			name: 'workspaceId',
			type: 'string',
			default: '',
			placeholder: 'e.g. llm-abc123def456',
			displayOptions: { hide: { region: ['custom'] } },
			description:
				'Only for a key of a workspace other than the default one. Requests then go to the host of that workspace.',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://gateway.example.com',
			displayOptions: { show: { region: ['custom'] } },
			description: 'The address without /api/v1 and what follows. The API key is sent to it.',
		},
	];

	/** A function, not an expression: people paste keys with quotes or `Bearer` around them, and these are removed. */
	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => authorized(requestOptions, credentials);
}
