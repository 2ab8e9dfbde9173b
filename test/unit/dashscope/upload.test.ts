import { permissionOf } from '../../../nodes/WanVideoEdit/dashscope/upload';
import { NOON } from '../standIns';

const BASE = 'https://dashscope.aliyuncs.com';
const STORAGE = 'https://dashscope-file-mgr.oss-cn-beijing.aliyuncs.com';

const data = (change: object = {}) => ({
	policy: 'p',
	signature: 's',
	upload_dir: 'dashscope-instant/a/',
	upload_host: STORAGE,
	oss_access_key_id: 'k',
	expire_in_seconds: 300,
	max_file_size_mb: 50,
	...change,
});

const permit = (change: object = {}, baseUrl = BASE) => permissionOf({ data: data(change) }, baseUrl, NOON);

describe('A permission to upload', () => {
	it('has host, directory, maximum size and expiry', () => {
		expect(permit()).toMatchObject({
			host: STORAGE,
			directory: 'dashscope-instant/a',
			maxBytes: 50 * 1024 * 1024,
			expiresAt: NOON + 300_000,
		});
	});

	it.each([{ policy: undefined }, { signature: '' }, { upload_host: undefined }, { upload_dir: 7 }])(
		'is invalid with %j',
		(change) => {
			expect(permit(change)).toEqual({ fault: 'is incomplete', mayPass: true });
		},
	);

	it.each([
		[`${STORAGE}/`, STORAGE],
		[`${STORAGE}:8443`, `${STORAGE}:8443`],
		[STORAGE.toUpperCase(), STORAGE],
	])('may have %s', (host, used) => {
		expect(permit({ upload_host: host })).toMatchObject({ host: used });
	});

	it.each([
		[
			'http://dashscope-file-mgr.oss-cn-beijing.aliyuncs.com',
			'http://dashscope-file-mgr.oss-cn-beijing.aliyuncs.com',
		],
		['http://169.254.169.254', 'http://169.254.169.254'],
		['ftp://storage.example.com', 'ftp://storage.example.com'],
		['https://storage.example.com/latest/meta-data', 'https://storage.example.com'],
		['https://storage.example.com?x=1', 'https://storage.example.com'],
		['https://storage.example.com#x', 'https://storage.example.com'],
		['https://user:pass@storage.example.com', 'https://storage.example.com'],
		['storage.example.com', 'storage.example.com'],
		['https://169.254.169.254', 'https://169.254.169.254'],
		['https://100.100.100.200', 'https://100.100.100.200'],
		['https://127.1', 'https://127.1'],
		['https://[::ffff:10.0.0.5]', 'https://[::ffff:10.0.0.5]'],
		['https://minio:9000', 'https://minio:9000'],
		['https://storage.internal', 'https://storage.internal'],
	])('is not used with the host %s', (host, named) => {
		expect(permit({ upload_host: host })).toEqual({
			fault: `has the upload host ${JSON.stringify(named)}; it must be an https address of a public host, without user, path or query`,
			mayPass: false,
		});
	});

	describe('from a stand-in at an http address', () => {
		const LOCAL = 'http://127.0.0.1:4010';

		it('may have an http host, and a directory of its own', () => {
			expect(permit({ upload_host: 'http://127.0.0.1:4011' }, LOCAL)).toMatchObject({
				host: 'http://127.0.0.1:4011',
			});
			expect(permit({ upload_host: `${LOCAL}/oss` }, LOCAL)).toMatchObject({ host: `${LOCAL}/oss` });
		});

		it.each(['https://10.0.0.5', 'https://[::1]:4011'])(
			'at a private host may have the private host %s',
			(host) => {
				expect(permit({ upload_host: host }, LOCAL)).toMatchObject({ host });
			},
		);

		it.each(['http://10.0.0.5', 'https://10.0.0.5'])('at a public host may not have %s', (host) => {
			expect(permit({ upload_host: host }, 'http://gateway.example.com')).toMatchObject({ mayPass: false });
		});

		it.each(['http://127.0.0.1:4011/oss', `${LOCAL}/oss?x=1`])('is not used with %s', (host) => {
			expect(permit({ upload_host: host }, LOCAL)).toMatchObject({ mayPass: false });
		});
	});
});
