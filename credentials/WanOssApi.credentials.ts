import type {
	Icon,
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { signRequest } from '../nodes/WanVideoEdit/oss/authenticate';

/** The user's own Alibaba Cloud OSS bucket, and an access key that may write to it and read from it. */
export class WanOssApi implements ICredentialType {
	name = 'wanOssApi';

	displayName = 'Wan Alibaba Cloud OSS API';

	icon: Icon = { light: 'file:../icons/wan.svg', dark: 'file:../icons/wan.dark.svg' };

	documentationUrl = 'https://www.alibabacloud.com/help/en/ram/user-guide/create-an-accesskey-pair';

	properties: INodeProperties[] = [
		{
			displayName: 'Access Key ID',
			name: 'accessKeyId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. LTAI5t...',
			description:
				'Preferably the key of a RAM user whose only permissions are oss:PutObject, oss:GetObject and oss:ListObjects on this bucket',
		},
		{
			displayName: 'Access Key Secret',
			name: 'accessKeySecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'Shown only once, when you create the access key',
		},
		{
			displayName: 'Region',
			name: 'region',
			type: 'string',
			default: 'cn-beijing',
			required: true,
			placeholder: 'e.g. cn-beijing',
			description:
				'Region of the bucket, as shown on its overview page. Both cn-beijing and oss-cn-beijing work.',
		},
		{
			displayName: 'Bucket',
			name: 'bucket',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. my-videos',
			description: 'Name of the bucket. It can stay private: the model gets links that expire.',
		},
		{
			displayName: 'Endpoint',
			name: 'endpoint',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://media.example.com',
			description:
				'Only if the bucket has another address than its default public one: a custom domain or transfer acceleration. In mainland China, accounts that started using OSS on or after 20 March 2025 need a custom domain.',
		},
		{
			displayName: 'Prefix',
			name: 'prefix',
			type: 'string',
			default: '',
			placeholder: 'e.g. n8n/wan',
			description:
				'Folder for the uploaded files. A lifecycle rule of the bucket can delete them after a day.',
		},
	];

	/** Signs requests here, so that the secret never reaches a node. */
	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => signRequest(credentials, requestOptions, Date.now());
}
