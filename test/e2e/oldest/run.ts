/**
 * Runs the node once in the engine of the oldest n8n that it supports, on the Node that runs this script.
 * Usage: tsx run.ts <unpacked package> <parameters as JSON> <credential as JSON>; prints what the engine made of it.
 * NODE_PATH leads the package to that engine's n8n-workflow, as n8n's own start script does it.
 */
import 'reflect-metadata';
import { Container } from '@n8n/di';
import {
	BinaryDataConfig,
	BinaryDataService,
	ExecutionLifecycleHooks,
	PackageDirectoryLoader,
	WorkflowExecute,
} from 'n8n-core';
import {
	ICredentialsHelper,
	NodeHelpers,
	Workflow,
	type ICredentialDataDecryptedObject,
	type IHttpRequestOptions,
	type INode,
	type INodeParameters,
	type INodeType,
	type IWorkflowBase,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

const CREDENTIAL = 'wanDashScopeApi';
const TRIGGER = 'test.trigger';
const WAN = 'n8n-nodes-wan-video-edit.wanVideoEdit';

const trigger: INodeType = {
	description: {
		displayName: 'Trigger',
		name: 'trigger',
		group: ['trigger'],
		version: 1,
		description: '',
		defaults: {},
		inputs: [],
		outputs: ['main'],
		properties: [],
	},
	async execute() {
		return [this.getInputData()];
	},
};

/** One saved credential, and the header that n8n makes of it. */
class OneCredential extends ICredentialsHelper {
	constructor(private readonly data: ICredentialDataDecryptedObject) {
		super();
	}
	getParentTypes = () => [];
	getCredentialsProperties = () => [];
	getDecrypted = async () => this.data;
	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		_type: string,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		const authorization = { Authorization: `Bearer ${String(credentials.apiKey)}` };
		return { ...request, headers: { ...request.headers, ...authorization } };
	};
	preAuthentication = async () => undefined;
	getCredentials = async () => {
		throw new Error('There is one credential');
	};
	updateCredentials = async () => {};
	updateCredentialsOauthTokenData = async () => {};
}

async function main(
	packageDir: string,
	parameters: INodeParameters,
	credential: ICredentialDataDecryptedObject,
) {
	const loader = new PackageDirectoryLoader(packageDir);
	await loader.loadAll();
	Container.get(BinaryDataConfig).mode = 'filesystem';
	await Container.get(BinaryDataService).init();

	const types = { [TRIGGER]: trigger, [WAN]: loader.nodeTypes.wanVideoEdit!.type };
	const getByName = (name: string) => types[name as keyof typeof types];
	const nodeTypes = {
		getByName,
		getByNameAndVersion: (name: string, version?: number) =>
			NodeHelpers.getVersionedNodeType(getByName(name), version),
		getKnownTypes: () => ({}),
	};
	const at = { typeVersion: 1, position: [0, 0] as [number, number] };
	const nodes: INode[] = [
		{ ...at, id: '1', name: 'Start', type: TRIGGER, parameters: {} },
		{
			...at,
			id: '2',
			name: 'Wan',
			type: WAN,
			parameters,
			credentials: { [CREDENTIAL]: { id: '1', name: 'One' } },
		},
	];
	const now = new Date();
	const base = {
		id: 'oldest',
		name: 'Oldest',
		active: false,
		activeVersionId: null,
		isArchived: false,
		createdAt: now,
		updatedAt: now,
		nodes,
		connections: { Start: { main: [[{ node: 'Wan', type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	} satisfies IWorkflowBase;
	const workflow = new Workflow({ ...base, nodeTypes });
	const url = 'http://localhost:5678/';
	const additionalData = {
		currentNodeExecutionIndex: 0,
		variables: {},
		executionId: '1',
		instanceBaseUrl: url,
		restApiUrl: `${url}rest`,
		formWaitingBaseUrl: url,
		webhookBaseUrl: url,
		webhookWaitingBaseUrl: url,
		webhookTestBaseUrl: url,
		credentialsHelper: new OneCredential(credential),
		hooks: new ExecutionLifecycleHooks('manual', '1', base),
		logAiEvent() {},
	} as unknown as IWorkflowExecuteAdditionalData;
	const run = await new WorkflowExecute(additionalData, 'manual').run(workflow, nodes[0]);

	const { error, runData } = run.data.resultData;
	const [item] = runData.Wan?.[0]?.data?.main?.[0] ?? [];
	const file = item?.binary?.data;
	const bytes = file ? (await Container.get(BinaryDataService).getAsBuffer(file)).length : 0;
	console.log(JSON.stringify({ status: run.status, error: error?.message, json: item?.json, bytes }));
	// The engine leaves timers and connections open, which a server needs.
	process.exit();
}

const [, , packageDir = '', parameters = '{}', credential = '{}'] = process.argv;
void main(
	packageDir,
	JSON.parse(parameters) as INodeParameters,
	JSON.parse(credential) as ICredentialDataDecryptedObject,
);
