import { Accounts } from '../../../nodes/WanVideoEdit/dashscope/account';
import { rememberSpelling, spellingFor } from '../../../nodes/WanVideoEdit/dashscope/modelSpelling';
import { TaskDurations } from '../../../nodes/WanVideoEdit/stages/wait/taskDurations';
import { shareInFlight } from '../../../nodes/WanVideoEdit/timing/shareInFlight';
import type { IExecuteFunctions } from 'n8n-workflow';
import { idOf, newHost, VirtualClock } from '../standIns';

const HOST = 'https://a.example.com';
const HOUR = 3_600_000;
/** Many times what is kept. */
const MANY = 2_000;

describe('Thousands of API keys', () => {
	const clock = new VirtualClock();

	/** Other keys that are used once after it. */
	const crowd = (accounts: Accounts) => {
		for (let key = 0; key < MANY; key++) accounts.of(HOST, `sk-${key}`, clock);
	};

	it('leave a hundred accounts behind', () => {
		const accounts = new Accounts();
		crowd(accounts);
		expect(accounts.size).toBeLessThanOrEqual(100);
	});

	it('do not remove the account of a run', () => {
		const accounts = new Accounts();
		const account = accounts.of(HOST, 'sk-mine', clock);
		const leave = account.use();
		crowd(accounts);
		expect(accounts.of(HOST, 'sk-mine', clock)).toBe(account);
		leave();
		crowd(accounts);
		expect(accounts.of(HOST, 'sk-mine', clock)).not.toBe(account);
	});

	it('do not remove it while another run uses it', () => {
		const accounts = new Accounts();
		const account = accounts.of(HOST, 'sk-mine', clock);
		const leave = account.use();
		account.use();
		leave();
		leave();
		crowd(accounts);
		expect(accounts.of(HOST, 'sk-mine', clock)).toBe(account);
	});

	it.each([
		['an open create call', 'open'],
		['a task that the list may still name', 'own'],
	] as const)('do not remove an account with %s', (_, what) => {
		const accounts = new Accounts();
		const now = new VirtualClock();
		const account = accounts.of(HOST, 'sk-mine', now);
		if (what === 'open') account.open('vace', now);
		else account.own(idOf('1'), now.now());
		crowd(accounts);
		now.setBy(23 * HOUR);
		expect(accounts.of(HOST, 'sk-mine', now)).toBe(account);
		now.setBy(2 * HOUR);
		for (let key = 0; key < MANY; key++) accounts.of(HOST, `sk-${key}`, now);
		expect(accounts.of(HOST, 'sk-mine', now)).not.toBe(account);
	});
});

describe('An account', () => {
	it('forgets create requests that nobody waits for any longer, even if nobody asks for them', () => {
		const clock = new VirtualClock();
		const account = new Accounts().of(HOST, 'sk-x', clock);
		for (let call = 0; call < 100; call++) {
			account.open('vace', clock);
			clock.setBy(HOUR / 10);
		}
		expect(account.unsettled(0)).toHaveLength(11);
	});
});

describe('A task of an account', () => {
	it('still shows whose it is when a second try of the same item takes it up again', () => {
		const clock = new VirtualClock();
		const account = new Accounts().of(HOST, 'sk-mine', clock);
		const taskId = idOf('1');
		account.settle(account.open('vace', clock), taskId);
		account.claim(taskId, 'the request of the item');
		account.leave(taskId, 'behind');
		account.own(taskId, clock.now());
		// The list may not show it yet.
		expect(account.recoverableSince(clock.now())).toEqual([{ taskId, at: clock.now() }]);
		expect(account.ownershipOf(taskId)).toEqual({
			at: clock.now(),
			isCreated: true,
			request: 'the request of the item',
		});
	});
});

describe('What the process remembers of hosts', () => {
	it('is forgotten for those that were not used during a thousand others', () => {
		const [first, second] = [newHost(), newHost()];
		for (const host of [first, second]) rememberSpelling(host, 'a', 'b');
		for (let host = 0; host < 1_000; host++) {
			rememberSpelling(newHost(), 'a', 'b');
			expect(spellingFor(second, 'a')).toBe('b');
		}
		expect(spellingFor(first, 'a')).toBe('a');
	});

	it('is forgotten for kinds of tasks in the same way', () => {
		const durations = new TaskDurations({} as IExecuteFunctions, newHost());
		durations.add('first', 60);
		durations.add('second', 60);
		for (let kind = 0; kind < 1_000; kind++) {
			durations.add(`kind ${kind}`, 60);
			expect(durations.of('second')).toEqual([60]);
		}
		expect(durations.of('first')).toEqual([]);
	});
});

describe('What the items of a run share', () => {
	it('is repeated after a thousand other things, but never done twice at a time', async () => {
		const context = {} as IExecuteFunctions;
		const done: string[] = [];
		const work = async (name: string, wait: Promise<void> = Promise.resolve()) =>
			await shareInFlight(context, name, async () => {
				done.push(name);
				await wait;
				return name;
			});
		let finish = (): void => undefined;
		const slow = work('slow', new Promise((resolve) => (finish = resolve)));
		await work('quick');
		for (let other = 0; other < 2_000; other++) await work(`other ${other}`);
		const again = work('slow');
		await work('quick');
		finish();
		expect(await Promise.all([slow, again])).toEqual(['slow', 'slow']);
		expect(done.filter((name) => name === 'slow')).toHaveLength(1);
		expect(done.filter((name) => name === 'quick')).toHaveLength(2);
	});
});
