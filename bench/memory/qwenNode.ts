import { bytesInStore, FIELD, type NodeUnderTest, type Passage } from './nodeUnderTest';
import type { Services } from './services';
import { providerOf, receivedBy } from './videoHost';

/** n8n's own Qwen Cloud node. Its videos come from text; it accepts images as files. */
export function qwenNode({ videoHost }: Services, packageDir: string): NodeUnderTest {
	const passage = (
		baseUrl: string,
		parameters: NonNullable<Passage['node']['parameters']>,
		arrived: Passage['arrived'],
	): Passage => ({
		node: {
			type: '@n8n/n8n-nodes-langchain.alibabaCloud',
			typeVersion: 1.1,
			credentials: { alibabaCloudApi: { id: '1', name: 'Local' } },
			parameters: {
				resource: 'video',
				modelId: { __rl: true, mode: 'id', value: 'wan2.6-i2v-flash' },
				prompt: 'The bottle turns',
				...parameters,
			},
		},
		// `url` is a hidden field of the credential, whose default is computed from the region.
		credentials: { alibabaCloudApi: { apiKey: 'sk-local', url: baseUrl } },
		arrived,
	});
	return {
		engine: { packageDir },
		takes: 'image/png',
		in: () =>
			passage(
				providerOf(videoHost, 0),
				{
					operation: 'imageToVideo',
					inputType: 'binary',
					binaryPropertyName: FIELD,
					downloadVideo: false,
				},
				// The body is a data URL plus a few hundred bytes.
				async () => Math.floor(((await receivedBy(videoHost)) * 3) / 4),
			),
		out: (bytes) =>
			passage(providerOf(videoHost, bytes), { operation: 'textToVideo', downloadVideo: true }, bytesInStore),
	};
}
