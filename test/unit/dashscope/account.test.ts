import { baseUrlOf } from '../../../nodes/WanVideoEdit/dashscope/hosts';
import { inspect } from 'util';
import { Account, accountOf } from '../../../nodes/WanVideoEdit/dashscope/account';
import type { HttpRequest } from '../../../nodes/WanVideoEdit/dashscope/http';
import { parseTaskId, type TaskId } from '../../../nodes/WanVideoEdit/dashscope/taskId';
import { answer, newHost, NOON, ScriptedProvider, VirtualClock } from '../standIns';

const HOUR = 3_600_000;
const KEY = 'sk-0123456789abcdef';
const idOf = (number: number) => parseTaskId(`task-${String(number).padStart(4, '0')}`) as TaskId;

describe('The account behind a key', () => {
	it('is the same object for everyone who has the key at that host', () => {
		const host = newHost();
		expect(accountOf(host, KEY)).toBe(accountOf(host, KEY));
	});

	it.each([
		['a key with blanks around it', 'http://a.example.com', ` ${KEY}\n`],
		['capitals', 'HTTP://A.Example.COM', KEY],
		['the default port', 'http://a.example.com:80', KEY],
		['a dot at the end of the name', 'http://a.example.com.', KEY],
		['a slash at the end', 'http://a.example.com/', KEY],
	])('is the same one for %s', (_, baseUrl, key) => {
		const spelled = baseUrlOf({ region: 'custom', baseUrl });
		expect(accountOf(spelled, key)).toBe(accountOf('http://a.example.com', KEY));
	});

	it.each([
		'http://127.0.0.1:8080',
		'http://[::1]:8080',
		'http://127.1:8080',
		'http://0x7f000001:8080',
		'http://[::ffff:127.0.0.1]:8080',
		'http://0.0.0.0:8080',
		'http://[::]:8080',
		'http://api.localhost:8080',
		'http://ip6-localhost:8080',
	])('is the same one for localhost and %s', (baseUrl) => {
		const spelled = baseUrlOf({ region: 'custom', baseUrl });
		expect(accountOf(spelled, KEY)).toBe(accountOf('http://localhost:8080', KEY));
	});

	it('is the same one for the hosts of a region', () => {
		const hosts = [{ region: 'cn-beijing' }, { region: 'cn-beijing', workspaceId: 'llm-1' }].map(baseUrlOf);
		expect(new Set(hosts).size).toBe(2);
		expect(new Set(hosts.map((host) => accountOf(host, KEY))).size).toBe(1);
		expect(accountOf(baseUrlOf({ region: 'ap-southeast-1' }), KEY)).not.toBe(accountOf(hosts[0]!, KEY));
	});

	it('is another one for another port, protocol or path', () => {
		const addresses = ['https://a.example.com', 'http://a.example.com:81', 'http://a.example.com/Path'];
		for (const address of addresses)
			expect(accountOf(address, KEY)).not.toBe(accountOf('http://a.example.com', KEY));
	});

	it('is another one with another key, or at another host', () => {
		const host = newHost();
		const others = [accountOf(newHost(), KEY), accountOf(host, `${KEY}0`), accountOf(host, '')];
		for (const other of others) expect(other).not.toBe(accountOf(host, KEY));
		expect(new Set(others).size).toBe(others.length);
	});

	it('never keeps the key itself', () => {
		const keys: unknown[] = [];
		const set = jest.spyOn(Map.prototype, 'set').mockImplementationOnce(function (this: unknown, key, value) {
			keys.push(key);
			set.mockRestore();
			return (this as Map<unknown, unknown>).set(key, value);
		});
		const account = accountOf(newHost(), KEY);
		set.mockRestore();
		expect(keys).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
		expect(inspect(account, { depth: null, showHidden: true })).not.toContain(KEY);
	});
});

describe('The door to the network of an account', () => {
	const request = (countsAs: HttpRequest['countsAs'], more: Partial<HttpRequest> = {}): HttpRequest => ({
		method: 'GET',
		url: 'https://example.com',
		...(countsAs === undefined ? {} : { countsAs }),
		...more,
	});

	function doorOf(account = new Account('a')) {
		const clock = new VirtualClock();
		const provider = new ScriptedProvider([answer(200, {})], clock);
		const stop = new AbortController();
		return { send: account.paced(provider.send, clock, stop.signal), provider, clock, stop, account };
	}

	it.each(['query', 'list', 'cancel'] as const)(
		'lets at most 18 of the 20 that the provider takes out in a second: %s',
		async (countsAs) => {
			const { send, provider } = doorOf();
			await Promise.all(Array.from({ length: 60 }, async () => await send(request(countsAs))));
			const { times } = provider;
			for (const from of times) {
				expect(times.filter((at) => at >= from && at < from + 1000).length).toBeLessThanOrEqual(18);
			}
		},
	);

	it('counts queries, lists and cancellations apart', async () => {
		const { send, provider, clock } = doorOf();
		await Promise.all([send(request('query')), send(request('list')), send(request('cancel'))]);
		expect(provider.requests).toHaveLength(3);
		expect(clock.now()).toBe(NOON);
	});

	it('shares its limits with every run of the account', async () => {
		const account = new Account('a');
		const [one, other] = [doorOf(account), doorOf(account)];
		await one.send(request('query'));
		await other.send(request('query'));
		expect(other.clock.now()).toBeGreaterThan(NOON + 50);
	});

	it('holds nothing back that counts against no limit', async () => {
		const { send, provider, clock } = doorOf();
		await Promise.all(Array.from({ length: 60 }, async () => await send(request(undefined))));
		expect(provider.requests).toHaveLength(60);
		expect(clock.sleeps).toEqual([]);
	});

	it('hands on the request and its answer as they are', async () => {
		const { send, provider } = doorOf();
		const query = request('list', { query: { page_no: 1 } });
		expect(await send(query)).toEqual(answer(200, {}));
		expect(provider.requests).toEqual([query]);
	});

	it('lets nothing out after Stop, also nothing that was waiting', async () => {
		const { send, provider, stop } = doorOf();
		await send(request('query'));
		const waiting = [send(request('query')), send(request('query'))];
		stop.abort();
		for (const end of await Promise.all([...waiting, send(request('list'))])) {
			expect(end).toMatchObject({ kind: 'noAnswer', fault: 'stopped' });
		}
		expect(provider.requests).toHaveLength(1);
	});

	it('lets out what must be sent after Stop too, at once', async () => {
		const { send, provider, clock, stop } = doorOf();
		stop.abort();
		const ends = Array.from(
			{ length: 20 },
			async () => await send(request('cancel', { evenWhenStopped: true })),
		);
		for (const end of await Promise.all(ends)) expect(end.kind).toBe('answered');
		expect(provider.requests).toHaveLength(20);
		expect(clock.sleeps).toEqual([]);
	});
});

describe('A create call', () => {
	it('is open from its departure until its outcome is known', () => {
		const account = new Account('a');
		const call = account.open('vace', new VirtualClock());
		expect(call.sentAt).toBe(NOON);
		expect(call.endedAt).toBeUndefined();
		expect(account.unsettled(NOON)).toEqual([call]);
		account.settle(call, undefined);
		expect(account.unsettled(NOON)).toEqual([]);
	});

	it('makes its task somebody’s', () => {
		const account = new Account('a');
		account.settle(account.open('vace', new VirtualClock()), idOf(1));
		expect(account.owns(idOf(1))).toBe(true);
		expect(account.owns(idOf(2))).toBe(false);
	});

	it('leaves its task to the item that claimed it while the outcome was open', () => {
		const account = new Account('a');
		const call = account.open('vace', new VirtualClock());
		account.own(idOf(1), NOON);
		account.claim(idOf(1), 'Clay');
		account.settle(call, idOf(1));
		expect(account.ownershipOf(idOf(1))).toMatchObject({ isCreated: true, request: 'Clay' });
	});

	it('is told from every other one', () => {
		const account = new Account('a');
		const clock = new VirtualClock();
		const [one, other] = [account.open('vace', clock), account.open('vace', clock)];
		account.settle(one, undefined);
		expect(account.unsettled(NOON)).toEqual([other]);
	});

	it('is settled also by a copy of it that was kept as JSON', () => {
		const account = new Account('a');
		const call = account.open('vace', new VirtualClock());
		account.settle(JSON.parse(JSON.stringify(call)) as typeof call, idOf(1));
		expect(account.unsettled(NOON)).toEqual([]);
	});

	it('is forgotten after an hour, whatever became of it', () => {
		const account = new Account('a');
		account.open('vace', new VirtualClock());
		expect(account.unsettled(NOON + HOUR)).toHaveLength(1);
		expect(account.unsettled(NOON + HOUR + 1)).toEqual([]);
	});
});

describe('A task of the account', () => {
	it('is nobody’s any more when it is given up', () => {
		const account = new Account('a');
		account.own(idOf(1), NOON);
		account.disown(idOf(1));
		expect(account.owns(idOf(1))).toBe(false);
	});

	it('is forgotten after the day for which it is listed, so that a process that runs for months keeps few', () => {
		const account = new Account('a');
		const kept = () => Array.from({ length: 2000 }, (_, number) => account.owns(idOf(number)));
		for (let number = 0; number < 2000; number++) account.own(idOf(number), NOON + number * 60_000);
		// One a minute for a day.
		expect(kept().filter(Boolean)).toHaveLength(1440);
		expect(account.owns(idOf(1999))).toBe(true);
	});

	it('is forgotten before the others where they are more than any account can make in a day', () => {
		const account = new Account('a');
		for (let number = 0; number < 30_000; number++) account.own(idOf(number), NOON);
		expect([0, 29_999].map((number) => account.owns(idOf(number)))).toEqual([false, true]);
	});

	it('is never forgotten in its own day for one that is older', () => {
		const account = new Account('a');
		account.own(idOf(1), NOON);
		account.own(idOf(2), NOON - 48 * HOUR);
		account.own(idOf(3), NOON + HOUR / 2);
		expect([1, 3].map((number) => account.owns(idOf(number)))).toEqual([true, true]);
	});
});
