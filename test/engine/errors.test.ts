// cspell:ignore occured Vjcm
import type { IRun } from 'n8n-workflow';
import { errorOf, model, requestsOf, startWan, type Wan } from '../support/wan';

/** The documented keys, in any order: others would be a new promise. */
const DETAILS = [
	'code',
	'httpStatus',
	'item',
	'model',
	'operation',
	'requestId',
	'retryable',
	'status',
	'taskId',
] as const;

describe('Failures at Alibaba Cloud', () => {
	let wan: Wan;
	beforeAll(async () => {
		wan = await startWan();
	});
	afterAll(async () => await wan.close());
	beforeEach(() => {
		wan.emulator.forget();
		wan.emulator.clearFaults();
	});

	const edit = () => requestsOf(wan.emulator).edit!;
	const toErrorOutput = { node: { onError: 'continueErrorOutput' } } as const;
	const declaredBy = (run: IRun) => (run.data.resultData.error as { failure?: unknown } | undefined)?.failure;

	const refuse = (status: number, code: string, message: string) =>
		wan.emulator.inject({ on: 'create', kind: 'status', status, code, message });

	it('are explained when Alibaba Cloud gives no reason, at the error output and with the documented keys', async () => {
		wan.emulator.inject({ on: 'task', kind: 'fail' });
		const run = await wan.run(edit(), toErrorOutput);
		const [item] = wan.json(run, 1);
		const { id } = wan.emulator.tasks.at(-1)!;
		expect(item).toMatchObject({
			error: 'Alibaba Cloud could not create the video',
			message: expect.stringMatching(
				/^Alibaba Cloud gave no reason\..*limit.*link.*content moderation.*again.*not billed\. Task ID \S+, request ID \S+\.$/,
			),
			details: { taskId: id, status: 'FAILED', code: null, retryable: false },
		});
		expect(Object.keys(item?.details as object).sort()).toEqual(DETAILS);
		// There is only one item to talk about.
		expect(`${String(item?.error)} ${String(item?.message)}`).not.toMatch(/\bitem \d/i);
	});

	it.each(['InvalidURL', 'InvalidParameter'])(
		'are explained with three causes when %s says "url error, please check url"',
		async (code) => {
			refuse(400, code, 'url error, please check url！');
			const { description } = errorOf(await wan.run(edit()));
			expect(description).toMatch(/\(1\).*'Region'.*\(2\).*'Base URL'.*\(3\).*URL field/);
			expect(description.match(/No task was created/g)).toHaveLength(1);
		},
	);

	it.each<[number, string, string, object | undefined]>([
		[401, 'InvalidApiKey', 'Invalid API-key provided.', { cause: 'credential-invalid' }],
		[403, 'AllocationQuota.FreeTierOnly', 'Free quota exhausted.', { cause: 'quota-exhausted' }],
		[403, 'Workspace.AccessDenied', 'Workspace access denied.', { cause: 'configuration-invalid' }],
		[400, 'DataInspectionFailed', 'Input data may contain inappropriate content.', undefined],
		[500, 'InternalError', 'An internal error has occured.', undefined],
	])('HTTP %d %s declares the cause to n8n, if it proves one', async (status, code, message, failure) => {
		refuse(status, code, message);
		expect(declaredBy(await wan.run(edit()))).toEqual(failure);
		expect(wan.emulator.count('create')).toBe(1);
	});

	it('declare a model that does not exist here to n8n', async () => {
		const run = await wan.run({ ...edit(), model: model('wan9.9-nothing') });
		expect(declaredBy(run)).toEqual({ cause: 'configuration-invalid' });
		expect(errorOf(run).description).toContain("Check the spelling in 'Model'");
	});

	it.each([
		['as it is', ''],
		['pasted with its scheme', 'Bearer '],
	])('show no key and no signed link, even if Alibaba Cloud repeats them: a key %s', async (_, pasted) => {
		// Not of the form that is recognized without knowing it.
		const apiKey = 'gw_0123456789abcdef';
		refuse(
			401,
			'InvalidApiKey',
			`Incorrect key ${apiKey}, link https://host.example/in.mp4?Signature=c2VjcmV0`,
		);
		const run = await wan.run(edit(), {
			...toErrorOutput,
			credential: { ...wan.credential, apiKey: pasted + apiKey },
		});
		expect(wan.json(run, 1)).toMatchObject([{ message: expect.stringContaining('Incorrect key …') }]);
		expect(JSON.stringify(run.data)).not.toMatch(new RegExp(`${apiKey}|c2VjcmV0`));
	});
});
