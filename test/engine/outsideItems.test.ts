import type { IDataObject, IExecuteFunctions, INode, INodeTypes, IRun } from 'n8n-workflow';
import { execute } from '../../nodes/WanVideoEdit/run/execute';
import { systemClock } from '../../nodes/WanVideoEdit/timing/clock';
import { errorOf, fileOf, requestsOf, startWan, type Wan, type WanRunOptions } from '../support/wan';

const THREE: IDataObject[] = [{ n: 1 }, { n: 2 }, { n: 3 }];

/** n8n's message (credentials-helper.ts, cipher.ts). */
const UNDECRYPTABLE = new Error(
	'Credentials could not be decrypted. The likely reason is that a different "encryptionKey" was used to encrypt the data.',
);
const DELETED = new Error('Credential with ID "1" does not exist for type "wanDashScopeApi".');

interface Case {
	readonly parameters?: (wan: Wan) => IDataObject;
	readonly options: (wan: Wan) => WanRunOptions;
	readonly message: RegExp;
	readonly kind: string;
}

const BUCKET = { accessKeyId: 'LTAIx', accessKeySecret: 'secret', bucket: 'my-videos' };
const withBucket = { useOssBucket: true, advancedOptions: { archiveResult: true } };

const CASES: Readonly<Record<string, Case>> = {
	'a Base URL that is empty': {
		options: () => ({ credential: { apiKey: 'sk-x', region: 'custom', baseUrl: '' } }),
		message: /^'Base URL' of the credential is empty/,
		kind: 'credential',
	},
	'a Base URL that is no address': {
		options: () => ({ credential: { apiKey: 'sk-x', region: 'custom', baseUrl: 'my gateway' } }),
		message: /^'Base URL' of the credential is "my gateway"/,
		kind: 'credential',
	},
	'a Workspace ID with a space in it': {
		options: () => ({ credential: { apiKey: 'sk-x', region: 'cn-beijing', workspaceId: 'my workspace' } }),
		message: /^'Workspace ID' of the credential is "my workspace"/,
		kind: 'credential',
	},
	'a key that is empty': {
		options: ({ credential }) => ({ credential: { ...credential, apiKey: ' ' } }),
		message: /^'API Key' of the credential is empty/,
		kind: 'credential',
	},
	'a key that is masked': {
		options: ({ credential }) => ({ credential: { ...credential, apiKey: 'sk-****' } }),
		message: /^'API Key' of the credential is masked/,
		kind: 'credential',
	},
	'a credential that n8n cannot decrypt': {
		options: () => ({ credential: UNDECRYPTABLE }),
		message:
			/^The credential of the type Wan DashScope API could not be read: Credentials could not be decrypted/,
		kind: 'credential',
	},
	'a credential that was deleted': {
		options: () => ({ credential: DELETED }),
		message:
			/^The credential of the type Wan DashScope API could not be read: Credential with ID "1" does not exist/,
		kind: 'credential',
	},
	'an archive without a credential of the bucket': {
		parameters: () => withBucket,
		options: () => ({}),
		message: /needs a credential of the type Wan Alibaba Cloud OSS API$/,
		kind: 'credential',
	},
	'a credential of the bucket that n8n cannot decrypt': {
		parameters: () => withBucket,
		options: () => ({ ossCredential: UNDECRYPTABLE }),
		message:
			/^The credential of the type Wan Alibaba Cloud OSS API could not be read: Credentials could not be/,
		kind: 'credential',
	},
	'a credential of the bucket that is not complete': {
		parameters: () => withBucket,
		options: () => ({ ossCredential: { ...BUCKET, accessKeySecret: '' } }),
		message: /^'Access Key Secret' of the credential is empty/,
		kind: 'credential',
	},
	'an operation that does not exist': {
		parameters: () => ({ operation: 'sharpen' }),
		options: () => ({}),
		message: /^'Operation' is "sharpen", which does not exist in the resource "video"/,
		kind: 'badInput',
	},
	'an operation on tasks with a credential that cannot be used': {
		parameters: () => ({ resource: 'task', operation: 'get', taskId: 'task-1' }),
		options: ({ credential }) => ({ credential: { ...credential, baseUrl: 'x' } }),
		message: /^'Base URL' of the credential is "x"/,
		kind: 'credential',
	},
};

let wan: Wan;
beforeAll(async () => {
	wan = await startWan();
});
afterAll(async () => await wan.close());
beforeEach(() => wan.emulator.forget());

describe.each(Object.entries(CASES))('%s', (_, { parameters, options, message, kind }) => {
	const run = async (onError: INode['onError']): Promise<IRun> =>
		await wan.run(
			{ ...requestsOf(wan.emulator).edit, ...parameters?.(wan) },
			{ ...options(wan), inputs: THREE, node: { onError } },
		);

	it('sends every item to the error output, and none to the success output', async () => {
		const result = await run('continueErrorOutput');
		expect(result.status).toBe('success');
		expect(wan.items(result, 0)).toEqual([]);
		expect(wan.json(result, 1)).toEqual(
			THREE.map((input) => ({
				...input,
				error: expect.stringMatching(message),
				message: expect.any(String),
				details: expect.objectContaining({ taskId: null, retryable: false }),
			})),
		);
		expect(wan.items(result, 1).map(({ pairedItem }) => pairedItem)).toEqual(
			THREE.map((__, item) => ({ item })),
		);
		expect(wan.emulator.requests).toEqual([]);
	});

	it('turns every item into a failed one if the node continues on errors, and passes no input on', async () => {
		const result = await run('continueRegularOutput');
		expect(result.status).toBe('success');
		expect(wan.json(result)).toEqual(
			THREE.map(() => ({
				error: expect.stringMatching(message),
				message: expect.any(String),
				details: expect.any(Object),
			})),
		);
		expect(wan.emulator.requests).toEqual([]);
	});

	it('ends the run if the node stops on errors', async () => {
		const result = await run('stopWorkflow');
		expect(result.status).toBe('error');
		expect(errorOf(result).message).toMatch(message);
		expect(errorOf(result).context).toMatchObject({ kind });
		expect(wan.emulator.requests).toEqual([]);
	});
});

describe('A bug in the code', () => {
	/** A context of n8n with a broken member. */
	const broken = (onError: INode['onError'], member: PropertyDescriptorMap): IExecuteFunctions => {
		const workflow = {
			getNode: () => ({ name: 'Wan', type: 'wanVideoEdit', typeVersion: 1, parameters: {}, onError }),
			continueOnFail: () => onError !== 'stopWorkflow',
			getInputData: () => THREE.map((json) => ({ json })),
			getNodeParameter: (name: string, __: number, fallback?: unknown) =>
				({ resource: 'task', operation: 'get', taskId: 'task-1' })[name] ?? fallback,
			getTimezone: () => 'UTC',
			getContext: () => ({}),
			getExecutionId: () => '1',
			getCredentials: async () => await Promise.resolve({ ...wan.credential }),
			logger: { warn() {}, info() {} },
			helpers: {},
		} as unknown as INodeTypes;
		return Object.create(workflow, member) as IExecuteFunctions;
	};
	const boom = () => {
		throw new TypeError("Cannot read properties of undefined (reading 'canceled')");
	};

	it.each<[string, PropertyDescriptorMap]>([
		['while the form is read', { getNodeParameter: { value: boom } }],
		['while the credential is read, thrown and not rejected', { getCredentials: { value: boom } }],
		['while the run is opened', { getContext: { value: boom } }],
		['in the helpers of n8n', { helpers: { get: boom } }],
	])('%s ends every item, or the run', async (_, member) => {
		const items = await execute(broken('continueErrorOutput', member), systemClock);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(THREE.map((__, item) => ({ item })));
		for (const { json } of items) expect(Object.keys(json)).toEqual(['error', 'message', 'details']);
		await expect(execute(broken('stopWorkflow', member), systemClock)).rejects.toMatchObject({
			message: expect.not.stringContaining('canceled'),
			context: { kind: expect.any(String) },
		});
	});
});

it('A file that cannot be read ends its own item only', async () => {
	const file = await fileOf('product-short.mp4', 'video/mp4');
	const parameters = {
		...requestsOf(wan.emulator).edit,
		videoInput: 'binary',
		videoField: '={{ $json.field }}',
	};
	const run = await wan.run(parameters, {
		inputs: [{ field: 'data' }, { field: 'other' }],
		files: { data: file },
		node: { onError: 'continueErrorOutput' },
	});
	expect(wan.json(run).map(({ status }) => status)).toEqual(['SUCCEEDED']);
	expect(wan.json(run, 1)).toMatchObject([
		{ field: 'other', message: expect.stringContaining('Item 1 (counted from 0)'), details: { item: 1 } },
	]);
});
