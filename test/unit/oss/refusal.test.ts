import { refusalIn } from '../../../nodes/WanVideoEdit/oss/refusal';
import { factsOf, REFUSALS } from '../../../nodes/WanVideoEdit/oss/refusals';

/** OSS's response to a wrong secret: it repeats the signature and the signed request. */
const XML = `<?xml version="1.0" encoding="UTF-8"?>
<Error>
  <Code>SignatureDoesNotMatch</Code>
  <Message>It does &lt;not&gt; match &amp;amp; so on.</Message>
  <RequestId>65A4F2E1C3D4B5A697887766</RequestId>
  <HostId>my-videos.oss-cn-beijing.aliyuncs.com</HostId>
  <OSSAccessKeyId>LTAI5tExample</OSSAccessKeyId>
  <SignatureProvided>e21d18daa82167720f9b</SignatureProvided>
  <StringToSign>OSS4-HMAC-SHA256 20231216T162057Z</StringToSign>
</Error>`;

const expected = {
	kind: 'refused',
	httpStatus: 403,
	code: 'SignatureDoesNotMatch',
	message: 'It does <not> match &amp; so on.',
	requestId: '65A4F2E1C3D4B5A697887766',
	endpoint: null,
};

it('reads code, message and request ID of the response, and nothing that was signed', () => {
	expect(refusalIn(403, {}, XML)).toEqual(expected);
});

it('copes with a response from another server', () => {
	const nothing = { kind: 'refused', code: null, message: null, endpoint: null };
	expect(refusalIn(403, {}, '<html><body>Forbidden</body></html>')).toEqual({
		...nothing,
		httpStatus: 403,
		requestId: null,
	});
	expect(refusalIn(404, { 'x-oss-request-id': 'ID' }, '')).toEqual({
		...nothing,
		httpStatus: 404,
		requestId: 'ID',
	});
});

it('shortens a long message', () => {
	const { message } = refusalIn(400, {}, `<Message>${'x'.repeat(5000)}</Message>`);
	expect(message).toBe(`${'x'.repeat(300)}…`);
});

const refused = (httpStatus: number, code: string, message = '', more = '') =>
	refusalIn(httpStatus, {}, `<Error><Code>${code}</Code><Message>${message}</Message>${more}</Error>`);

describe('Every rejection', () => {
	it.each<[number, string, string, RegExp, RegExp, boolean]>([
		[403, 'PublicEndpointForbidden', '', /20 March 2025/, /'Endpoint'/, false],
		[403, 'RequestTimeTooSkewed', '', /15 minutes/, /clock/, false],
		[403, 'AccessDenied', 'AccessDenied', /no permission/, /oss:PutObject/, false],
		[
			403,
			'AccessDenied',
			'You have no right to access this object because of bucket acl.',
			/no permission/,
			/oss:PutObject/,
			false,
		],
		[403, 'AccessDenied', "Access denied by authorizer's policy.", /no permission/, /oss:PutObject/, false],
		[403, 'AccessDenied', 'Access denied by bucket policy.', /bucket policy/, /bucket policy/, false],
		[403, 'AccessDenied', 'Access denied by VPC endpoint policy.', /VPC/, /VPC/, false],
		[403, 'AccessDenied', 'This request is forbidden by kms.', /KMS/, /encryption/, false],
		[
			403,
			'AccessDenied',
			'The bucket you access does not belong to you.',
			/another account/,
			/'Bucket'/,
			false,
		],
		[403, 'AccessDenied', 'Invalid according to Policy: Policy expired.', /expired/, /new permission/, true],
		[403, 'AccessDenied', 'Request has expired.', /expired/, /clock/, false],
		[403, 'InvalidAccessKeyId', '', /does not exist/, /'Access Key ID'/, false],
		[403, 'SignatureDoesNotMatch', '', /secret/, /'Access Key Secret' and 'Region'/, false],
		[403, 'InvalidSecurityToken', '', /STS/, /'Access Key ID'/, false],
		[404, 'NoSuchBucket', '', /no bucket/, /'Region', 'Bucket' and 'Endpoint'/, false],
		[400, 'InvalidBucketName', '', /bucket name is not valid/, /'Bucket'/, false],
		[403, 'SecondLevelDomainForbidden', '', /does not name the bucket/, /'Endpoint'/, false],
		[
			400,
			'InvalidArgument',
			'Invalid signing region in Authorization header.',
			/another region/,
			/'Region'/,
			false,
		],
		[400, 'EntityTooLarge', '', /too large/, /smaller/, false],
		[413, '', '', /proxy or gateway/, /limit/, false],
		[411, 'MissingContentLength', '', /Content-Length header/, /Content-Length/, false],
		[400, 'InvalidDigest', '', /changed during the upload/, /wait/, true],
		[409, 'FileAlreadyExists', '', /already exists/, /wait/, true],
		[403, 'UserDisable', '', /suspended/, /balance/, false],
		[403, 'InDebt', '', /overdue/, /balance/, false],
		[400, 'KmsServiceNotEnabled', '', /KMS/, /Activate/, false],
		[429, 'QpsLimitExceeded', '', /Too many requests/, /wait/, true],
		[503, 'UploadTrafficRateLimitExceeded', '', /Too many bytes/, /wait/, true],
		[503, 'ServiceUnavailable', '', /busy/, /wait/, true],
		[429, 'NobodyKnowsIt', '', /temporarily unavailable/, /wait/, true],
		[502, '', '', /temporarily unavailable/, /wait/, true],
		[403, 'NobodyKnowsIt', '', /rejected/, /'Endpoint'/, false],
	])(
		'HTTP %d %s "%s" has its cause, the field to change, and whether a retry helps',
		(status, code, message, meaning, advice, retryable) => {
			const facts = factsOf(refused(status, code, message));
			expect(facts.meaning).toMatch(meaning);
			expect(facts.advice).toMatch(advice);
			expect(facts.retryable).toBe(retryable);
		},
	);

	it('of another region states the address of the bucket, and its region', () => {
		const words = 'The bucket you are attempting to access must be addressed using the specified endpoint.';
		const at = (endpoint: string) =>
			factsOf(refused(403, 'AccessDenied', words, `<Endpoint>${endpoint}</Endpoint>`)).advice;
		expect(at('oss-cn-shanghai.aliyuncs.com')).toBe(
			"Its address is oss-cn-shanghai.aliyuncs.com: set 'Region' in the OSS credential to cn-shanghai, and leave 'Endpoint' empty.",
		);
		expect(at('files.example.com')).toContain("enter it as 'Endpoint'");
		expect(at('<a href="x">y</a>')).toContain("Check 'Region'");
		expect(at(`${'x'.repeat(5000)}.com`)).toContain("Check 'Region'");
	});

	it('of the temporary storage points to no credential', () => {
		for (const { code } of REFUSALS) {
			expect(factsOf(refused(400, code), 'temporary').advice).not.toContain('OSS credential');
		}
		expect(factsOf(refused(400, 'EntityTooLarge'), 'temporary').retryable).toBe(false);
		expect(factsOf(refused(403, 'AccessDenied'), 'temporary').retryable).toBe(true);
		expect(factsOf(refused(403, 'RequestTimeTooSkewed'), 'temporary').retryable).toBe(false);
	});

	it('is parsed instantly, whatever the response is', () => {
		const before = process.cpuUsage();
		for (const piece of ['<Code>', '<Code', ' ', '</Code><Code>', '&amp;']) {
			refusalIn(403, {}, piece.repeat(2_000_000 / piece.length));
			refusalIn(403, {}, `<Code>${piece.repeat(500_000)}`);
		}
		expect(process.cpuUsage(before).user).toBeLessThan(500_000);
	});
});
