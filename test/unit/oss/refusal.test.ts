import { refusalIn } from '../../../nodes/WanVideoEdit/oss/refusal';

/** As OSS answers to a wrong secret; the signature and the signed request come back in it. */
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
};

it('takes code, message and request ID of the answer, and nothing that was signed', () => {
	expect(refusalIn(403, {}, XML)).toEqual(expected);
});

it('makes do with an answer of somebody else', () => {
	const nothing = { kind: 'refused', code: null, message: null };
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
