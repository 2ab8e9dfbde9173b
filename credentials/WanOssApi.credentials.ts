import type {
	Icon,
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { signRequest } from '../nodes/WanVideoEdit/oss/authenticate';

/** An Alibaba Cloud OSS bucket of the person's own, and an access key that may write to it and read from it. */
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
				'Best one of a RAM user that may only put, get and list the objects of this bucket: oss:PutObject, oss:GetObject, oss:ListObjects',
		},
		{
			displayName: 'Access Key Secret',
			name: 'accessKeySecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'Shown once, when the access key is made',
		},
		{
			displayName: 'Region',
			name: 'region',
			type: 'string',
			default: 'cn-beijing',
			required: true,
			placeholder: 'e.g. cn-beijing',
			description: 'Where the bucket is, as on its overview page. Both cn-beijing and oss-cn-beijing work.',
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
				'Only where the bucket is reached at another address than its public one: a domain of your own that leads to the bucket, or transfer acceleration. Accounts that use OSS since 20 March 2025 need a domain of their own in mainland China.',
		},
		{
			displayName: 'Prefix',
			name: 'prefix',
			type: 'string',
			default: '',
			placeholder: 'e.g. n8n/wan',
			description:
				'Folder for the files that are put there. A lifecycle rule of the bucket on it can delete them after a day.',
		},
	];

	/** The secret stays here: nodes hand a request in and it goes out signed. */
	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => signRequest(credentials, requestOptions, Date.now());
}
