import type {
	Icon,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
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
				'Only where the bucket is reached at another address than its public one: a domain of your own that leads to the bucket, or transfer acceleration',
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

	/** One row of the list. The address is the bucket's: `authenticate` puts it in front. */
	test: ICredentialTestRequest = {
		request: {
			method: 'GET',
			url: '/',
			qs: {
				'list-type': '2',
				'max-keys': '1',
				prefix: '={{ $credentials.prefix?.trim().replace(/^[/]+|[/]+$/g, "") || undefined }}',
			},
			disableFollowRedirect: true,
			timeout: 15_000,
		},
		rules: [
			{
				type: 'responseCode',
				properties: {
					value: 403,
					message:
						'The bucket was reached and turned the key down. Check that the access key ID and the secret were copied whole, that the RAM user may list this bucket (oss:ListObjects), that the bucket is in this region, and that the clock of this n8n instance is right.',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 404,
					message: 'There is no bucket of that name in this region. Check the bucket and the region.',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 400,
					message: 'The storage did not take the signature. Check that the region is the one of the bucket.',
				},
			},
		],
	};
}
