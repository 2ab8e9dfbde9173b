import { fetch } from 'undici';
import { startEmulator, type DirectRequest, type Emulator, type Fault } from '../../emulator';
import { CREATE_PATH, edit, TIME, UUID } from './client';

let emulator: Emulator;

beforeAll(async () => {
	emulator = await startEmulator({
		render: 'sample',
		fetchInputs: false,
		runSeconds: { queue: 0, run: 0 },
		limits: { submitsPerSecond: 1000 },
	});
});
afterEach(() => emulator.clearFaults());
afterAll(() => emulator.close());

const authorization = 'Bearer sk-emulator';
const CREATE: DirectRequest = {
	method: 'POST',
	url: CREATE_PATH,
	headers: { authorization, 'x-dashscope-async': 'enable', 'content-type': 'application/json' },
	body: JSON.stringify(edit('https://example.com/in.mp4')),
};

interface Seen {
	lost?: true;
	status?: number;
	type?: string | null;
	text?: string;
}

/** What differs from answer to answer by nature. */
const settled = (text: string) =>
	text
		.replace(new RegExp(UUID.source.slice(1, -1), 'g'), 'ID')
		.replace(new RegExp(TIME.source.slice(1, -1), 'g'), 'T');

async function overSocket({ method, url, headers, body }: DirectRequest): Promise<Seen> {
	try {
		const response = await fetch(`${emulator.url}${url}`, { method, headers, body });
		const { status } = response;
		return { status, type: response.headers.get('content-type'), text: settled(await response.text()) };
	} catch {
		return { lost: true };
	}
}

async function inProcess(request: DirectRequest): Promise<Seen> {
	try {
		const { status, headers, body } = await emulator.dispatch(request);
		return { status, type: headers['content-type'], text: settled(body.toString()) };
	} catch (error) {
		expect(error).toMatchObject({ code: 'ECONNRESET' });
		return { lost: true };
	}
}

const FAULTS: Fault[] = [
	{ on: 'create', kind: 'status', status: 503, code: 'ModelUnavailable', message: 'Later.' },
	{ on: 'create', kind: 'reset' },
	{ on: 'create', kind: 'lostAnswer' },
	{ on: 'create', kind: 'delay', ms: 20 },
	{ on: 'create', kind: 'body', status: 502, body: '<html>' },
	{ on: 'create', kind: 'body', body: '{"output":', contentType: 'application/json', accept: true },
	{ on: 'create', kind: 'truncate', bytes: 0 },
	{ on: 'create', kind: 'truncate', bytes: 20 },
	{ on: 'create', kind: 'truncate', bytes: 20, unnoticed: true },
	{ on: 'create', kind: 'edit', set: { 'output.task_id': null } },
	{ on: 'create', kind: 'duplicate' },
];

it.each(FAULTS)('behaves the same with and without a socket: $kind', async (fault) => {
	const outcomes = [];
	for (const send of [overSocket, inProcess]) {
		const before = emulator.tasks.length;
		emulator.inject(fault);
		const seen = await send(CREATE);
		outcomes.push({ seen, tasks: emulator.tasks.length - before, status: emulator.requests.at(-1)?.status });
	}
	expect(outcomes[1]).toEqual(outcomes[0]);
});

it('does not need to listen', async () => {
	const silent = await startEmulator({ listen: false, render: 'sample', fetchInputs: false });
	expect(silent.url).toBe('http://emulator.invalid');
	const { status, body } = await silent.dispatch(CREATE);
	expect(status).toBe(200);
	const id = JSON.parse(body.toString()).output.task_id as string;
	expect(silent.tasks.map((task) => task.id)).toEqual([id]);
	silent.clock.advance(3600_000);
	const answer = await silent.dispatch({
		url: `${silent.url}/api/v1/tasks/${id}`,
		headers: { authorization },
	});
	const link = JSON.parse(answer.body.toString()).output.video_url as string;
	const video = await silent.dispatch({ url: link });
	expect([video.headers['content-type'], video.body.subarray(4, 8).toString()]).toEqual([
		'video/mp4',
		'ftyp',
	]);
	expect(silent.count('result')).toBe(1);
	await silent.close();
});
