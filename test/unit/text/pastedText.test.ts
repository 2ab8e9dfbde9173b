// cspell:ignore cret
import { apiKeyOf } from '../../../nodes/WanVideoEdit/dashscope/apiKey';
import { baseUrlOf } from '../../../nodes/WanVideoEdit/dashscope/hosts';
import { bucketOf } from '../../../nodes/WanVideoEdit/oss/bucket';
import { cleanPasted } from '../../../nodes/WanVideoEdit/text/pastedText';
import { WanDashScopeApi } from '../../../credentials/WanDashScopeApi.credentials';
import { failureOf } from '../drafts';

const KEY = 'sk-0a1B2c3D_4e-5f.67';

/** The same key in ways in which users paste it. */
const PASTED: ReadonlyArray<readonly [what: string, text: string]> = [
	['as it is', KEY],
	['white space around it', ` \t${KEY} \n`],
	['a no-break space after it', `${KEY}\u00a0`],
	['an ideographic space before it', `\u3000${KEY}`],
	['a zero-width space in it', KEY.replace('B', 'B\u200b')],
	['a byte order mark before it', `\ufeff${KEY}`],
	['marks of direction around it', `\u202a${KEY}\u202c`],
	['a line break in it', KEY.replace('3D', '3D\r\n  ')],
	['straight quotes', `"${KEY}"`],
	['single quotes', `'${KEY}'`],
	['curly quotes', `“${KEY}”`],
	['backticks', `\`${KEY}\``],
	['guillemets', `« ${KEY} »`],
	['corner brackets', `「${KEY}」`],
	['one quote only', `"${KEY}`],
	['a comma and a quote after it', `"${KEY}",`],
	['Bearer', `Bearer ${KEY}`],
	['bearer in lower case, with a line break', `bearer\n${KEY}`],
	['Bearer twice', `Bearer Bearer ${KEY}`],
	['Bearer within quotes', `"Bearer ${KEY}"`],
	['quotes within Bearer', `Bearer "${KEY}"`],
	['the name of the header', `Authorization: Bearer ${KEY}`],
	['the header of a curl command', `-H "Authorization: Bearer ${KEY}"`],
	['the header of a program', `"Authorization": "Bearer ${KEY}",`],
	['the name of the variable', `DASHSCOPE_API_KEY=${KEY}`],
	['an export', `export DASHSCOPE_API_KEY="${KEY}"`],
	['a variable of PowerShell', `$env:DASHSCOPE_API_KEY = '${KEY}'`],
	['a line of YAML', `apiKey: ${KEY}`],
	['a label with a full-width colon', `API Key：${KEY}`],
	['a label of another name', `key=${KEY}`],
	['a label in Chinese', `API密钥：${KEY}`],
	['a sentence around it', `My API key is ${KEY}, keep it`],
	['a comment behind it', `export DASHSCOPE_API_KEY=${KEY} # Beijing`],
	['the other fields below it', `apiKey: ${KEY}\nregion: cn-beijing`],
	['the option of a program', `--api-key ${KEY}`],
	['a header with a backslash behind it', `-H 'Authorization: Bearer ${KEY}' \\`],
	['another scheme', `Token ${KEY}`],
	['a line of Python', `os.environ["DASHSCOPE_API_KEY"] = "${KEY}"`],
	['a line of JavaScript', `process.env.DASHSCOPE_API_KEY = '${KEY}';`],
	['JSON', `{"api_key":"${KEY}"}`],
	['escaped quotes', `\\"${KEY}\\"`],
	['an encoded blank', `Bearer%20${KEY}`],
	['brackets', `【${KEY}】`],
	['parentheses', `(${KEY})`],
	['Markdown', `**${KEY}**`],
	['HTML', `<code>${KEY}</code>`],
	['a full stop', `${KEY}.`],
	['an ideographic full stop', `${KEY}。`],
	['an invisible letter behind it', `${KEY}\u3164`],
	['a blank of Braille behind it', `${KEY}\u2800`],
	['a variation selector behind it', `${KEY}\ufe0f`],
	['a no-break hyphen', KEY.replace('sk-', 'sk\u2011')],
	['a dash', KEY.replace('sk-', 'sk\u2013')],
	['a minus sign', KEY.replace('sk-', 'sk\u2212')],
	['full-width characters', KEY.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0))],
];

describe('A key that was pasted with', () => {
	it.each(PASTED)('%s is cleaned', (_, text) => {
		expect(apiKeyOf({ apiKey: text })).toBe(KEY);
	});

	it.each(PASTED)('%s is sent clean', async (_, text) => {
		const request = { url: 'https://dashscope.aliyuncs.com/api/v1/tasks/', headers: { Accept: '*/*' } };
		const signed = await new WanDashScopeApi().authenticate({ apiKey: text }, request);
		expect(signed).toEqual({ ...request, headers: { Accept: '*/*', Authorization: `Bearer ${KEY}` } });
	});
});

describe('A key that no server can accept', () => {
	it.each<[unknown, string]>([
		[undefined, 'is empty'],
		[null, 'is empty'],
		['', 'is empty'],
		[' \n ', 'is empty'],
		['Bearer ', 'is empty'],
		['DASHSCOPE_API_KEY=""', 'is empty'],
		['sk-********', 'is masked: its middle is hidden'],
		['sk-a1b2••••••9z', 'is masked: its middle is hidden'],
		['sk-a1b2…9z', 'is masked: its middle is hidden'],
		['sk-xxxxxxxxxxxx', 'is masked: its middle is hidden'],
		['my key is sk-secret', 'is not a key: it contains spaces'],
		['<api key>', 'is not a key: it contains spaces'],
		['YOUR_API_KEY', 'is a placeholder for a key'],
		['<key>', 'is a placeholder for a key'],
		['sk-YOUR_KEY', 'is a placeholder for a key'],
		['$DASHSCOPE_API_KEY', 'is a placeholder for a key'],
		['${DASHSCOPE_API_KEY}', 'is a placeholder for a key'],
		['%DASHSCOPE_API_KEY%', 'is a placeholder for a key'],
		['sk-xxxxxx', 'is masked: its middle is hidden'],
		[`${KEY} or ${KEY}0`, 'is not a key: it contains spaces'],
		['LTAI5t0123456789abcdefgh', 'is an AccessKey ID, which is for other services of Alibaba Cloud'],
		['https://dashscope.aliyuncs.com', 'is not a key: it is an address'],
		['sk-secret密', 'is not a key: it contains the character U+5BC6'],
		['sk-secret😀', 'is not a key: it contains the character U+1F600'],
		['sk-'.repeat(1000), 'is not a key: it has 3000 characters'],
	])('like %j is reported as invalid and never repeated', (apiKey, fault) => {
		const failure = failureOf(() => apiKeyOf({ apiKey: apiKey as string }));
		expect(failure.kind).toBe('credential');
		expect(failure.message).toBe(`'API Key' of the credential ${fault}`);
		expect(`${failure.message} ${failure.description}`).not.toMatch(/sk-(?:secret|a1b2|\*|x)/);
	});

	it.each(['a-gateway.key:1|2', 'eyJhbGciOi.J9-_~+/==', 'sk-...'.slice(0, 3) + 'a.b'])(
		'is never changed into another one: %s',
		(apiKey) => {
			expect(apiKeyOf({ apiKey })).toBe(apiKey);
		},
	);
});

describe('The other fields of a credential', () => {
	it.each([
		' "https://gateway.example.com" ',
		'`https://gateway.example.com/`',
		'Base URL: https://gateway.example.com',
	])('accept %s as Base URL', (baseUrl) => {
		expect(baseUrlOf({ region: 'custom', baseUrl })).toBe('https://gateway.example.com');
	});

	it.each(['“llm-abc123”', 'llm\u2011abc123', 'llm-abc123\u200b', 'Workspace ID: llm-abc123'])(
		'accept %s as Workspace ID',
		(workspaceId) => {
			expect(baseUrlOf({ workspaceId })).toBe('https://llm-abc123.cn-beijing.maas.aliyuncs.com');
		},
	);

	it('of the bucket are cleaned too', () => {
		const bucket = bucketOf({
			accessKeyId: 'AccessKey ID: LTAI5t0\n',
			accessKeySecret: 'ALIBABA_CLOUD_ACCESS_KEY_SECRET="s3cret/+="',
			region: '‘oss-cn-shanghai’',
			bucket: '`my-videos`',
			endpoint: '"oss-cn-shanghai.aliyuncs.com"',
			prefix: "'n8n/wan'",
		});
		expect(bucket).toMatchObject({
			name: 'my-videos',
			region: 'cn-shanghai',
			baseUrl: 'https://my-videos.oss-cn-shanghai.aliyuncs.com',
			prefix: 'n8n/wan',
		});
		expect(bucket.signingKey()).toMatchObject({ accessKeyId: 'LTAI5t0', accessKeySecret: 's3cret/+=' });
	});

	it.each([
		['s3c***ret', 'is masked: its middle is hidden'],
		['a s3cret', 'is not a secret: it contains spaces'],
		['s3cret密', 'is not a secret: it contains non-ASCII characters'],
	])('reject %s as a secret, and do not repeat it', (accessKeySecret, fault) => {
		const failure = failureOf(() => bucketOf({ accessKeyId: 'LTAI', bucket: 'my-videos', accessKeySecret }));
		expect(failure.message).toBe(`'Access Key Secret' of the credential ${fault}`);
	});

	it.each(['localhost:9000', 'bucket:9000', 'http://endpoint:8080/x'])('keep host and port of %s', (text) => {
		expect(cleanPasted(text)).toBe(text);
	});
});

it('A text of 100,000 characters is read instantly', () => {
	for (const text of [' '.repeat(100_000), '"'.repeat(100_000), `api_key=${'a-'.repeat(50_000)}`]) {
		const before = process.cpuUsage();
		cleanPasted(text);
		cleanPasted(text.slice(0, 2000));
		expect(process.cpuUsage(before).user).toBeLessThan(200_000);
	}
});
