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
			// Needed by two options, and the engine knows conditions that must all hold only: so it is optional.
			{
				name: 'wanOssApi',
				required: false,
				testedBy: 'testOssCredential',
				displayOptions: { show: { resource: ['video'] } },
			},
		],
		hints: [
			{
				message: 'Every finished video is billed by the second. Tasks that do not succeed cost nothing.',
				type: 'info',
				// At `ndv` the editor would show it after the execution as well.
				location: 'outputPane',
				whenToDisplay: 'beforeExecution',
				displayCondition: '={{ $parameter["resource"] === "video" }}',
			},
			{
				message:
					'The link to the result dies after 24 hours: download the video, or store it in a following node.',
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
