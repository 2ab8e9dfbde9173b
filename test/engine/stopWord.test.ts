import type { IDataObject } from 'n8n-workflow';
import type { Fault } from '../../emulator';
import { errorOf, requestsOf, startWan, type Wan } from '../support/wan';

const CANCELED: Fault = { on: 'query', kind: 'edit', set: { 'output.task_status': 'CANCELED' } };
const refused = (code: string, message: string): Fault => ({
	on: 'create',
	kind: 'status',
	status: 400,
	code,
	message,
});

const CASES: ReadonlyArray<readonly [what: string, fault: Fault | undefined, parameters: IDataObject]> = [
	['a task that was canceled at Alibaba Cloud', CANCELED, {}],
	[
		'a task that failed with such a code',
		{ on: 'task', kind: 'fail', code: 'canceled', message: 'The task was canceled by an admin.' },
		{},
	],
	[
		'a create call that is rejected with such a code',
		refused('order.canceled', 'Your order was canceled.'),
		{},
	],
	['a value of the form', undefined, { resolution: '=canceled' }],
	['a value of an entry', undefined, { referenceImages: { image: [{ url: 'canceled.png' }] } }],
	['a task ID', undefined, { resource: 'task', operation: 'get', taskId: 'this was canceled' }],
	['an operation', undefined, { operation: 'canceled' }],
];

describe('n8n does not mark an execution as canceled', () => {
	let wan: Wan;
	beforeAll(async () => {
		wan = await startWan();
	});
	afterAll(async () => await wan.close());
	beforeEach(() => wan.emulator.clearFaults());

	it.each(CASES)('for %s', async (_, fault, parameters) => {
		if (fault) wan.emulator.inject(fault);
		const run = await wan.run({ ...requestsOf(wan.emulator).edit, ...parameters });
		expect(run.status).toBe('error');
		expect(errorOf(run).message).not.toMatch(/canceled/i);
	});

	it('for the text of a failed item, when another node throws it again', async () => {
		wan.emulator.inject({ on: 'task', kind: 'fail', code: 'canceled', message: 'Canceled by an admin.' });
		const run = await wan.run(requestsOf(wan.emulator).edit!, { node: { onError: 'continueErrorOutput' } });
		const [item] = wan.json(run, 1);
		expect(`${String(item?.error)} ${String(item?.message)}`).not.toMatch(/canceled/i);
		expect(item?.details).toMatchObject({ code: 'canceled' });
	});
});
