import { createHash } from 'node:crypto';
import { fetch, FormData } from 'undici';
import { startEmulator, type Emulator, type UploadBody } from '../../emulator';
import { clientOf, edit, refusal, UUID, vace, type Client, type Json } from './client';

const RESOLVE = { 'x-dashscope-ossresourceresolve': 'enable' };
const HOUR = 3600_000;

let emulator: Emulator;
let client: Client;
let video: Buffer;

beforeAll(async () => {
	emulator = await startEmulator({ render: 'sample', runSeconds: { queue: 0, run: 0 } });
	client = clientOf(emulator);
	video = Buffer.from(await (await fetch(emulator.sample('product-short.mp4'))).arrayBuffer());
});
afterAll(() => emulator.close());

const policyOf = async (model = 'wan2.7-videoedit'): Promise<Json> =>
	(await client.get(`/api/v1/uploads?action=getPolicy&model=${model}`)).body.data;

/** The form in the order of Alibaba Cloud's page. */
const fieldsOf = (data: Json, name = 'in.mp4'): Array<[string, string]> => [
	['OSSAccessKeyId', data.oss_access_key_id],
	['Signature', data.signature],
	['policy', data.policy],
	['x-oss-object-acl', data.x_oss_object_acl],
	['x-oss-forbid-overwrite', data.x_oss_forbid_overwrite],
	['key', `${data.upload_dir}/${name}`],
	['success_action_status', '200'],
];

async function post(
	host: string,
	fields: Array<[string, string]>,
	{ file = video as Buffer | null, after = [] as Array<[string, string]>, headers = {} } = {},
) {
	const form = new FormData();
	for (const [name, value] of fields) form.append(name, value);
	if (file) form.append('file', new Blob([new Uint8Array(file)]), 'in.mp4');
	for (const [name, value] of after) form.append(name, value);
	const response = await fetch(host, { method: 'POST', body: form, headers });
	return { status: response.status, text: await response.text(), type: response.headers.get('content-type') };
}

const xml = (status: number, code: string, words = '') => ({
	status,
	type: expect.stringContaining('application/xml'),
	text: expect.stringMatching(new RegExp(`<Code>${code}</Code>[^]*${words}`)),
});

it('returns a policy as documented', async () => {
	expect(await client.get('/api/v1/uploads?action=getPolicy&model=wan2.7-videoedit')).toEqual({
		status: 200,
		body: {
			request_id: expect.stringMatching(UUID),
			data: {
				policy: expect.any(String),
				signature: expect.any(String),
				upload_dir: expect.stringMatching(/^dashscope-instant\/[0-9a-f]+\/\d{4}-\d\d-\d\d\/[0-9a-f-]+$/),
				upload_host: `${emulator.url}/oss`,
				expire_in_seconds: 300,
				max_file_size_mb: 100,
				capacity_limit_mb: 999999999,
				oss_access_key_id: expect.any(String),
				x_oss_object_acl: 'private',
				x_oss_forbid_overwrite: 'true',
			},
		},
	});
});

it('returns none without a known model, an action or a key', async () => {
	expect(await client.get('/api/v1/uploads?action=getPolicy&model=wan9')).toEqual(
		refusal(400, 'InvalidParameter', 'Model not exist.'),
	);
	expect(await client.get('/api/v1/uploads?action=getPolicy')).toEqual(refusal(400, 'InvalidParameter'));
	expect(await client.get('/api/v1/uploads?model=wan2.7-videoedit')).toEqual(
		refusal(400, 'InvalidParameter'),
	);
	expect(await client.get('/api/v1/uploads?action=getPolicy&model=wan2.7-videoedit', {})).toEqual(
		refusal(401, 'InvalidApiKey', 'No API-key provided.'),
	);
});

it('stores a file that a task can then use, and records the form fields in order', async () => {
	const data = await policyOf();
	expect(await post(data.upload_host, fieldsOf(data))).toMatchObject({ status: 200, text: '' });
	expect(emulator.requests.at(-1)?.body).toEqual({
		fields: [...fieldsOf(data).map(([name]) => name), 'file'],
		fileName: 'in.mp4',
		bytes: video.length,
		sha256: createHash('sha256').update(video).digest('hex'),
	} satisfies UploadBody);
	const answer = await client.finish(edit(`oss://${data.upload_dir}/in.mp4`, { duration: 2 }), RESOLVE);
	expect(answer.output.task_status).toBe('SUCCEEDED');
});

it('responds with 204 if the form sets no status', async () => {
	const data = await policyOf();
	const fields = fieldsOf(data).filter(([name]) => name !== 'success_action_status');
	expect(await post(data.upload_host, fields)).toMatchObject({ status: 204, text: '' });
});

it('does not overwrite files', async () => {
	const data = await policyOf();
	await post(data.upload_host, fieldsOf(data));
	expect(await post(data.upload_host, fieldsOf(data))).toEqual(xml(409, 'FileAlreadyExists'));
});

it('rejects an expired policy', async () => {
	const data = await policyOf();
	emulator.clock.advance(300_000);
	expect(await post(data.upload_host, fieldsOf(data))).toEqual(
		xml(403, 'AccessDenied', 'Invalid according to Policy: Policy expired.'),
	);
});

it('rejects a form that its policy does not cover', async () => {
	const data = await policyOf();
	const changed = (name: string, value: string) =>
		fieldsOf(data).map(([field, old]): [string, string] => [field, field === name ? value : old]);
	expect(await post(data.upload_host, changed('Signature', 'x'))).toEqual(xml(403, 'SignatureDoesNotMatch'));
	expect(await post(data.upload_host, changed('OSSAccessKeyId', 'x'))).toEqual(
		xml(403, 'InvalidAccessKeyId'),
	);
	expect(await post(data.upload_host, changed('key', 'elsewhere/in.mp4'))).toEqual(xml(403, 'AccessDenied'));
	expect(await post(data.upload_host, changed('x-oss-object-acl', 'public-read'))).toEqual(
		xml(403, 'AccessDenied'),
	);
});

it('rejects a form with a part missing or in the wrong place', async () => {
	const data = await policyOf();
	const without = (name: string) => fieldsOf(data).filter(([field]) => field !== name);
	const first = fieldsOf(data).slice(0, -1);
	expect(await post(data.upload_host, without('policy'))).toEqual(xml(403, 'AccessDenied'));
	expect(await post(data.upload_host, without('key'))).toEqual(xml(400, 'InvalidArgument'));
	expect(await post(data.upload_host, fieldsOf(data), { file: null })).toEqual(
		xml(400, 'IncorrectNumberOfFilesInPOSTRequest'),
	);
	expect(await post(data.upload_host, first, { after: [['success_action_status', '200']] })).toEqual(
		xml(400, 'InvalidArgument', 'must be the last'),
	);
});

it('rejects an API key at the storage, and records that one was sent', async () => {
	const data = await policyOf();
	const headers = { authorization: 'Bearer sk-emulator' };
	expect(await post(data.upload_host, fieldsOf(data), { headers })).toEqual(xml(400, 'InvalidArgument'));
	expect(emulator.requests.at(-1)).toMatchObject({ endpoint: 'upload', headers });
});

it('rejects a file above the size limit of its model', async () => {
	const data = await policyOf('wan2.1-vace-plus');
	expect(data.max_file_size_mb).toBe(50);
	const file = Buffer.alloc(50 * 1024 * 1024 + 1);
	expect(await post(data.upload_host, fieldsOf(data), { file })).toEqual(xml(400, 'EntityTooLarge'));
});

it('resolves an upload only for its own model, and only for 48 hours', async () => {
	const data = await policyOf();
	await post(data.upload_host, fieldsOf(data));
	const url = `oss://${data.upload_dir}/in.mp4`;
	const failed = { task_status: 'FAILED', code: 'InvalidParameter.DataInspection' };
	const other = vace('video_outpainting', { video_url: url }, { left_scale: 1.2 });
	expect((await client.finish(other, RESOLVE)).output).toMatchObject(failed);
	emulator.clock.advance(48 * HOUR);
	expect((await client.finish(edit(url), RESOLVE)).output).toMatchObject(failed);
});
