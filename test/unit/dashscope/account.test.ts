import { baseUrlOf } from '../../../nodes/WanVideoEdit/dashscope/hosts';
import { inspect } from 'util';
import { Account, accountOf } from '../../../nodes/WanVideoEdit/dashscope/account';
import type { HttpRequest } from '../../../nodes/WanVideoEdit/dashscope/http';
import { parseTaskId, type TaskId } from '../../../nodes/WanVideoEdit/dashscope/taskId';
import { answer, newHost, NOON, ScriptedProvider, VirtualClock } from '../standIns';

const HOUR = 3_600_000;
const KEY = 'sk-0123456789abcdef';
const idOf = (number: number) => parseTaskId(`task-${String(number).padStart(4, '0')}`) as TaskId;

describe('The account of a key', () => {
	it('is the same object for everyone who uses the key at that host', () => {
		const host = newHost();
		expect(accountOf(host, KEY)).toBe(accountOf(host, KEY));
	});

	it.each([
		['a key with blanks around it', 'http://a.example.com', ` ${KEY}\n`],
		['capitals', 'HTTP://A.Example.COM', KEY],
		['the default port', 'http://a.example.com:80', KEY],
		['a dot at the end of the name', 'http://a.example.com.', KEY],
		['a slash at the end', 'http://a.example.com/', KEY],
	])('is the same for %s', (_, baseUrl, key) => {
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
	])('is the same for localhost and %s', (baseUrl) => {
		const spelled = baseUrlOf({ region: 'custom', baseUrl });
		expect(accountOf(spelled, KEY)).toBe(accountOf('http://localhost:8080', KEY));
	});

	it('is the same for all hosts of a region', () => {
		const hosts = [{ region: 'cn-beijing' }, { region: 'cn-beijing', workspaceId: 'llm-1' }].map(baseUrlOf);
		expect(new Set(hosts).size).toBe(2);
		expect(new Set(hosts.map((host) => accountOf(host, KEY))).size).toBe(1);
		expect(accountOf(baseUrlOf({ region: 'ap-southeast-1' }), KEY)).not.toBe(accountOf(hosts[0]!, KEY));
	});

	it('differs for another port, protocol or path', () => {
		const addresses = ['https://a.example.com', 'http://a.example.com:81', 'http://a.example.com/Path'];
		for (const address of addresses)
			expect(accountOf(address, KEY)).not.toBe(accountOf('http://a.example.com', KEY));
	});

	it('differs for another key or host', () => {
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

describe('The network access of an account', () => {
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
		'sends at most 18 of the 20 requests that Alibaba Cloud accepts per second: %s',
		async (countsAs) => {
			const { send, provider } = doorOf();
			await Promise.all(Array.from({ length: 60 }, async () => await send(request(countsAs))));
			const { times } = provider;
			for (const from of times) {
				expect(times.filter((at) => at >= from && at < from + 1000).length).toBeLessThanOrEqual(18);
			}
		},
	);

	it('limits queries, lists and cancellations separately', async () => {
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

	it('does not delay requests without a limit', async () => {
		const { send, provider, clock } = doorOf();
		await Promise.all(Array.from({ length: 60 }, async () => await send(request(undefined))));
		expect(provider.requests).toHaveLength(60);
		expect(clock.sleeps).toEqual([]);
	});

	it('passes the request and its response on unchanged', async () => {
		const { send, provider } = doorOf();
		const query = request('list', { query: { page_no: 1 } });
		expect(await send(query)).toEqual(answer(200, {}));
		expect(provider.requests).toEqual([query]);
	});

	it('sends nothing after Stop, including waiting requests', async () => {
		const { send, provider, stop } = doorOf();
		await send(request('query'));
		const waiting = [send(request('query')), send(request('query'))];
		stop.abort();
		for (const end of await Promise.all([...waiting, send(request('list'))])) {
			expect(end).toMatchObject({ kind: 'noResponse', fault: 'stopped' });
		}
		expect(provider.requests).toHaveLength(1);
	});

	it('sends clean-up requests even after Stop, at once', async () => {
		const { send, provider, clock, stop } = doorOf();
		stop.abort();
		const ends = Array.from(
			{ length: 20 },
			async () => await send(request('cancel', { evenWhenStopped: true })),
		);
		for (const end of await Promise.all(ends)) expect(end.kind).toBe('response');
		expect(provider.requests).toHaveLength(20);
		expect(clock.sleeps).toEqual([]);
	});
});

describe('A create request', () => {
	it('is unsettled from sending it until its outcome is known', () => {
		const account = new Account('a');
		const call = account.open('vace', new VirtualClock());
		expect(call.sentAt).toBe(NOON);
		expect(call.endedAt).toBeUndefined();
		expect(account.unsettled(NOON)).toEqual([call]);
		account.settle(call, undefined);
		expect(account.unsettled(NOON)).toEqual([]);
	});

	it('claims its task', () => {
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

	it('is distinguished from every other one', () => {
		const account = new Account('a');
		const clock = new VirtualClock();
		const [one, other] = [account.open('vace', clock), account.open('vace', clock)];
		account.settle(one, undefined);
		expect(account.unsettled(NOON)).toEqual([other]);
	});

	it('is also settled by a copy that was saved as JSON', () => {
		const account = new Account('a');
		const call = account.open('vace', new VirtualClock());
		account.settle(JSON.parse(JSON.stringify(call)) as typeof call, idOf(1));
		expect(account.unsettled(NOON)).toEqual([]);
	});

	it('is forgotten after an hour, whatever its outcome', () => {
		const account = new Account('a');
		account.open('vace', new VirtualClock());
		expect(account.unsettled(NOON + HOUR)).toHaveLength(1);
		expect(account.unsettled(NOON + HOUR + 1)).toEqual([]);
	});
});

describe('A task of the account', () => {
	it('is unclaimed again once it is disowned', () => {
		const account = new Account('a');
		account.own(idOf(1), NOON);
		account.disown(idOf(1));
		expect(account.owns(idOf(1))).toBe(false);
	});

	it('is forgotten after the day for which it is listed, so that a process that runs for months keeps few', () => {
		const account = new Account('a');
		const kept = () => Array.from({ length: 2000 }, (_, number) => account.owns(idOf(number)));
		for (let number = 0; number < 2000; number++) account.own(idOf(number), NOON + number * 60_000);
		// One per minute for a day.
		expect(kept().filter(Boolean)).toHaveLength(1440);
		expect(account.owns(idOf(1999))).toBe(true);
	});

	it('is forgotten early only if there are more than an account can create in a day', () => {
		const account = new Account('a');
		for (let number = 0; number < 30_000; number++) account.own(idOf(number), NOON);
		expect([0, 29_999].map((number) => account.owns(idOf(number)))).toEqual([false, true]);
	});

	it('is never forgotten within its day in favor of an older one', () => {
		const account = new Account('a');
		account.own(idOf(1), NOON);
		account.own(idOf(2), NOON - 48 * HOUR);
		account.own(idOf(3), NOON + HOUR / 2);
		expect([1, 3].map((number) => account.owns(idOf(number)))).toEqual([true, true]);
	});
});
