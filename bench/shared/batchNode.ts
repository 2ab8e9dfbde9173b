import type { IDataObject } from 'n8n-workflow';
import type { EngineOptions, RunOptions } from '../../test/support/engine';
import type { NodeSketch } from '../../test/support/workflow';
import type { Clock } from '../../nodes/WanVideoEdit/timing/clock';
import { clockedNode, PACKAGE } from './clockedNode';
import type { Provider } from './provider';

/** A node that creates one video per item, and how the engine runs it. */
export interface BatchNode {
	readonly engine: EngineOptions;
	readonly node: Omit<NodeSketch, 'name'>;
	readonly credentials: RunOptions['credentials'];
	/** JSON of an item, different for each. */
	item(index: number): IDataObject;
}

const KEY = 'sk-emulator';

/** Credential of this package for an emulator. */
export const wanCredentials = (url: string) => ({
	wanDashScopeApi: { apiKey: KEY, region: 'custom', baseUrl: url },
});

/** The node of this package. @param operation `edit` is wan2.7, `repaint` is VACE */
export async function wanBatch(
	{ url }: Provider,
	clock: Clock,
	operation: 'edit' | 'repaint',
): Promise<BatchNode> {
	return {
		engine: { packageDir: PACKAGE, replace: { wanVideoEdit: await clockedNode(clock) } },
		node: {
			type: 'n8n-nodes-wan-video-edit.wanVideoEdit',
			credentials: { wanDashScopeApi: { id: '1', name: 'Local' } },
			parameters: { operation, videoUrl: '={{ $json.video }}', prompt: '={{ $json.prompt }}' },
		},
		credentials: wanCredentials(url),
		item: (index) => ({
			video: `https://example.com/videos/${index}.mp4`,
			prompt: `Make it clay, take ${index}`,
		}),
	};
}

/**
 * n8n's own Qwen Cloud node, operation Generate Video From Text: the only one whose model the emulator has.
 * @param packageDir folder of its package
 */
export function qwenBatch({ url }: Provider, packageDir: string): BatchNode {
	return {
		engine: { packageDir },
		node: {
			type: '@n8n/n8n-nodes-langchain.alibabaCloud',
			typeVersion: 1.1,
			credentials: { alibabaCloudApi: { id: '1', name: 'Local' } },
			parameters: {
				resource: 'video',
				operation: 'textToVideo',
				modelId: { __rl: true, mode: 'id', value: 'wan2.6-t2v' },
				prompt: '={{ $json.prompt }}',
				// The emulator's text-to-video model takes a size and rejects a resolution: none is sent.
				resolution: '={{ undefined }}',
				downloadVideo: false,
			},
		},
		// `url` is a hidden field of the credential, whose default is computed from the region.
		credentials: { alibabaCloudApi: { apiKey: KEY, url } },
		item: (index) => ({ prompt: `The bottle turns, take ${index}` }),
	};
}

/** The emulator's clock as the node expects it: its sleep resolves on Stop. */
export const nodeClock = (clock: Pick<Clock, 'now' | 'sleep'>): Clock => ({
	now: () => clock.now(),
	date: () => clock.now(),
	sleep: async (ms, signal) => await clock.sleep(ms, signal).catch(() => undefined),
	random: () => Math.random(),
});
