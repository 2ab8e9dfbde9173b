import type { INodeType } from 'n8n-workflow';
import type { RequestRecord, UploadBody } from '../../emulator';
import { clockedNode, PACKAGE } from '../shared/clockedNode';
import { bytesInStore, FIELD, type NodeUnderTest, type Passage } from './nodeUnderTest';
import type { Services } from './services';
import { providerOf, providerOfFilm } from './videoHost';

/** The node of this package, in the operation Edit. */
export async function wanNode({ dashScope, videoHost }: Services): Promise<NodeUnderTest> {
	const passage = (
		baseUrl: string,
		parameters: NonNullable<Passage['node']['parameters']>,
		arrived: Passage['arrived'],
	): Passage => ({
		node: {
			type: 'n8n-nodes-wan-video-edit.wanVideoEdit',
			credentials: { wanDashScopeApi: { id: '1', name: 'Local' } },
			parameters: { operation: 'edit', prompt: 'Make it clay', ...parameters },
		},
		credentials: { wanDashScopeApi: { apiKey: 'sk-emulator', region: 'custom', baseUrl } },
		arrived,
	});
	return {
		engine: { packageDir: PACKAGE, replace: { wanVideoEdit: await impatientNode() } },
		takes: 'video/mp4',
		in: () =>
			passage(
				dashScope,
				{ videoInput: 'binary', videoField: FIELD, waitForCompletion: false },
				async () => await lastUpload(dashScope),
			),
		trimmed: () =>
			passage(
				dashScope,
				{
					...{ videoInput: 'binary', videoField: FIELD, waitForCompletion: false },
					options: { ifTooLong: 'trim' },
				},
				async () => await lastUpload(dashScope),
			),
		withSound: (bytes) =>
			passage(
				providerOfFilm(videoHost, bytes),
				{
					...{ operation: 'repaint', videoUrl: 'https://example.com/video.mp4' },
					options: { sound: 'file', soundInput: 'binary', soundField: FIELD },
					...{ downloadVideo: true, outputField: FIELD },
				},
				bytesInStore,
			),
		out: (bytes) =>
			passage(
				providerOf(videoHost, bytes),
				{ videoUrl: 'https://example.com/video.mp4', downloadVideo: true, outputField: FIELD },
				bytesInStore,
			),
	};
}

/** The node on a clock that jumps instead of sleeping. */
async function impatientNode(): Promise<INodeType> {
	let ahead = 0;
	return await clockedNode({
		now: () => Date.now() + ahead,
		date: () => Date.now() + ahead,
		random: () => Math.random(),
		sleep: async (ms) => {
			ahead += ms;
		},
	});
}

/** Bytes of the last file that reached the emulator's upload storage. */
async function lastUpload(dashScope: string): Promise<number> {
	const response = await fetch(`${dashScope}/emulator/requests`);
	const requests = (await response.json()) as RequestRecord[];
	const upload = requests.filter(({ endpoint }) => endpoint === 'upload').at(-1);
	return (upload?.body as UploadBody | undefined)?.bytes ?? 0;
}
