import type {
	Icon,
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { authorized } from '../nodes/WanVideoEdit/dashscope/apiKey';

/** The key of Alibaba Cloud Model Studio (DashScope) and the host that it belongs to. */
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
			description: 'Key of Alibaba Cloud Model Studio. It belongs to one region.',
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
			description: 'Where the key was created. Keys of one region do not work in another.',
		},
		{
			displayName: 'Workspace ID',
			name: 'workspaceId',
			type: 'string',
			default: '',
			placeholder: 'e.g. llm-abc123def456',
			displayOptions: { hide: { region: ['custom'] } },
			description:
				'Only for keys of a workspace other than the default one: calls then go to the host of that workspace',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://gateway.example.com',
			displayOptions: { show: { region: ['custom'] } },
			description: 'Address up to the part before /api/v1. The key is sent there.',
		},
	];

	/** Not an expression: keys are pasted with quotes, `Bearer` and the like around them. */
	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => authorized(requestOptions, credentials);
}
