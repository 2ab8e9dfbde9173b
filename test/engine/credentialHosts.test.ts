import '../support/engine-environment';
import { CredentialTestContext } from 'n8n-core';
import type { IWorkflowExecuteAdditionalData } from 'n8n-workflow';
import { sendTest } from '../../nodes/WanVideoEdit/methods/testRequest';
import { HostileHost, silent } from '../support/hostileHost';
import { until } from '../support/until';
import { NOON, VirtualClock } from '../unit/standIns';

const DEADLINE_MS = 15_000;
const MB = 1024 * 1024;

describe("A hostile host at a credential's Test button", () => {
	let host: HostileHost;
	let origin: string;
	beforeEach(async () => {
		host = new HostileHost();
		origin = await host.start();
	});
	afterEach(async () => await host.close());

	async function pressed(clock?: VirtualClock) {
		const { helpers } = new CredentialTestContext({} as IWorkflowExecuteAdditionalData);
		return await sendTest(helpers, { url: `${origin}/api/v1/tasks/`, headers: {} }, clock);
	}

	it('that drips ends by the deadline, with its connection', async () => {
		host.deed = (_, response) => host.drip(response, Buffer.from('{"data":['));
		const clock = new VirtualClock();
		expect(await pressed(clock)).toMatchObject({ kind: 'noResponse', fault: 'lost' });
		expect(clock.now() - NOON).toBe(DEADLINE_MS);
		await until(() => host.closed === host.asked.length);
	});

	it('that never responds ends by the deadline', async () => {
		host.deed = silent;
		const clock = new VirtualClock();
		expect(await pressed(clock)).toMatchObject({ kind: 'noResponse', fault: 'lost' });
		expect(clock.now() - NOON).toBe(DEADLINE_MS);
	});

	it.each([
		['never ends', (it: HostileHost) => it.endless.bind(it)],
		['is packed a thousandfold', (it: HostileHost) => it.bomb.bind(it)],
	])('whose response %s is abandoned after a quarter of a megabyte', async (_, deedOf) => {
		host.deed = (_request, response) => deedOf(host)(response, Buffer.from('{"data":['));
		expect(await pressed()).toMatchObject({ kind: 'noResponse', fault: 'lost' });
		expect(host.sent).toBeLessThan(16 * MB);
		await until(() => host.closed === 1);
	});
});
