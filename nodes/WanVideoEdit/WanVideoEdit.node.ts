import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { nodeFields, subtitle } from './run/properties';
import { testOssCredential } from './methods/bucketTest';
import { testDashScopeCredential } from './methods/credentialTest';
import { searchModels } from './methods/modelSearch';
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
		credentials: [
			{ name: 'wanDashScopeApi', required: true, testedBy: 'testDashScopeCredential' },
			// Two options need it. n8n combines display conditions with AND only, so it cannot be required for either of them.
			{
				name: 'wanOssApi',
				required: false,
				testedBy: 'testOssCredential',
				displayOptions: { show: { resource: ['video'] } },
			},
		],
		hints: [
			{
				message: 'Alibaba Cloud bills every finished video by the second. Failed tasks cost nothing.',
				type: 'info',
				// At `ndv`, the editor would also show it after the execution.
				location: 'outputPane',
				whenToDisplay: 'beforeExecution',
				displayCondition: '={{ $parameter["resource"] === "video" }}',
			},
			{
				message:
					'The link to the result expires after 24 hours: download the video, or store it in a later node.',
				type: 'info',
				location: 'outputPane',
				whenToDisplay: 'afterExecution',
				displayCondition:
					'={{ ($parameter["resource"] === "video" && $parameter["waitForCompletion"] !== false || $parameter["operation"] === "get") && $parameter["downloadVideo"] !== true }}',
			},
		],
		properties: nodeFields(),
	};

	methods = {
		credentialTest: { testDashScopeCredential, testOssCredential },
		listSearch: { searchModels },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await execute(this, systemClock)];
	}
}
