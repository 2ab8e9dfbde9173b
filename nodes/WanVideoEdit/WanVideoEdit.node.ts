import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { nodeFields, subtitle, usualTimeHints } from './run/properties';
import { testOssCredential } from './methods/bucketTest';
import { testDashScopeCredential } from './methods/credentialTest';
import { searchModels } from './methods/modelSearch';
import { searchTasks } from './methods/taskSearch';
import { systemClock } from './timing/clock';
import { execute } from './run/execute';

export class WanVideoEdit implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Wan Video Edit',
		name: 'wanVideoEdit',
		icon: { light: 'file:../../icons/wan.svg', dark: 'file:../../icons/wan.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: subtitle(),
		description: "Edit videos with Alibaba Cloud's Wan models and wait for the result",
		defaults: { name: 'Wan Video Edit' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		// For n8n's workflow builder. Older n8n ignores it.
		builderHint: {
			searchHint:
				'Edits existing videos with Alibaba Cloud Wan models: change style or content, repaint, edit a masked region, extend a clip, outpaint to another aspect ratio, or generate a video from reference images. Waits for the result and returns it as a file. Every video is paid for: create one task per video. To make a video from text or one image, use the Alibaba Cloud Model Studio node instead.',
		},
		credentials: [
			{ name: 'wanDashScopeApi', required: true, testedBy: 'testDashScopeCredential' },
			{
				name: 'wanOssApi',
				required: true,
				testedBy: 'testOssCredential',
				displayOptions: { show: { resource: ['video'], useOssBucket: [true] } },
			},
		],
		hints: usualTimeHints(),
		properties: nodeFields(),
	};

	methods = {
		credentialTest: { testDashScopeCredential, testOssCredential },
		listSearch: { searchModels, searchTasks },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await execute(this, systemClock)];
	}
}
